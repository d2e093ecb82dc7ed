package probe

import (
	"errors"
	"strings"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/facts"
)

// TestVerifyWorks: only a refusal about signatures proves that unsigned images are refused.
func TestVerifyWorks(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		got  string
		says string
	}{
		"let in":     {nil, facts.Answered, ""},
		"sigstore":   {errors.New(`admission webhook "policy.sigstore.dev" denied the request: validation failed: failed policy: no matching signatures`), facts.Blocked, ""},
		"kyverno":    {errors.New(`admission webhook "mutate.kyverno.svc-fail" denied the request: failed to verify image registry.example/x`), facts.Blocked, ""},
		"other rule": {errors.New(`admission webhook "validate.kyverno.svc-fail" denied the request: label team is required`), "", "not for want of a signature"},
		"no answer":  {errors.New(`failed calling webhook "policy.sigstore.dev": timeout`), "", "gives no answer"},
		"no right":   {apierrors.NewForbidden(schema.GroupResource{Resource: "pods"}, "", errors.New("no")), "", "creating a pod in a dry run"},
	} {
		client := server("")
		client.PrependReactor("create", "pods", func(clienttesting.Action) (bool, runtime.Object, error) { return tt.err != nil, nil, tt.err })
		s := session(t, &facts.Input{}, client)
		s.Settings.Options = map[string]string{unsignedImage: "registry.example/unsigned:1"}
		out := &Result{}
		if tt.err == nil { // it is repeated until time is up
			got, err := judgeUnsigned(nil)
			if err != nil || got.got != tt.got {
				t.Errorf("%s: %+v %v", name, got, err)
			}
			continue
		}
		err := runVerifyWorks(t.Context(), s, out)
		if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v", name, err)
		}
		if err == nil && (len(out.probe.Trials) != 1 || out.probe.Trials[0].Got != tt.got) {
			t.Errorf("%s: %+v", name, out.probe)
		}
	}
	if why, err := verifyWorks().Skip(session(t, &facts.Input{}, server(""))); err != nil || !strings.Contains(why, "names no image") {
		t.Errorf("%q %v", why, err)
	}
}
