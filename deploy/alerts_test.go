package deploy_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"sigs.k8s.io/yaml"
)

const (
	alertsFile = "prometheus/alerts.yaml"
	ruleFile   = "prometheus-operator/prometheusrule.yaml"
)

// TestAlerts asks Prometheus' own tool whether the alerts are right: that they load, and
// that they fire and clear when alerts_test.yaml says.
func TestAlerts(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("promtool is not installed (Debian has it in the package prometheus): the alerts are not checked")
	}
	if _, err := os.Stat("prometheus/alerts_test.yaml"); err != nil { // so that Go's test cache knows of the file
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", "rules", "alerts.yaml"}, {"test", "rules", "alerts_test.yaml"}} {
		cmd := exec.Command(promtool, args...)
		cmd.Dir = "prometheus"
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %v: %v\n%s", args, err, out)
		}
	}
}

// TestPrometheusRule holds the two forms of the alerts to each other. KREADY_UPDATE=1
// makes the second from the first.
func TestPrometheusRule(t *testing.T) {
	raw, err := os.ReadFile(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := yaml.Unmarshal(raw, &spec); err != nil {
		t.Fatal(err)
	}
	body, err := yaml.Marshal(map[string]any{
		"apiVersion": "monitoring.coreos.com/v1", "kind": "PrometheusRule",
		"metadata": map[string]any{"name": "kready", "namespace": "kready"}, "spec": spec,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := append([]byte("# Made from ../prometheus/alerts.yaml by KREADY_UPDATE=1 go test ./deploy.\n"), body...)
	if os.Getenv("KREADY_UPDATE") == "1" {
		if err := os.WriteFile(ruleFile, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(ruleFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not %s: KREADY_UPDATE=1 go test ./deploy writes it anew", ruleFile, alertsFile)
	}
}
