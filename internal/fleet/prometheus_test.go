package fleet

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
)

// TestPrometheusIsThatOfEach: a fleet has the series of each cluster's own report, but for the
// namespaces of products, and one for the labels.
func TestPrometheusIsThatOfEach(t *testing.T) {
	a, b := judged("a", "v1.37.2", result("dns/ha", "must", "gap", 2)), judged("b", "v1.36.4", result("dns/ha", "must", "unknown", 0))
	a.Labels = map[string]string{"region": "eu", "on-call": "net \"team\""}
	a.Report.Waivers = []report.Waiver{{Check: "dns/ha", Owner: "net", Expires: "2026-12-31", State: "expired"}}
	b.Report.BlindSpots = []report.BlindSpot{{Facts: "nodes"}}
	f := New([]Member{a, b}, Options{Products: true, FailOn: "must"})
	got := strings.Split(render(t, Prometheus, f), "\n")
	series := map[string]bool{}
	for _, line := range got {
		series[line] = true
	}
	number := 0
	for _, m := range []Member{a, b} {
		var own strings.Builder
		if err := format.Prometheus(&own, *m.Report); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(own.String()) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasPrefix(line, "#") {
				continue
			}
			number++
			if !series[line] {
				t.Errorf("there is no %s", line)
			}
		}
	}
	if want := `kready_cluster_labels{cluster="a",label_on_call="net \"team\"",label_region="eu"} 1`; !series[want] || number < 20 {
		t.Errorf("of %d series there is no %s in\n%s", number, want, strings.Join(got, "\n"))
	}
}
