package metrics

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestMonitorsOfOwnServer: what the service's own Prometheus selects is not judged, and is no lack of the cluster.
func TestMonitorsOfOwnServer(t *testing.T) {
	in := &facts.Input{}
	in.Service.Objects = []facts.LandingObject{
		{Manifest: facts.Manifest{Kind: "ServiceMonitor", Namespace: "shop", Name: "web"}, Group: promGroup},
		{Manifest: facts.Manifest{Kind: "Prometheus", Namespace: "shop", Name: "main"}, Group: promGroup},
	}
	out, err := MonitorsPicked().Run(t.Context(), in)
	if err != nil || out.Status != check.StatusUnknown || len(out.Findings) != 1 || out.Findings[0].Message != "whether the service's own Prometheus picks it up is not judged" {
		t.Errorf("got %+v, %v", out, err)
	}
}

// TestMonitorsPicked: the labels of a Namespace that comes with the service count, and those of one that is
// not known leave it open.
func TestMonitorsPicked(t *testing.T) {
	server := prometheus("Prometheus")
	server.ServiceMonitors.Namespaces = labels("team", "a")
	monitor := facts.LandingObject{Manifest: facts.Manifest{Kind: "ServiceMonitor", Namespace: "shop", Name: "web"}, Group: "monitoring.coreos.com", Labels: map[string]string{"release": "main"}}
	namespace := func(team string) facts.LandingObject {
		return facts.LandingObject{Manifest: facts.Manifest{Kind: "Namespace", Name: "shop"}, Labels: map[string]string{"team": team}}
	}
	other := monitor
	other.Group = "azmonitoring.coreos.com"
	alone := monitor
	alone.Labels = map[string]string{userMonitoring: "false"}
	for name, tt := range map[string]struct {
		objects []facts.LandingObject
		want    check.Status
		says    string
	}{
		"to be left alone":           {[]facts.LandingObject{alone, namespace("b")}, check.StatusPass, "1 monitor, of which 1 is to be left alone"},
		"its namespace fits":         {[]facts.LandingObject{monitor, namespace("a")}, check.StatusPass, "picked up"},
		"its namespace does not":     {[]facts.LandingObject{monitor, namespace("b")}, check.StatusGap, "no Prometheus picks up"},
		"its namespace is not known": {[]facts.LandingObject{monitor}, check.StatusUnknown, "is not known"},
		"of another group":           {[]facts.LandingObject{other}, check.StatusSkip, "has no ServiceMonitor"},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{}
			in.Service.Objects, in.Prometheuses = tt.objects, []facts.Prometheus{server}
			outcome(t, MonitorsPicked(), in, tt.want, tt.says)
		})
	}
}
