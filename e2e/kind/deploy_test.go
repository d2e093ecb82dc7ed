package kind

import (
	"encoding/json"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// onNode is where the node finds deploy/.
const onNode = "/kready-deploy"

// testDeploy applies what is in deploy/, as a user does, and lets each CronJob run once.
// The images are made here under the names that the manifests have.
func testDeploy(t *testing.T, c *Cluster, admin driver.Kready) {
	if err := c.copyFolder("../../deploy", onNode); err != nil {
		t.Fatal(err)
	}
	giveImages(t, c, admin)
	t.Run("Base", func(t *testing.T) { testDeployBase(t, c, admin) })
	t.Run("PolicyReport", func(t *testing.T) { testDeployPolicyReport(t, c) })
	t.Run("Prometheus", func(t *testing.T) { testDeployPrometheus(t, c) })
}

// giveImages builds kready's image; kubectl and curl are the node's own.
func giveImages(t *testing.T, c *Cluster, admin driver.Kready) {
	t.Helper()
	kready := imageNamed(t, c, "ghcr.io/kready/kready")
	if err := buildImage(kready, admin.Path); err != nil {
		t.Fatal(err)
	}
	for program, image := range map[string]string{
		"kubectl": imageNamed(t, c, "registry.k8s.io/kubectl"),
		"curl":    imageNamed(t, c, "quay.io/curl/curl"),
	} {
		files, err := c.programFromNode(program)
		if err != nil {
			t.Fatal(err)
		}
		if err := importImage(image, files, program); err != nil {
			t.Fatal(err)
		}
		if err := c.loadImage(image); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.loadImage(kready); err != nil {
		t.Fatal(err)
	}
}

// imageNamed returns the image with its tag, as the manifests name it.
func imageNamed(t *testing.T, c *Cluster, name string) string {
	t.Helper()
	for _, variant := range []string{"policyreport", "prometheus"} {
		built, err := c.Kubectl("kustomize", onNode+"/"+variant)
		if err != nil {
			t.Fatal(err)
		}
		if image := regexp.MustCompile(`image: (` + regexp.QuoteMeta(name) + `:\S+)`).FindStringSubmatch(built); image != nil {
			return image[1]
		}
	}
	t.Fatalf("deploy/ has no image %s", name)
	return ""
}

// apply applies a variant, and removes it after the test.
func apply(t *testing.T, c *Cluster, variant string) {
	t.Helper()
	t.Cleanup(func() {
		if _, err := c.Kubectl("delete", "--ignore-not-found", "--wait", "-k", onNode+"/"+variant); err != nil {
			t.Error(err)
		}
	})
	if _, err := c.Kubectl("apply", "-k", onNode+"/"+variant); err != nil {
		t.Fatal(err)
	}
}

// night runs the CronJob's Job and waits for its end, Complete or Failed.
func night(t *testing.T, c *Cluster, name, end string) {
	t.Helper()
	if _, err := c.Kubectl("-n", "kready", "create", "job", "--from=cronjob/kready", name); err != nil {
		t.Fatal(err)
	}
	_, err := c.Kubectl("-n", "kready", "wait", "--for=condition="+end, "job/"+name, "--timeout=120s")
	if err != nil {
		pods, _ := c.Kubectl("-n", "kready", "describe", "job,pods")
		logs, _ := c.Kubectl("-n", "kready", "logs", "--prefix", "--all-containers", "job/"+name)
		t.Fatalf("%v\n%s\n%s", err, pods, logs)
	}
}

// testDeployBase: a gap fails the Job at once, and with the rights of deploy/ kready
// judges as much as an administrator's does.
func testDeployBase(t *testing.T, c *Cluster, admin driver.Kready) {
	apply(t, c, "base")
	night(t, c, "night", "Failed")
	logs, err := c.Kubectl("-n", "kready", "logs", "job/night", "-c", "kready")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(logs, "NOT READY") || strings.Contains(logs, "forbidden") {
		t.Errorf("the log is not a report with everything judged:\n%s", logs)
	}
	counts := regexp.MustCompile(`\d+ must-have gaps?, .* skipped\.`)
	outside := run(t, admin, driver.ExitGap, append([]string{"check"}, asAdmin()...)...)
	if got, want := counts.FindString(logs), counts.FindString(outside.Stdout); got == "" || got != want {
		t.Errorf("in the cluster: %q; an administrator's: %q", got, want)
	}
	reason, err := c.Kubectl("-n", "kready", "get", "job", "night", "-o", `jsonpath={.status.conditions[?(@.type=="Failed")].reason} {.status.failed}`)
	if err != nil {
		t.Fatal(err)
	}
	if reason != "PodFailurePolicy 1" {
		t.Errorf("the Job failed with %q: a gap is tried again", reason)
	}
}

// testDeployPolicyReport: the report is kept as an object, and the next night renews it.
func testDeployPolicyReport(t *testing.T, c *Cluster) {
	definition, err := os.ReadFile("../../internal/report/format/testdata/crd/wgpolicyk8s.io.yaml")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := c.Kubectl("delete", "--ignore-not-found", "crd", "clusterpolicyreports.wgpolicyk8s.io"); err != nil {
			t.Error(err)
		}
	})
	if err := c.Apply(string(definition)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl("wait", "--for=condition=Established", "crd/clusterpolicyreports.wgpolicyk8s.io"); err != nil {
		t.Fatal(err)
	}
	apply(t, c, "policyreport")
	var versions []string
	for _, name := range []string{"first", "second"} {
		night(t, c, name, "Complete")
		raw, err := c.Kubectl("get", "clusterpolicyreports", "-o", "json")
		if err != nil {
			t.Fatal(err)
		}
		versions = append(versions, checkPolicyReport(t, raw))
	}
	if versions[0] == versions[1] {
		t.Error("the second night did not renew the report")
	}
}

// checkPolicyReport returns the report's resource version.
func checkPolicyReport(t *testing.T, raw string) string {
	t.Helper()
	var list struct {
		Items []struct {
			Metadata struct {
				Name, ResourceVersion string
				Annotations           map[string]string
			}
			Summary struct{ Pass, Fail int }
			Results []struct{ Policy, Result, Message string }
		}
	}
	if err := json.Unmarshal([]byte(raw), &list); err != nil {
		t.Fatal(err)
	}
	if len(list.Items) != 1 {
		t.Fatalf("there are %d reports", len(list.Items))
	}
	report := list.Items[0]
	if report.Metadata.Name != "kready-in-cluster" || report.Metadata.Annotations["kready.dev/ready"] != "false" ||
		report.Summary.Fail == 0 || report.Summary.Pass == 0 {
		t.Errorf("the report is %s, ready %s, with %+v", report.Metadata.Name, report.Metadata.Annotations["kready.dev/ready"], report.Summary)
	}
	found := false
	for _, r := range report.Results {
		found = found || r.Policy == "network/policy-engine" && r.Result == "fail"
		if strings.Contains(r.Message, "forbidden") {
			t.Errorf("%s: %s", r.Policy, r.Message)
		}
	}
	if !found {
		t.Error("the missing NetworkPolicy engine is no failure in the report")
	}
	return report.Metadata.ResourceVersion
}

// testDeployPrometheus: a real Pushgateway takes the metrics and gives them out.
func testDeployPrometheus(t *testing.T, c *Cluster) {
	gateway, err := exec.LookPath("prometheus-pushgateway")
	if err != nil {
		t.Skip("prometheus-pushgateway is not installed (Debian has a package of that name): nothing takes the metrics")
	}
	files, err := programFromHost(gateway)
	if err != nil {
		t.Fatal(err)
	}
	const image = "kready-e2e/pushgateway:e2e"
	if err := importImage(image, files, gateway); err != nil {
		t.Fatal(err)
	}
	if err := c.loadImage(image); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := c.Kubectl("delete", "--ignore-not-found", "namespace", "monitoring"); err != nil {
			t.Error(err)
		}
	})
	manifest, err := os.ReadFile("testdata/pushgateway.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Apply(string(manifest)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl("-n", "monitoring", "rollout", "status", "deployment/prometheus-pushgateway", "--timeout=60s"); err != nil {
		t.Fatal(err)
	}
	apply(t, c, "prometheus")
	night(t, c, "night", "Complete")
	metrics, err := c.Kubectl("get", "--raw", "/api/v1/namespaces/monitoring/services/prometheus-pushgateway:9091/proxy/metrics")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`(?m)^kready_ready\{[^}]*cluster="in-cluster"[^}]*\} 0$`,
		`(?m)^kready_check_status\{[^}]*check="network/policy-engine"[^}]*status="gap"[^}]*tier="must"[^}]*\} 1$`,
		`(?m)^kready_collected_timestamp_seconds\{[^}]*job="kready"[^}]*\} 1\.`,
	} {
		if !regexp.MustCompile(want).MatchString(metrics) {
			t.Errorf("the Pushgateway has no series like %s", want)
		}
	}
}
