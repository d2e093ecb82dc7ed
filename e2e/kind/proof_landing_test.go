package kind

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// proven is a service that `kready land --probe` is asked about, what is there before it, and what is to come of it.
type proven struct {
	name, platform, manifests string
	// setUp and reached are the statuses of the two requirements, and says is in their reasons or findings.
	setUp, reached, says string
}

const (
	needsAPI    = `"kready.dev/requires": "kubernetes.default:443"`
	needsNobody = `"kready.dev/requires": "kubernetes.default:444,nobody.default:80"`
)

// annotated is a Deployment web whose template has annotations, with more in its pods' spec and its container.
func annotated(annotations, pod, container string) string {
	return fmt.Sprintf(`
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}, annotations: {%s}}, spec: %s}}
`, annotations, pods(pod, container))
}

func provenServices() []proven {
	running := deployment("", "", "") + service("web", "selector: {app: web}, ports: [{port: 80}]")
	return []proven{
		{name: "plain", manifests: annotated(needsAPI, "", ""), setUp: "pass", reached: "pass"},
		{
			name: "all-there", platform: config("web", "key: value") + object("v1", "Secret", "web", "stringData: {key: value}") + object("v1", "ServiceAccount", "web", ""),
			manifests: annotated(needsAPI,
				`serviceAccountName: web, initContainers: [{name: init, image: "IMAGE"}], volumes: [{name: config, configMap: {name: web}}, {name: secret, secret: {secretName: web}}, {name: tmp, emptyDir: {}}],`,
				`volumeMounts: [{name: config, mountPath: /etc/web}, {name: secret, mountPath: /etc/secret}, {name: tmp, mountPath: /tmp}], env: [{name: KEY, valueFrom: {secretKeyRef: {name: web, key: key}}}],`),
			setUp: "pass", reached: "pass",
		},
		{name: "runs-already", platform: running, manifests: annotated(needsAPI, "", "") + service("web", "selector: {app: web}, ports: [{port: 80}]"), setUp: "pass", reached: "pass"},
		{name: "brings-config", manifests: annotated("", "volumes: [{name: config, configMap: {name: web}}],", "volumeMounts: [{name: config, mountPath: /etc/web}],") + config("web", "key: value"), setUp: "pass", reached: "skip", says: "without ConfigMaps and Secrets that come with the service"},
		{name: "no-image", manifests: strings.ReplaceAll(annotated("", "", ""), "IMAGE", "registry.invalid/nothing:1"), setUp: "gap", reached: "skip", says: "is not pulled"},
		{name: "no-secret", manifests: annotated("", "", "envFrom: [{secretRef: {name: gone}}],"), setUp: "gap", reached: "skip", says: `secret "gone" not found`},
		{name: "no-key", platform: config("web", "key: value"), manifests: annotated("", "", "env: [{name: KEY, valueFrom: {configMapKeyRef: {name: web, key: other}}}],"), setUp: "gap", reached: "skip", says: "couldn't find key other"},
		{name: "no-volume", manifests: annotated("", "volumes: [{name: secret, secret: {secretName: gone}}],", "volumeMounts: [{name: secret, mountPath: /etc/web}],"), setUp: "gap", reached: "skip", says: "its volumes are not mounted"},
		{name: "no-account", manifests: annotated("", "serviceAccountName: gone,", ""), setUp: "gap", reached: "skip", says: "error looking up service account"},
		{name: "no-node", manifests: annotated(needsAPI, "nodeSelector: {disk: tape},", ""), setUp: "unknown", reached: "unknown", says: "no node that is ready now takes its pods"},
		{name: "no-answer", manifests: annotated(needsNobody, "", ""), setUp: "pass", reached: "gap", says: "its pods do not reach nobody.default:80"},
		{name: "budget", platform: running + object("policy/v1", "PodDisruptionBudget", "web", "spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}"), manifests: annotated(needsAPI, "", ""), setUp: "pass", reached: "unknown", says: "the PodDisruptionBudget web would count a pod"},
	}
}

// testLandProbe: pods like those of services are set up, or not, for the reason that the cluster has; what runs already with
// the same labels is left alone, and nothing stays.
func (p prover) testLandProbe(t *testing.T) {
	image, err := p.On(p.control.String(), "ctr -n k8s.io images ls -q 2>/dev/null | grep '^registry.k8s.io/pause:' | head -n 1")
	if err != nil {
		t.Fatal(err)
	}
	fill := strings.NewReplacer("IMAGE", strings.TrimSpace(image))
	all := provenServices()
	for _, s := range all {
		namespace := "prove-" + s.name
		if err := p.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + namespace + "}\n"); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if _, err := p.Kubectl("delete", "namespace", namespace, "--wait=false"); err != nil {
				t.Error(err)
			}
		})
		if s.platform == "" {
			continue
		}
		if _, err := p.kubectl(fill.Replace(s.platform), "-n", namespace, "apply", "-f", "-"); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(s.platform, "kind: Deployment") {
			if _, err := p.Kubectl("-n", namespace, "rollout", "status", "deployment/web", "--timeout=60s"); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Run("Services", func(t *testing.T) {
		for _, s := range all {
			t.Run(s.name, func(t *testing.T) {
				t.Parallel()
				p.proveService(t, s, fill.Replace(s.manifests))
			})
		}
	})
	p.nothingLeft(t)
}

// proveService asks about one service, and looks at the pods that were there before.
func (p prover) proveService(t *testing.T, s proven, manifests string) {
	namespace := "prove-" + s.name
	path := filepath.Join(t.TempDir(), "service.yaml")
	if err := os.WriteFile(path, []byte(manifests), 0o600); err != nil {
		t.Fatal(err)
	}
	before := p.podsIn(t, namespace)
	out, err := p.admin.Run(t.Context(), "land", path, "-n", namespace, "--probe", "--only", "cluster/pods-set-up,network/requires-reached", "-o", "json")
	if err != nil {
		t.Fatal(err)
	}
	report, err := out.Report()
	if err != nil {
		t.Fatalf("%v: %s", err, out.Stderr)
	}
	setUp, reached := report.ByID()["cluster/pods-set-up"], report.ByID()["network/requires-reached"]
	said := setUp.Reason + " " + evidenceOf(setUp) + " " + reached.Reason + " " + evidenceOf(reached)
	t.Logf("%s: %s", out.Elapsed, said)
	if setUp.Status != s.setUp || reached.Status != s.reached || !strings.Contains(said, s.says) {
		t.Errorf("set up: %s, want %s; reached: %s, want %s; want %q: %s", setUp.Status, s.setUp, reached.Status, s.reached, s.says, said)
	}
	if after := p.podsIn(t, namespace); before != after {
		t.Errorf("the pods that were there are others: %s before, %s after", before, after)
	}
	if out.ExitCode == driver.ExitUsage {
		t.Error(out.Stderr)
	}
}

// podsIn are the pods of a namespace that no probe made, with their owners.
func (p prover) podsIn(t *testing.T, namespace string) string {
	t.Helper()
	out, err := p.Kubectl("-n", namespace, "get", "pods", "-l", "!kready.dev/run", "-o", `jsonpath={range .items[*]}{.metadata.name}/{.metadata.ownerReferences[0].name} {end}`)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
