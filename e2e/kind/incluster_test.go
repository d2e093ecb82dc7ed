package kind

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// podManifest runs a binary of the node's in an image that every node has.
const podManifest = `apiVersion: v1
kind: Pod
metadata: {name: kready-e2e, namespace: default}
spec:
  restartPolicy: Never
  nodeName: %[1]s
  tolerations: [{operator: Exists}]
  serviceAccountName: kready-e2e-pod
  containers:
  - name: kready
    image: %[2]s
    imagePullPolicy: Never
    command: [/kready/kready, check, -o, json]
    volumeMounts: [{name: kready, mountPath: /kready}]
  volumes:
  - {name: kready, hostPath: {path: /kready-e2e, type: Directory}}
`

// testInCluster runs kready in a pod, with nothing but its service account. An identity
// that may read everything sees what the administrator sees.
func testInCluster(t *testing.T, c *Cluster, admin driver.Kready) {
	t.Cleanup(func() {
		if _, err := c.Kubectl("delete", "--ignore-not-found", "--namespace=default", "pod/kready-e2e", "clusterrole/kready-e2e-pod"); err != nil {
			t.Error(err)
		}
		if err := c.Forget("kready-e2e-pod"); err != nil {
			t.Error(err)
		}
	})
	binary, err := os.ReadFile(admin.Path)
	if err != nil {
		t.Fatal(err)
	}
	install := c.control.Command("sh", "-c", "mkdir -p /kready-e2e && cat >/kready-e2e/kready && chmod 755 /kready-e2e/kready")
	if err := install.SetStdin(bytes.NewReader(binary)).Run(); err != nil {
		t.Fatal(err)
	}
	image, err := c.Kubectl("--namespace=kube-system", "get", "daemonset", "kube-proxy", "-o", "jsonpath={.spec.template.spec.containers[0].image}")
	if err != nil {
		t.Fatal(err)
	}
	readAll := `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: kready-e2e-pod}, rules: [{apiGroups: ["*"], resources: ["*"], verbs: [get, list]}, {nonResourceURLs: ["*"], verbs: [get]}]}`
	if err := c.Apply(readAll); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Identity(t.TempDir(), "kready-e2e-pod", "kready-e2e-pod"); err != nil {
		t.Fatal(err)
	}
	want := check(t, admin, driver.ExitGap, asAdmin()...)
	if err := c.Apply(fmt.Sprintf(podManifest, c.control.String(), strings.TrimSpace(image))); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Kubectl("--namespace=default", "wait", "--for=jsonpath={.status.containerStatuses[0].state.terminated}", "pod/kready-e2e", "--timeout=60s"); err != nil {
		t.Fatal(err)
	}
	logs, err := c.Kubectl("--namespace=default", "logs", "kready-e2e")
	if err != nil {
		t.Fatal(err)
	}
	got, err := driver.Outcome{Stdout: logs}.Report()
	if err != nil {
		t.Fatal(err)
	}
	before := want.ByID()
	for _, r := range got.Results {
		if r.Status != before[r.ID].Status {
			t.Errorf("%s is %s in the cluster, %s from outside: %s", r.ID, r.Status, before[r.ID].Status, r.Reason)
		}
	}
}
