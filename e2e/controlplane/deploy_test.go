package controlplane

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDeployApplies renders the variants of deploy/ and gives them to a real API server: each
// object is accepted as it stands, and a pod of the CronJob by the Pod Security level of its
// namespace, which CronJobs themselves are not held against.
func TestDeployApplies(t *testing.T) {
	p := start(t)
	for _, variant := range []string{"base", "policyreport", "prometheus"} {
		t.Run(variant, func(t *testing.T) {
			built := kubectl(t, p, "", "kustomize", "../../deploy/"+variant)
			kubectl(t, p, built, "apply", "--server-side", "--validate=strict", "-f", "-")
			pod := map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "night", "namespace": "kready"}}
			spec := podSpec(t, kubectl(t, p, "", "-n", "kready", "get", "cronjob", "kready", "-o", "json"))
			pod["spec"] = spec
			kubectl(t, p, encode(t, pod), "apply", "--dry-run=server", "--validate=strict", "-f", "-")
			if spec["automountServiceAccountToken"] != false {
				t.Error("the token is mounted into all containers")
			}
			delete(spec, "securityContext")
			if out, err := refusedPod(t, p, encode(t, pod)); err == nil || !strings.Contains(out, "violates PodSecurity") {
				t.Errorf("the namespace takes a pod that may run as root: %v %s", err, out)
			}
		})
	}
}

// podSpec is the specification of a CronJob's pods.
func podSpec(t *testing.T, cronJob string) map[string]any {
	t.Helper()
	var job struct {
		Spec struct {
			JobTemplate struct {
				Spec struct {
					Template struct {
						Spec map[string]any `json:"spec"`
					} `json:"template"`
				} `json:"spec"`
			} `json:"jobTemplate"`
		} `json:"spec"`
	}
	if err := json.Unmarshal([]byte(cronJob), &job); err != nil {
		t.Fatal(err)
	}
	spec := job.Spec.JobTemplate.Spec.Template.Spec
	if spec["serviceAccountName"] != "kready" {
		t.Fatalf("the CronJob's pods are %v", spec)
	}
	return spec
}

func encode(t *testing.T, object any) string {
	t.Helper()
	data, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// refusedPod is what kubectl says of a pod that is not to be made.
func refusedPod(t *testing.T, p *Plane, pod string) (string, error) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), "kubectl"), "--kubeconfig", p.Admin, "apply", "--dry-run=server", "-f", "-")
	cmd.Stdin = strings.NewReader(pod)
	out, err := cmd.CombinedOutput()
	return string(out), err
}
