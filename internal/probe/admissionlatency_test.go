package probe

import (
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/facts"
)

// TestAdmissionLatency: what is slow for longer than reads are is a gap, and one slow request is none.
func TestAdmissionLatency(t *testing.T) {
	for name, tt := range map[string]struct {
		read   time.Duration
		pod    func(i int) time.Duration
		gap    bool
		added  int
		refuse bool
	}{
		"quick":         {5 * time.Millisecond, func(int) time.Duration { return 30 * time.Millisecond }, false, 25, false},
		"far away":      {900 * time.Millisecond, func(int) time.Duration { return time.Second }, false, 100, false},
		"slow":          {5 * time.Millisecond, func(int) time.Duration { return 2005 * time.Millisecond }, true, 2000, false},
		"one slow":      {5 * time.Millisecond, func(i int) time.Duration { return time.Duration(5+3000*(i/10)) * time.Millisecond }, false, 0, false},
		"first is slow": {5 * time.Millisecond, func(i int) time.Duration { return 5 * time.Millisecond * time.Duration(1+1000*max(0, 1-i)) }, false, 0, false},
		"refused":       {5 * time.Millisecond, func(int) time.Duration { return 0 }, false, 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := server("")
				i := 0
				answers(t, client, func(string, *corev1.Pod) error {
					time.Sleep(tt.pod(i))
					i++
					if tt.refuse {
						return forbidden(`admission webhook "w" denied the request: no`)
					}
					return nil
				})
				for _, kind := range []string{"deployments", "services"} { // dry runs leave nothing behind
					client.PrependReactor("create", kind, func(action clienttesting.Action) (bool, runtime.Object, error) {
						return true, action.(clienttesting.CreateAction).GetObject(), nil
					})
				}
				client.PrependReactor("list", "services", func(clienttesting.Action) (bool, runtime.Object, error) {
					time.Sleep(tt.read)
					return false, nil, nil
				})
				out := &Result{}
				err := runAdmissionLatency(t.Context(), session(t, &facts.Input{}, client), out)
				if (err != nil) != tt.refuse {
					t.Fatal(err)
				}
				if tt.refuse {
					return
				}
				m, _ := out.probe.Measure(admissionAdds)
				if gap := !out.PhaseSucceeded(facts.PhaseProof); gap != tt.gap || m.Value != tt.added {
					t.Errorf("gap %v, %d ms added: %+v", gap, m.Value, out.probe.Trials)
				}
			})
		})
	}
}
