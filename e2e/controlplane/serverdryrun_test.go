package controlplane

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// dryRunWorld is what the API server holds services against: a strict namespace, limits, a policy, a webhook that
// does not answer, and a Deployment whose replicas are somebody else's.
const dryRunWorld = `
apiVersion: v1
kind: Namespace
metadata: {name: strict, labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: dead, labels: {hook: dead}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: small, namespace: shop}
spec: {limits: [{type: Container, max: {cpu: "2"}}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: no-latest}
spec:
  failurePolicy: Fail
  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}]}
  validations: [{expression: "!('forbidden' in object.data)", message: a forbidden key}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: no-latest}
spec: {policyName: no-latest, validationActions: [Deny]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: dead}
webhooks:
- name: dead.example.com
  clientConfig: {url: "https://127.0.0.1:1/"}
  failurePolicy: Fail
  sideEffects: None
  admissionReviewVersions: [v1]
  timeoutSeconds: 2
  namespaceSelector: {matchLabels: {hook: dead}}
  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps, pods]}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: there, namespace: shop}
spec:
  replicas: 3
  selector: {matchLabels: {app: there}}
  template: {metadata: {labels: {app: there}}, spec: {containers: [{name: web, image: example.com/web:1}]}}
`

// workloadOf is a Deployment with more in its spec, its pod's spec and its container.
func workloadOf(name, spec, pod, container string) string {
	return fmt.Sprintf(`apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]s}
spec:
  %[2]s
  selector: {matchLabels: {app: %[1]s}}
  template:
    metadata: {labels: {app: %[1]s}}
    spec:
      %[3]s
      containers:
      - name: web
        image: example.com/web:1
        %[4]s
`, name, spec, pod, container)
}

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {%s: x}\n"

// dryRuns are services, and what of them is not as it should be: a check, its status, and words of a finding.
var dryRuns = []struct {
	name, namespace, manifests string
	check, status, says        string
}{
	{"Plain", "shop", workloadOf("web", "", "", "") + "---\n" + fmt.Sprintf(configMap, "a"), "", "", ""},
	{"UnknownField", "shop", workloadOf("web", "replica: 3", "", ""), "cluster/objects-valid", "gap", "its kind has no field spec.replica"},
	{"UnknownFieldOfPod", "shop", workloadOf("web", "", "", "imagePullPolicies: Always"), "cluster/objects-valid", "gap", "its kind has no field spec.template.spec.containers[0].imagePullPolicies"},
	{"Invalid", "shop", workloadOf("web", "", "", "securityContext: {runAsUser: -1}"), "cluster/objects-accepted", "gap", "must be between 0 and"},
	{"Duplicates", "shop", workloadOf("web", "", "", "env: [{name: A, value: a}, {name: A, value: b}]"), "cluster/apply-warnings", "gap", "server-side apply refuses it"},
	{"Policy", "shop", fmt.Sprintf(configMap, "forbidden"), "cluster/objects-accepted", "gap", "a forbidden key"},
	{"DeadWebhook", "dead", fmt.Sprintf(configMap, "a"), "cluster/objects-accepted", "gap", "dead.example.com"},
	{"DeadWebhookOfPods", "dead", workloadOf("web", "", "", ""), "cluster/pods-accepted", "gap", "dead.example.com"},
	{"PodSecurity", "strict", workloadOf("web", "", "", ""), "cluster/pods-accepted", "gap", "violates PodSecurity"},
	{"Warning", "strict", workloadOf("web", "", "", ""), "cluster/apply-warnings", "gap", "would violate PodSecurity"},
	{"LimitRange", "shop", workloadOf("web", "", "", "resources: {limits: {cpu: 4}}"), "cluster/pods-accepted", "gap", "maximum cpu usage per Container is 2"},
	{"PriorityClass", "shop", workloadOf("web", "", "priorityClassName: urgent", ""), "cluster/pods-accepted", "gap", "no PriorityClass with name urgent"},
	{"OwnPriorityClass", "shop", "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: urgent}\nvalue: 5\n---\n" +
		workloadOf("web", "", "priorityClassName: urgent", ""), "cluster/pods-accepted", "unknown", "the service brings the PriorityClass"},
	{"RuntimeClass", "shop", workloadOf("web", "", "runtimeClassName: gvisor", ""), "cluster/pods-accepted", "gap", `RuntimeClass "gvisor" not found`},
	{"Dropped", "shop", workloadOf("web", "", "os: {name: linux}", "lifecycle: {stopSignal: SIGUSR1, preStop: {sleep: {seconds: 1}}}"), "cluster/fields-kept", "gap", "lifecycle.stopSignal"},
	{"Immutable", "shop", strings.ReplaceAll(workloadOf("there", "", "", ""), "{app: there}", "{app: other}"), "cluster/objects-accepted", "gap", "field is immutable"},
	{"Owned", "shop", workloadOf("there", "replicas: 5", "", ""), "cluster/fields-owned", "gap", "it changes what autoscaler manages: spec.replicas"},
	{"NotOwned", "shop", workloadOf("there", "replicas: 3", "", ""), "", "", ""},
	{"OwnNamespace", "fresh", "apiVersion: v1\nkind: Namespace\nmetadata: {name: fresh}\n---\n" + fmt.Sprintf(configMap, "forbidden"), "cluster/objects-accepted", "unknown", "its namespace is not there before"},
	{"OwnKind", "shop", `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops, singular: shop, listKind: ShopList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
---
apiVersion: example.com/v1
kind: Shop
metadata: {name: first}
`, "cluster/objects-accepted", "unknown", "its kind is not served before the CRD"},
}

// TestServerDryRun: what a real API server says of services is told by object, and nothing is stored.
func TestServerDryRun(t *testing.T) {
	p := start(t)
	apply(t, p, dryRunWorld, "--server-side", "--field-manager=autoscaler")
	awaitPolicy(t, p)
	before := stored(t, p)
	for _, c := range dryRuns {
		t.Run(c.name, func(t *testing.T) {
			got := dryRun(t, p, p.Admin, c.manifests, c.namespace)
			for _, r := range got.Results {
				switch {
				case r.ID == c.check:
					said := fmt.Sprint(r.Reason, r.Findings)
					if r.Status != c.status || !strings.Contains(said, c.says) {
						t.Errorf("%s is %s, want %s with %q: %s", r.ID, r.Status, c.status, c.says, said)
					}
				case c.check == "" && slices.Contains(dryRunChecks, r.ID) && r.Status != "pass" && r.Status != "skip":
					t.Errorf("%s is %s: %s %v", r.ID, r.Status, r.Reason, r.Findings)
				}
			}
		})
	}
	if after := stored(t, p); after != before {
		t.Errorf("the dry runs changed something\nbefore: %s\nafter: %s", before, after)
	}
	t.Run("NoRight", func(t *testing.T) { testDryRunRights(t, p) })
}

// awaitPolicy waits until the API server enforces the policy: it compiles new ones after a while.
func awaitPolicy(t *testing.T, p *Plane) {
	t.Helper()
	for range 60 {
		r := dryRun(t, p, p.Admin, fmt.Sprintf(configMap, "forbidden"), "shop").ByID()["cluster/objects-accepted"]
		if r.Status == "gap" {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Fatal("the API server does not enforce its ValidatingAdmissionPolicy after half a minute")
}

// testDryRunRights runs it as somebody who may only look.
func testDryRunRights(t *testing.T, p *Plane) {
	ctx, cancel := Context()
	defer cancel()
	viewer, err := p.ServiceAccount(ctx, "e2e-dry-run", "view")
	if err != nil {
		t.Fatal(err)
	}
	r := dryRun(t, p, viewer, workloadOf("web", "", "", ""), "shop").ByID()["cluster/objects-accepted"]
	if said := fmt.Sprint(r.Findings); r.Status != "unknown" || !strings.Contains(said, "cannot patch resource") {
		t.Errorf("objects-accepted is %s for somebody who may only look: %s", r.Status, said)
	}
}

// dryRunChecks are the requirements that a dry run answers.
var dryRunChecks = []string{"cluster/objects-accepted", "cluster/pods-accepted", "cluster/fields-kept", "cluster/fields-owned", "cluster/apply-warnings"}

// dryRun is the report on a service with these manifests.
func dryRun(t *testing.T, p *Plane, kubeconfig, manifests, namespace string) driver.Report {
	t.Helper()
	path := filepath.Join(t.TempDir(), "service.yaml")
	if err := os.WriteFile(path, []byte(manifests), 0o600); err != nil {
		t.Fatal(err)
	}
	out := run(t, p, kubeconfig, "land", path, "-n", namespace, "--server-dry-run", "-o", "json", "--only", strings.Join(dryRunChecks, ","))
	r, err := out.Report()
	if err != nil {
		t.Fatalf("exit %d: %v: %s", out.ExitCode, err, out.Stderr)
	}
	return r
}

// stored are the objects that services might leave, with their versions.
func stored(t *testing.T, p *Plane) string {
	t.Helper()
	return kubectl(t, p, "", "get", "deployments,configmaps,pods,replicasets,priorityclasses,namespaces,customresourcedefinitions", "-A",
		"-o", `jsonpath={range .items[*]}{.kind}/{.metadata.namespace}/{.metadata.name}@{.metadata.resourceVersion} {end}`)
}
