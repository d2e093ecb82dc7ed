package scaling

import (
	"fmt"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// placed is a workload of two pods with a label, and more of its pods' spec.
func placed(kind, name, spec string) string {
	return fmt.Sprintf("---\napiVersion: apps/v1\nkind: %s\nmetadata: {name: %s}\nspec:\n  replicas: 2\n  template:\n    metadata: {labels: {app: %s}}\n    spec: {%s containers: [{name: web, image: example.com/web}]}\n", kind, name, name, spec)
}

func beside(term string) string {
	return "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, " + term + "}]}},"
}

const cache = "labelSelector: {matchLabels: {app: cache}}"

func TestPodsTogether(t *testing.T) {
	two := []facts.Node{{Name: "a"}, {Name: "b"}}
	cluster := func(exists bool) facts.Snapshot {
		return facts.Snapshot{Nodes: two, NamedPods: []facts.NamedPods{{PodsByLabels: facts.PodsByLabels{Namespace: "shop", Labels: map[string]string{"app": "cache"}}, Exists: exists}}}
	}
	byName := "namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, "
	everywhere := "namespaceSelector: {}, "
	maker := "---\napiVersion: redis.example.com/v1\nkind: Redis\nmetadata: {name: cache}\n"
	for name, tt := range map[string]landed{
		"none":                     {placed("Deployment", "web", ""), facts.Snapshot{}, check.StatusSkip, ""},
		"there":                    {placed("StatefulSet", "web", beside(cache)), cluster(true), check.StatusPass, ""},
		"not there":                {placed("DaemonSet", "web", beside(cache)), cluster(false), check.StatusGap, "there are none: they stay Pending"},
		"an operator may":          {placed("Deployment", "web", beside(cache)) + maker, cluster(false), check.StatusUnknown, "Redis cache may make some"},
		"by the namespace's name":  {placed("Deployment", "web", beside(byName+cache)), cluster(false), check.StatusGap, "there are none"},
		"in all namespaces":        {placed("Deployment", "web", beside(everywhere+cache)), cluster(false), check.StatusUnknown, "could not be looked up"},
		"brought, whatever the ns": {placed("Deployment", "web", beside(everywhere+cache)) + placed("Deployment", "cache", ""), facts.Snapshot{Nodes: two}, check.StatusPass, ""},
		"its own":                  {placed("Deployment", "cache", beside(cache)), facts.Snapshot{Nodes: two}, check.StatusPass, ""},
		"own label keys":           {placed("Deployment", "cache", beside("matchLabelKeys: [pod-template-hash], "+cache)), facts.Snapshot{Nodes: two}, check.StatusPass, ""},
		"another scheduler":        {placed("Deployment", "web", "schedulerName: volcano, "+beside(cache)), facts.Snapshot{}, check.StatusSkip, ""},
		"no such label":            {placed("Deployment", "web", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: zone, labelSelector: {matchLabels: {app: web}}}]}},"), facts.Snapshot{Nodes: two}, check.StatusGap, "a label that no node"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, PodsTogether()) })
	}
}

// taking port 80 of the host are a workload's pods.
func taker(kind, name string, desired int) facts.Workload {
	return facts.Workload{Kind: kind, Namespace: "edge", Name: name, Desired: desired, Ready: desired, HostPortsTold: true, HostPorts: []facts.HostPort{{Protocol: "TCP", Port: 80}}}
}

func TestHostPortsFree(t *testing.T) {
	web := func(kind string) string {
		return fmt.Sprintf("---\napiVersion: apps/v1\nkind: %s\nmetadata: {name: web}\nspec: {replicas: 2, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: a, ports: [{containerPort: 80, hostPort: 80}]}]}}}\n", kind)
	}
	cluster := func(w ...facts.Workload) facts.Snapshot {
		return facts.Snapshot{Nodes: []facts.Node{{Name: "a"}, {Name: "b"}, {Name: "c", Labels: map[string]string{"edge": "yes"}}, {Name: "fargate", Virtual: true}}, Workloads: w}
	}
	edge, kept := taker("DaemonSet", "edge", 1), taker("DaemonSet", "kept", 2)
	edge.NodeSelector, kept.NodeAffinity = map[string]string{"edge": "yes"}, true
	gone := taker("Deployment", "gone", 0)
	for name, tt := range map[string]landed{
		"free":                       {web("Deployment"), cluster(), check.StatusPass, ""},
		"on each node":               {web("Deployment"), cluster(taker("DaemonSet", "lb", 3)), check.StatusGap, "free on none of 3 nodes that take them: DaemonSet edge/lb (80/TCP) has it"},
		"on one of three":            {web("Deployment"), cluster(edge), check.StatusPass, ""},
		"a DaemonSet needs them all": {web("DaemonSet"), cluster(edge), check.StatusGap, "each of its 3 pods takes a port of its node, which is free on 2 of 3 nodes"},
		"an affinity of its own":     {web("Deployment"), cluster(kept), check.StatusUnknown, "on which of them DaemonSet edge/kept"},
		"scaled to zero":             {web("Deployment"), cluster(gone), check.StatusPass, ""},
		"not told":                   {web("Deployment"), cluster(facts.Workload{Kind: "Deployment", Name: "old", Desired: 1}), check.StatusUnknown, "does not tell host ports"},
		"a Deployment before it":     {web("Deployment") + placed("Deployment", "other", "hostNetwork: true,") + web("StatefulSet"), cluster(), check.StatusUnknown, "Deployment web of the service"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, HostPortsFree()) })
	}
}

func TestDevicesClaimed(t *testing.T) {
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {resourceClaims: [{name: gpu, resourceClaimName: gpu}], containers: [{name: web, image: a}]}\n"
	of := func(request string) string {
		return "---\napiVersion: resource.k8s.io/v1beta1\nkind: ResourceClaim\nmetadata: {name: gpu}\nspec: {devices: {requests: [{name: a, " + request + "}]}}\n"
	}
	read := func(name string, objects ...facts.ProductObject) facts.ProductResource {
		return facts.ProductResource{Name: name, Read: true, Served: true, Objects: objects}
	}
	offered := facts.Snapshot{ProductResources: []facts.ProductResource{read(deviceClasses, facts.ProductObject{Name: "gpu"}), read(resourceSlices, facts.ProductObject{Name: "a-gpu"})}}
	for name, tt := range map[string]landed{
		"of the older API":  {pod + of("deviceClassName: gpu"), offered, check.StatusPass, ""},
		"no class":          {pod + of("deviceClassName: tpu"), offered, check.StatusGap, "of the DeviceClass tpu, which does not exist"},
		"none of several":   {pod + of("firstAvailable: [{name: a, deviceClassName: tpu}, {name: b, deviceClassName: npu}]"), offered, check.StatusGap, "tpu or npu"},
		"an operator may":   {pod + "---\napiVersion: gpu.example.com/v1\nkind: Pool\nmetadata: {name: a}\n", facts.Snapshot{NamedObjects: []facts.NamedObject{{Resource: "resourceclaims.resource.k8s.io", Namespace: "shop", Name: "gpu"}}}, check.StatusUnknown, "Pool a may make it"},
		"slices not read":   {pod + of("deviceClassName: gpu"), facts.Snapshot{ProductResources: offered.ProductResources[:1]}, check.StatusUnknown, "whether one does could not be read"},
		"claims not looked": {pod, offered, check.StatusUnknown, "could not be looked up"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, DevicesClaimed()) })
	}
}

func TestDaemonSetNodes(t *testing.T) {
	cluster := func(taints ...facts.Taint) facts.Snapshot {
		return facts.Snapshot{Nodes: []facts.Node{{Name: "a"}, {Name: "b", Taints: taints}}}
	}
	gpu := facts.Taint{Key: "gpu", Effect: "NoSchedule"}
	for name, tt := range map[string]landed{
		"no DaemonSet":      {placed("Deployment", "web", ""), cluster(gpu), check.StatusSkip, ""},
		"a taint":           {placed("DaemonSet", "web", ""), cluster(gpu), check.StatusGap, "on 1 node: it does not tolerate the taint {gpu: }"},
		"tolerated":         {placed("DaemonSet", "web", "tolerations: [{key: gpu, operator: Exists}],"), cluster(gpu), check.StatusPass, ""},
		"for a preference":  {placed("DaemonSet", "web", ""), cluster(facts.Taint{Key: "gpu", Effect: "PreferNoSchedule"}), check.StatusPass, ""},
		"the control plane": {placed("DaemonSet", "web", ""), cluster(facts.Taint{Key: "node-role.kubernetes.io/control-plane", Effect: "NoSchedule"}), check.StatusPass, ""},
		"no nodes":          {placed("DaemonSet", "web", ""), facts.Snapshot{}, check.StatusUnknown, "no node is known"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, DaemonSetNodes()) })
	}
}

func TestOnePlatform(t *testing.T) {
	node := func(name, os, architecture string) facts.Node {
		return facts.Node{
			Name: name, OS: os, Architecture: architecture, Labels: map[string]string{"kubernetes.io/arch": architecture},
			AllocatableCPU: 4000, AllocatableMemory: 1 << 33, AllocatablePods: 110, Conditions: []facts.Condition{{Type: "Ready", Status: "True"}},
		}
	}
	mixed := facts.Snapshot{Nodes: []facts.Node{node("a", "linux", "amd64"), node("b", "linux", "arm64")}}
	for name, tt := range map[string]landed{
		"two architectures": {placed("Deployment", "web", ""), mixed, check.StatusUnknown, "linux/amd64 and of linux/arm64"},
		"one is selected":   {placed("Deployment", "web", "nodeSelector: {kubernetes.io/arch: arm64},"), mixed, check.StatusPass, ""},
		"Windows, too":      {placed("StatefulSet", "web", ""), facts.Snapshot{Nodes: []facts.Node{node("a", "linux", "amd64"), node("w", "windows", "amd64")}}, check.StatusUnknown, "windows/amd64"},
		"one platform":      {placed("Deployment", "web", ""), facts.Snapshot{Nodes: []facts.Node{node("a", "linux", "amd64")}}, check.StatusPass, ""},
		"no nodes":          {placed("Deployment", "web", ""), facts.Snapshot{}, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, OnePlatform()) })
	}
}

func TestArchitectureOf(t *testing.T) {
	for _, tt := range []struct {
		image facts.Image
		want  string
	}{
		{facts.Image{Registry: "docker.io", Repository: "arm64v8/nginx", Tag: "1.29"}, "arm64"},
		{facts.Image{Registry: "docker.io", Repository: "library/nginx", Tag: "1.29"}, ""},
		{facts.Image{Registry: "quay.io", Repository: "amd64/web", Tag: "1"}, ""},
		{facts.Image{Registry: "quay.io", Repository: "acme/web", Tag: "v1.2-linux-amd64"}, "amd64"},
		{facts.Image{Registry: "quay.io", Repository: "acme/web", Tag: "v1.2.aarch64"}, "arm64"},
		{facts.Image{Registry: "quay.io", Repository: "acme/web-arm64"}, ""},
	} {
		if got := architectureOf(tt.image); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.image, got, tt.want)
		}
	}
}

func TestRoomBeside(t *testing.T) {
	web := func(more string) string {
		return "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web}\nspec: {replicas: 3, template: {metadata: {labels: {app: web}}, spec: {" + more + " containers: [{name: web, image: a, resources: {requests: {cpu: 1}}}]}}}\n"
	}
	ready := []facts.Condition{{Type: "Ready", Status: "True"}}
	cluster := func(w ...facts.Workload) facts.Snapshot {
		n := facts.Node{Name: "a", OS: "linux", AllocatableCPU: 4000, AllocatableMemory: 1 << 33, AllocatablePods: 110, Conditions: ready}
		return facts.Snapshot{Nodes: []facts.Node{n}, Workloads: w}
	}
	big := facts.Workload{Kind: "Deployment", Namespace: "till", Name: "big", Desired: 2, Ready: 2, RequestedCPU: 1000}
	own, neighbour := big, big
	own.Kind, own.Namespace, own.Name = "StatefulSet", "shop", "web"
	neighbour.Namespace = "shop"
	for name, tt := range map[string]landed{
		"room":                   {web(""), cluster(), check.StatusPass, ""},
		"taken":                  {web(""), cluster(big), check.StatusGap, "no room beside what runs, by what is requested, for 1 of its 3 pods"},
		"itself":                 {web(""), cluster(own), check.StatusPass, ""},
		"perhaps itself":         {web(""), cluster(neighbour), check.StatusUnknown, "unless workloads of the namespace are the service itself"},
		"for nodes of its own":   {web("tolerations: [{operator: Exists}],"), cluster(big), check.StatusSkip, ""},
		"requests nothing":       {placed("Deployment", "web", ""), cluster(big), check.StatusSkip, ""},
		"nodes that do not tell": {web(""), facts.Snapshot{Nodes: []facts.Node{{Name: "a", Conditions: ready}}}, check.StatusUnknown, "do not say what they can take"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, RoomBeside()) })
	}
}
