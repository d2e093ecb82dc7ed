package target

import (
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// TestDumpOfOldKubectl: what kubectl up to 1.13 wrote as `cluster-info dump` is read as what later ones write.
func TestDumpOfOldKubectl(t *testing.T) {
	const head = `"selfLink": "/api/v1/x", "resourceVersion": "42", "Items": [`
	meta := func(name string) string {
		return `"name": "` + name + `", "namespace": "kube-system", "uid": "u-` + name + `", "creationTimestamp": "2019-03-08T08:48:30Z", "labels": {"App": "dns"}`
	}
	const spec = `"Spec": {"NodeName": "a", "DNSPolicy": "Default", "SecurityContext": {"HostNetwork": true}, "NodeSelector": {"Zone": "x"},
		"Containers": [{"Name": "dns", "Image": "k8s.gcr.io/coredns:1.2.6", "Resources": {"Limits": {"memory": "170Mi"}}}]}`
	dump := files{
		"nodes.json":                  "{" + head + `{"name": "a", "uid": "u", "labels": {"Zone": "x"}, "Spec": {"PodCIDR": ""}, "Status": {"NodeInfo": {"KubeletVersion": "v1.13.4", "OSImage": "Buildroot"}}}]}`,
		"kube-system/pods.json":       "{" + head + "{" + meta("dns-1") + "," + spec + `, "Status": {"Phase": "Running", "PodIP": "10.0.0.2"}}]}`,
		"kube-system/daemonsets.json": "{" + head + "{" + meta("dns") + `, "Spec": {"Selector": {"matchLabels": {"App": "dns"}}, "Template": {"labels": {"App": "dns"}, ` + spec + `}}, "Status": {"DesiredNumberScheduled": 1, "NumberReady": 1}}]}`,
		"kube-system/services.json":   "{" + head + "{" + meta("dns") + `, "Spec": {"ClusterIP": "10.96.0.10", "Selector": {"App": "dns"}, "Ports": [{"Name": "dns", "Port": 53}]}}]}`,
	}
	for _, empty := range []string{"events", "replication-controllers", "deployments", "replicasets"} {
		dump["kube-system/"+empty+".json"] = "{" + strings.TrimSuffix(head, "[") + "null}"
	}
	opened, err := Open(dump.in(t, t.TempDir()), FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(opened.About, "kubectl cluster-info dump") {
		t.Errorf("it is %q", opened.About)
	}
	got := map[string]runtime.Object{}
	for _, q := range []Query{nodes, {Version: "v1", Resource: "pods"}, {Version: "v1", Resource: "services"}, {Group: "apps", Version: "v1", Resource: "daemonsets"}} {
		_ = opened.Source.Each(t.Context(), q, func(o runtime.Object) error { // which ends with what is missing
			got[q.Resource] = o
			return nil
		})
	}
	node, _ := got["nodes"].(*corev1.Node)
	pod, _ := got["pods"].(*corev1.Pod)
	service, _ := got["services"].(*corev1.Service)
	set, _ := got["daemonsets"].(*appsv1.DaemonSet)
	if node == nil || pod == nil || service == nil || set == nil {
		t.Fatalf("read %v", got)
	}
	if node.Status.NodeInfo.KubeletVersion != "v1.13.4" || node.Status.NodeInfo.OSImage != "Buildroot" || node.Labels["Zone"] != "x" {
		t.Errorf("the node: %+v", node)
	}
	if pod.Spec.NodeName != "a" || !pod.Spec.HostNetwork || pod.Spec.DNSPolicy != "Default" || pod.Status.PodIP != "10.0.0.2" || pod.Labels["App"] != "dns" || pod.Spec.NodeSelector["Zone"] != "x" {
		t.Errorf("the pod: %+v", pod)
	}
	if service.Spec.ClusterIP != "10.96.0.10" || service.Spec.Selector["App"] != "dns" || len(service.Spec.Ports) != 1 {
		t.Errorf("the Service: %+v", service)
	}
	inTemplate := set.Spec.Template
	if set.Status.NumberReady != 1 || inTemplate.Labels["App"] != "dns" || len(inTemplate.Spec.Containers) != 1 || inTemplate.Spec.Containers[0].Image != "k8s.gcr.io/coredns:1.2.6" ||
		set.Spec.Selector.MatchLabels["App"] != "dns" || inTemplate.Spec.Containers[0].Resources.Limits.Memory().String() != "170Mi" {
		t.Errorf("the DaemonSet: %+v", set)
	}
}
