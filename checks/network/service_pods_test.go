package network

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

func serviceOf(name, spec string) string {
	return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name + "}\nspec: {" + spec + "}\n"
}

func TestServicePods(t *testing.T) {
	none := facts.Snapshot{NamedPods: []facts.NamedPods{{PodsByLabels: facts.PodsByLabels{Namespace: "shop", Labels: map[string]string{"app": "web"}}}}}
	there := facts.Snapshot{NamedPods: []facts.NamedPods{{PodsByLabels: none.NamedPods[0].PodsByLabels, Exists: true}}}
	web := serviceOf("web", "selector: {app: web}, ports: [{port: 80, targetPort: web}]")
	for name, tt := range map[string]landed{
		"pods and port":          {web + landtest.Deployment("web", ""), none, check.StatusPass, "1 Service, with pods behind"},
		"no such pods":           {web + landtest.Deployment("webb", ""), none, check.StatusGap, "app=web that it selects (Deployment webb has app=webb), and no pod there has them"},
		"not looked up":          {web + landtest.Deployment("webb", ""), facts.Snapshot{}, check.StatusUnknown, "could not be looked up"},
		"pods of others":         {web, there, check.StatusPass, "with pods behind"},
		"pods of the platform":   {web, facts.Snapshot{Workloads: []facts.Workload{{Namespace: "shop", PodLabels: map[string]string{"app": "web"}}}}, check.StatusPass, "with pods behind"},
		"made by an operator":    {web + "---\napiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: {name: main}\n", none, check.StatusUnknown, "Kafka main may make them"},
		"labelled by itself":     {web + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: web}\nrules: [{apiGroups: [''], resources: [pods], verbs: [get, patch]}]\n", none, check.StatusUnknown, "as its own roles allow it"},
		"pods that it reads":     {web + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: web}\nrules: [{apiGroups: [''], resources: [pods], verbs: [get, list]}]\n", none, check.StatusGap, "no pod there has them"},
		"a route makes no pods":  {web + "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: main}\n", none, check.StatusGap, "no pod there has them"},
		"namespace to come":      {"apiVersion: v1\nkind: Namespace\nmetadata: {name: till}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: till}\nspec: {selector: {app: web}}\n", facts.Snapshot{}, check.StatusGap, "its namespace is not there yet"},
		"port without container": {serviceOf("web", "selector: {app: web}, ports: [{port: 80, targetPort: http}]") + landtest.Deployment("web", ""), none, check.StatusGap, "its port 80 leads to a TCP port named http, and no container of Deployment web has one"},
		"port of a headless one": {serviceOf("web", "clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: http}]") + landtest.Deployment("web", ""), none, check.StatusPass, "with pods behind"},
		"port of UDP":            {serviceOf("web", "selector: {app: web}, ports: [{port: 80, protocol: UDP, targetPort: web}]") + landtest.Deployment("web", ""), none, check.StatusGap, "a UDP port named web"},
		"a label for the leader": {serviceOf("web", "selector: {app: web, role: leader}") + landtest.Deployment("web", ""), none, check.StatusUnknown, "those of Deployment web may be given role while they run"},
		"one pod of a set":       {serviceOf("web", "selector: {app: web, statefulset.kubernetes.io/pod-name: web-0}") + landtest.Deployment("web", ""), none, check.StatusPass, ""},
		"port by number":         {serviceOf("web", "selector: {app: web}, ports: [{port: 80, targetPort: 9}]") + landtest.Deployment("web", ""), none, check.StatusPass, ""},
		"no selector":            {serviceOf("web", "ports: [{port: 80}]"), none, check.StatusSkip, "no Service with a selector"},
		"a name elsewhere":       {serviceOf("web", "type: ExternalName, externalName: a.example, selector: {app: web}"), none, check.StatusSkip, "no Service with a selector"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, ServicePods()) })
	}
}

func TestServicePorts(t *testing.T) {
	for name, tt := range map[string]landed{
		"declared":         {serviceOf("web", "selector: {app: web}, ports: [{port: 8080}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusPass, "1 port, declared"},
		"another":          {serviceOf("web", "selector: {app: web}, ports: [{port: 80}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, "it leads to the TCP port 80 of Deployment web, whose containers declare others"},
		"none of UDP":      {serviceOf("web", "selector: {app: web}, ports: [{port: 80, protocol: UDP}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "to pods that declare ports"},
		"by name":          {serviceOf("web", "selector: {app: web}, ports: [{port: 80, targetPort: web}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "by number"},
		"headless":         {serviceOf("web", "clusterIP: None, selector: {app: web}, ports: [{port: 80, targetPort: http}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, "its port 80 leads to a TCP port named http, and no container"},
		"no headless pods": {serviceOf("web", "clusterIP: None, selector: {app: other}, ports: [{port: 80, targetPort: http}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "by number"},
		"pods missing":     {serviceOf("web", "selector: {app: other}, ports: [{port: 80}]") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "by number"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, ServicePorts()) })
	}
}
