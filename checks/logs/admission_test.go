package logs

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

func TestAdmission(t *testing.T) {
	wants := func(ready int) facts.Workload {
		return daemonSet("fb", func(w *facts.Workload) { w.Desired, w.Ready = 2, ready })
	}
	young := wants(0)
	young.CreatedAt = now.Add(-time.Minute)
	rendered := daemonSet("fb", func(w *facts.Workload) { w.Status, w.Ready = false, 0 })
	for name, tt := range map[string]struct {
		agent facts.Workload
		pods  []facts.Pods
		level string
		want  check.Status
		says  string
	}{
		"no label":               {wants(2), []facts.Pods{pod("fb", "a", 1)}, "", check.StatusPass, "nothing refuses"},
		"privileged":             {wants(2), []facts.Pods{pod("fb", "a", 1)}, "privileged", check.StatusPass, ""},
		"baseline, no pods":      {wants(0), nil, "baseline", check.StatusGap, "none of its 2 pods was made: it mounts /var/log of the node"},
		"restricted, no pods":    {wants(0), nil, "restricted", check.StatusGap, "level restricted"},
		"pods older than label":  {wants(2), []facts.Pods{pod("fb", "a", 1)}, "baseline", check.StatusGap, "new pods are refused"},
		"refused by another":     {wants(0), nil, "", check.StatusGap, "wants 2 pods and none was made"},
		"just made":              {young, nil, "", check.StatusPass, ""},
		"crashing is not this":   {wants(0), []facts.Pods{pod("fb", "a", 0)}, "", check.StatusPass, ""},
		"rendered":               {rendered, nil, "", check.StatusPass, ""},
		"rendered and forbidden": {rendered, nil, "baseline", check.StatusGap, "are refused"},
	} {
		t.Run(name, func(t *testing.T) {
			in := cluster{agents: []facts.Workload{tt.agent}, pods: tt.pods}.input()
			in.Namespaces = []facts.Namespace{{Name: "logging", Labels: map[string]string{kube.PodSecurityLabel: tt.level}}}
			out, err := Admission().Run(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			said := out.Reason
			for _, f := range out.Findings {
				said += " " + f.Message
			}
			if out.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s, want %s saying %q", out.Status, said, tt.want, tt.says)
			}
		})
	}
	if out, _ := Admission().Run(t.Context(), cluster{hidden: true}.input()); out.Status != check.StatusSkip {
		t.Errorf("hidden: %v", out)
	}
}
