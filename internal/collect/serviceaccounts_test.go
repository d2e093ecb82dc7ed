package collect

import (
	"slices"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestServiceAccounts(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: apps/v1
kind: Deployment
metadata: {name: velero, namespace: velero}
spec: {template: {spec: {serviceAccountName: server, containers: [{name: c, image: "velero/velero:v1"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: own, namespace: own}
spec: {template: {spec: {imagePullSecrets: [{name: hub}], containers: [{name: c, image: "velero/velero:v1"}]}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: other, namespace: other}
spec: {template: {spec: {containers: [{name: c, image: "registry.example/x:1"}]}}}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: server, namespace: velero}
imagePullSecrets: [{name: hub}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: default, namespace: velero}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: default, namespace: other}
`, true), []facts.Kind{"serviceAccounts"}, Options{Now: moment, Platform: everything})
	if len(s.ServiceAccounts) != 1 || s.ServiceAccounts[0].Name != "server" || !slices.Equal(s.ServiceAccounts[0].ImagePullSecrets, []string{"hub"}) {
		t.Errorf("%+v", s.ServiceAccounts)
	}
	i := slices.IndexFunc(s.Workloads, func(w facts.Workload) bool { return w.Name == "own" })
	if !slices.Equal(s.Workloads[i].ImagePullSecrets, []string{"hub"}) {
		t.Errorf("%+v", s.Workloads[i])
	}
}
