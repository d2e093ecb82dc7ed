package cause

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// web is a Deployment of which no pod is ready.
func web() facts.ObjectRef {
	return facts.ObjectRef{Kind: facts.Deployment, Namespace: "web-system", Name: "web"}
}

// cluster is one with that Deployment, one Ready node and a Service.
func cluster() *facts.Input {
	return &facts.Input{Thresholds: facts.DefaultThresholds(), Snapshot: facts.Snapshot{
		CollectedAt: now,
		Nodes:       []facts.Node{{Name: "a", Labels: map[string]string{"zone": "x"}, Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}},
		Namespaces:  []facts.Namespace{{Name: "web-system", Phase: "Active"}},
		Workloads: []facts.Workload{{
			Kind: facts.Deployment, Namespace: "web-system", Name: "web", Status: true, Desired: 2,
			PodLabels: map[string]string{"app": "web"}, Selector: map[string]string{"app": "web"},
		}},
		Backends: []facts.Backend{{Namespace: "web-system", Name: "web", Exists: true, Selector: map[string]string{"app": "web"}}},
	}}
}

// pods says of the Deployment's two pods what troubles them.
func pods(troubles ...facts.Trouble) func(*facts.Input) {
	return func(in *facts.Input) {
		in.Pods = append(in.Pods, facts.Pods{Kind: facts.Deployment, Namespace: "web-system", Name: "web", Node: "a", Count: 2, Troubles: troubles})
	}
}

// event is one about the Deployment.
func event(reason, message string) func(*facts.Input) {
	return func(in *facts.Input) {
		in.Events = append(in.Events, facts.Event{Kind: facts.Deployment, Namespace: "web-system", Name: "web", Reason: reason, Message: message})
	}
}

// coreDNSMay makes the Deployment a CoreDNS that has some rights.
func coreDNSMay(rights ...string) func(*facts.Input) {
	return func(in *facts.Input) {
		event("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503")(in)
		w := &in.Workloads[0]
		w.ServiceAccount, w.Containers = "dns", []facts.Container{{Name: "coredns", Image: facts.Image{Repository: "coredns/coredns"}}}
		in.AccountRights = []facts.AccountRights{
			{Namespace: "web-system", Name: "dns", May: rights},
		}
	}
}

// ownResolver makes the Deployment a CoreDNS that forwards to itself.
func ownResolver(hostNetwork bool) func(*facts.Input) {
	return func(in *facts.Input) {
		w := &in.Workloads[0]
		w.DNSPolicy, w.HostNetwork, w.Containers = "ClusterFirst", hostNetwork, []facts.Container{{Name: "coredns", Image: facts.Image{Repository: "coredns/coredns"}}}
		pods(facts.Trouble{Container: "coredns", Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 1, LastWords: `plugin/loop: Loop (127.0.0.1:1 -> :53) detected for zone "."`})(in)
	}
}

// TestCauses: each kind of cause, by what the cluster shows of it.
func TestCauses(t *testing.T) {
	refusedBy := func(message string) func(*facts.Input) {
		return event("FailedCreate", `Error creating: pods "web-6c5f7d9b8-" is forbidden: `+message)
	}
	waits := func(reason, message string) func(*facts.Input) {
		return pods(facts.Trouble{Container: "main", Reason: reason, Message: message, Image: "acme.org/web:v1"})
	}
	for name, tt := range map[string]struct {
		change               func(*facts.Input)
		kind, says, remedies string
	}{
		"sealed, by its labels": {pods(facts.Trouble{Reason: facts.ReasonSealed, Count: 2}), Sealed, "Deployment web-system/web is sealed", "kubectl -n web-system exec -ti deployment/web -- vault operator unseal"},
		"sealed, by its probe": {
			event("Unhealthy", "Readiness probe failed: Key Value --- ----- Seal Type shamir Initialized true Sealed true Total Shares 5"), Sealed, "is sealed",
			"vault operator unseal",
		},
		"never initialised": {
			event("Unhealthy", "Readiness probe failed: Key Value --- ----- Seal Type shamir Initialized false Sealed true Total Shares 0"), Sealed, "was never initialised",
			"vault operator init",
		},
		"unsealed, and not ready for another reason": {
			event("Unhealthy", "Readiness probe failed: Key Value --- ----- Seal Type shamir Initialized true Sealed false Total Shares 5"), ProbeFails, "their probe fails",
			"kubectl -n web-system logs deployment/web",
		},
		"OpenBao is sealed": {
			func(in *facts.Input) {
				pods(facts.Trouble{Reason: facts.ReasonSealed, Count: 2})(in)
				in.Workloads[0].Containers = []facts.Container{{Name: "openbao", Image: facts.Image{Repository: "openbao/openbao"}}}
			}, Sealed, "is sealed", "-- bao operator unseal",
		},
		"CoreDNS may not watch EndpointSlices":   {coreDNSMay(facts.MayWatchEndpoints, facts.MayWatchNoSlices), MayNotRead, "ServiceAccount web-system/dns, which Deployment web-system/web runs as, may not list and watch EndpointSlices", "`endpointslices` of `discovery.k8s.io`"},
		"CoreDNS may watch EndpointSlices":       {coreDNSMay(facts.MayWatchEndpoints), ProbeFails, "their probe fails", "logs"},
		"a loop by its own dnsPolicy":            {ownResolver(false), CrashLoop, "dnsPolicy ClusterFirst writes its own Service", `"dnsPolicy":"Default"`},
		"a loop of one in the network of a node": {ownResolver(true), CrashLoop, "forwards names to itself and stops for that: Loop", "resolvConf: /run/systemd/resolve/resolv.conf"},
		"scaled to zero":                         {func(in *facts.Input) { in.Workloads[0].Desired = 0 }, ScaledToZero, "Deployment web-system/web is scaled to 0 replicas", "kubectl -n web-system scale deployment web --replicas=1"},
		"scaled by its owner":                    {func(in *facts.Input) { w := &in.Workloads[0]; w.Desired, w.OwnerKind, w.OwnerName = 0, "Istio", "main" }, ScaledToZero, "and Istio main owns it", "Set the number of replicas in Istio main"},
		"no node selected": {func(in *facts.Input) {
			w := &in.Workloads[0]
			w.Kind, w.Desired, w.NodeSelector = facts.DaemonSet, 0, map[string]string{"non": "existing"}
		}, SelectsNoNode, "selects nodes with non=existing, and no node has that", "kubectl -n web-system get daemonset web -o jsonpath"},
		"namespace goes": {func(in *facts.Input) { in.Namespaces[0].Phase = "Terminating" }, Terminating, "Namespace web-system is being deleted", "kubectl get namespace web-system"},
		"crash":          {pods(facts.Trouble{Container: "main", Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 2, LastWords: "fatal: no database"}), CrashLoop, "container main of Deployment web-system/web crashes with exit code 2: fatal: no database", "kubectl -n web-system logs deployment/web -c main --previous"},
		"crash whose words are known": {func(in *facts.Input) {
			in.Workloads[0].Containers = []facts.Container{{Name: "main", Image: facts.Image{Repository: "flannel-io/flannel"}}}
			pods(facts.Trouble{Container: "main", Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 1, LastWords: "pod cidr not assigned"})(in)
		}, CrashLoop, "crashes with exit code 1: pod cidr not assigned", "by its flags `allocate-node-cidrs`"},
		"a log that says why": {func(in *facts.Input) {
			in.Workloads[0].Containers = []facts.Container{{Name: "main", Image: facts.Image{Repository: "metrics-server/metrics-server"}}}
			pods(facts.Trouble{Container: "main", LastWords: "dial tcp 10.0.0.4:10250: i/o timeout"})(in)
		}, Logged, "container main of Deployment web-system/web says in its log: dial tcp 10.0.0.4:10250: i/o timeout", "let port 10250 of the nodes through"},
		"a log of another program": {pods(facts.Trouble{Container: "main", LastWords: "dial tcp 10.0.0.4:10250: i/o timeout"}), NotReady, "has 0 of 2 pods ready", ""},
		"crash of an old file": {func(in *facts.Input) {
			in.Pods = []facts.Pods{{Kind: facts.Deployment, Namespace: "web-system", Name: "web", Node: "a", Count: 2, Reasons: []string{"CrashLoopBackOff"}}}
		}, CrashLoop, "a container of Deployment web-system/web crashes", "kubectl -n web-system logs deployment/web --previous"},
		"pending in an old file": {func(in *facts.Input) {
			in.PendingPods = []facts.PendingPods{{Kind: facts.Deployment, Namespace: "web-system", Name: "web", Reason: "Unschedulable", Message: "0/1 nodes are available: 1 Insufficient memory.", Count: 2}}
		}, Unschedulable, "1 Insufficient memory", "Add nodes"},
		"init container": {pods(facts.Trouble{Container: "fetch", Init: true, Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 1}), CrashLoop, "init container fetch of", "-c fetch --previous"},
		"out of memory":  {pods(facts.Trouble{Container: "main", Reason: "CrashLoopBackOff", Ended: "OOMKilled", ExitCode: 137}), OutOfMemory, "OOMKilled", "memory limit"},
		"no such image":  {waits("ImagePullBackOff", "manifest unknown"), ImagePull, "image acme.org/web:v1 of container main", "no such image or tag"},
		"no credentials": {waits("ErrImagePull", "401 Unauthorized"), ImagePull, "401 Unauthorized", "pull secret"},
		"no registry":    {waits("ErrImagePull", "dial tcp: lookup acme.org: no such host"), ImagePull, "no such host", "does not reach the registry"},
		"too many pulls": {waits("ErrImagePull", "toomanyrequests: slow down"), ImagePull, "toomanyrequests", "mirror"},
		"not injected":   {pods(facts.Trouble{Container: "main", Reason: "ImagePullBackOff", Image: "auto", Message: "pull access denied"}), ImagePull, "the injector was not asked about its pods", "kubectl -n web-system rollout restart deployment/web"},
		"not to be injected": {func(in *facts.Input) {
			pods(facts.Trouble{Container: "main", Reason: "ErrImagePull", Image: "docker.io/library/auto:latest"})(in)
			in.Namespaces[0].Labels = map[string]string{"istio-injection": "disabled"}
		}, ImagePull, "Namespace web-system says istio-injection=disabled", "kubectl label namespace web-system istio-injection-"},
		"Fargate": {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/1 nodes are available: 1 node(s) had untolerated taint {eks.amazonaws.com/compute-type: fargate}."}), NodeTaint, "taint eks.amazonaws.com/compute-type=fargate", "a profile with their namespace"},
		"the node waits for it": {func(in *facts.Input) {
			pods()(in)
			in.Workloads[0].HostNetwork = true
			in.Nodes[0].Conditions[0] = facts.Condition{Type: "Ready", Status: "False", Message: "cni plugin not initialized: NetworkReady=false reason:NetworkPluginNotReady"}
		}, NotReady, "has 0 of 2 pods ready", ""},
		"no ConfigMap":    {waits("CreateContainerConfigError", `configmap "web" not found`), Configuration, `cannot be started: configmap "web" not found`, "describe pods -l app=web"},
		"Pod Security":    {refusedBy(`violates PodSecurity "baseline:latest": host namespaces (hostNetwork=true)`), PodSecurity, "Pod Security level baseline of namespace web-system refuses", "kubectl label --overwrite namespace web-system pod-security.kubernetes.io/enforce=privileged"},
		"combined events": {event("FailedCreate", `(combined from similar events): Error creating: pods "web-x" is forbidden: violates PodSecurity "restricted:v1.30": runAsNonRoot != true`), PodSecurity, "level restricted", "rollout restart deployment/web"},
		"Pod Security, by rule": {func(in *facts.Input) {
			in.Workloads[0].HostNetwork = true
			in.Namespaces[0].Labels = map[string]string{"pod-security.kubernetes.io/enforce": "restricted"}
		}, PodSecurity, "it uses the node's network", "enforce=privileged"},
		"quota":                 {refusedBy("exceeded quota: few, requested: pods=1, used: pods=2, limited: pods=2"), Quota, "ResourceQuota few of namespace web-system", "kubectl -n web-system describe resourcequota few"},
		"quota asks for limits": {refusedBy("failed quota: few: must specify cpu for: main"), Quota, "must specify cpu", "describe resourcequota few"},
		"webhook denies":        {event("FailedCreate", `Error creating: admission webhook "validate.acme.org" denied the request: no root`), WebhookRefuses, "webhook validate.acme.org refuses the pods of Deployment web-system/web: no root", "except namespace web-system"},
		"webhook is silent":     {event("FailedCreate", `Error creating: Internal error occurred: failed calling webhook "validate.acme.org": failed to call webhook: Post "https://x": context deadline exceeded`), WebhookSilent, "webhook validate.acme.org, which must admit the pods", "Bring the webhook's backend back"},
		"admission policy":      {refusedBy("ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no"), Refused, "the API server refuses the pods of Deployment web-system/web: ValidatingAdmissionPolicy 'p'", "reason=FailedCreate"},
		"by condition": {func(in *facts.Input) {
			in.Workloads[0].Conditions = []facts.Condition{{Type: "ReplicaFailure", Status: "True", Reason: "FailedCreate", Message: `pods "web-1" is forbidden: error looking up service account web-system/web: serviceaccount "web" not found`}}
		}, Refused, `serviceaccount "web" not found`, "get events"},
		"taint":        {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/2 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 1 node(s) had untolerated taint {dedicated: gpu}. preemption: 0/2 nodes are available"}), NodeTaint, "taint dedicated=gpu keeps the pods of", "a toleration of dedicated=gpu"},
		"cordoned":     {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unschedulable: }."}), NodeTaint, "taint node.kubernetes.io/unschedulable", "uncordon"},
		"no room":      {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {dedicated: gpu}. preemption: none"}), Unschedulable, "no node takes the pods of Deployment web-system/web: 0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {dedicated: gpu}", "Add nodes"},
		"no volume":    {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims."}), Unschedulable, "unbound immediate PersistentVolumeClaims", "kubectl -n web-system describe pvc"},
		"affinity":     {pods(facts.Trouble{Reason: "Unschedulable", Message: "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."}), Unschedulable, "node affinity/selector", "labels that its nodeSelector"},
		"node is down": {func(in *facts.Input) { pods()(in); in.Nodes[0].Conditions[0].Status = "Unknown" }, NodeDown, "Node a, on which pods of Deployment web-system/web are, is not Ready", "kubectl describe node a"},
		"volume": {func(in *facts.Input) {
			pods()(in)
			event("FailedMount", `MountVolume.SetUp failed for volume "x": configmap "web" not found`)(in)
		}, Volume, "is not mounted: MountVolume.SetUp failed", "describe pods -l app=web"},
		"pod network": {func(in *facts.Input) {
			pods()(in)
			event("FailedCreatePodSandBox", "plugin type=\"calico\" failed")(in)
		}, PodNetwork, "get no network", "CNI"},
		"probe":                  {func(in *facts.Input) { pods()(in); event("Unhealthy", "Readiness probe failed: 503")(in) }, ProbeFails, "run and their probe fails: Readiness probe failed: 503", "kubectl -n web-system logs deployment/web --tail=50"},
		"refused, and later not": {func(in *facts.Input) { pods()(in); refusedBy("exceeded quota: few, requested: pods=1")(in) }, NotReady, "has 0 of 2 pods ready", ""},
		"nothing tells":          {pods(), NotReady, "Deployment web-system/web has 0 of 2 pods ready", ""},
		"names are quoted":       {func(in *facts.Input) { w := &in.Workloads[0]; w.Desired, w.Name = 0, "web;reboot" }, ScaledToZero, "web;reboot is scaled", "scale deployment 'web;reboot'"},
		"a name that would be a command": {func(in *facts.Input) {
			w := &in.Workloads[0]
			w.Desired, w.OwnerKind, w.OwnerName = 0, "Web", "x\n\n    reboot"
		}, ScaledToZero, "owns it", "replicas in Web x reboot, which"},
		"a name no shell may see": {func(in *facts.Input) { w := &in.Workloads[0]; w.Desired, w.Name = 0, "--all" }, ScaledToZero, "--all is scaled", "Scale it up"},
	} {
		in := cluster()
		tt.change(in)
		w := in.Workloads[0]
		causes := Find(in).Of(facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
		if len(causes) != 1 {
			t.Errorf("%s: %+v", name, causes)
			continue
		}
		c := causes[0]
		if c.Kind != tt.kind || !strings.Contains(c.Message, tt.says) || !strings.Contains(c.Remedy, tt.remedies) || strings.Contains(c.Remedy, "--all") {
			t.Errorf("%s: %s: %s\n%s", name, c.Kind, c.Message, c.Remedy)
		}
	}
}

// TestWellWorkloadsHaveNoCause: also not when an event speaks of them.
func TestWellWorkloadsHaveNoCause(t *testing.T) {
	in := cluster()
	in.Workloads[0].Ready = 2
	event("Unhealthy", "an hour ago")(in)
	if causes := Find(in).Of(web()); len(causes) > 0 {
		t.Errorf("%+v", causes)
	}
	in = cluster()
	in.Workloads[0].Status = false
	if causes := Find(in).Of(web()); len(causes) > 0 {
		t.Errorf("of a manifest: %+v", causes)
	}
}

// TestRestartingWorkloads are ready for now, and end again and again.
func TestRestartingWorkloads(t *testing.T) {
	in := cluster()
	in.Workloads[0].Ready = 2
	in.Pods = []facts.Pods{{
		Kind: facts.Deployment, Namespace: "web-system", Name: "web", Node: "a", Count: 2, Ready: 2, Restarts: 9, LastRestart: now.Add(-time.Minute),
		Troubles: []facts.Trouble{{Container: "main", Ended: "OOMKilled", ExitCode: 137}},
	}}
	causes := Find(in).Of(web())
	if len(causes) != 1 || causes[0].Kind != OutOfMemory {
		t.Errorf("%+v", causes)
	}
}

// TestSilentWebhooksCause is that of their own workload, and of a webhook before its own pods the
// way out is its configuration.
func TestSilentWebhooksCause(t *testing.T) {
	in := cluster()
	event("FailedCreate", `Error creating: Internal error occurred: failed calling webhook "validate.acme.org": no endpoints available for service "guard"`)(in)
	in.Webhooks = []facts.WebhookConfig{{Kind: "ValidatingWebhookConfiguration", Name: "guard", Webhooks: []facts.Webhook{{Name: "validate.acme.org", ServiceNamespace: "guard", ServiceName: "guard"}}}}
	in.Backends = append(in.Backends, facts.Backend{Namespace: "guard", Name: "guard", Exists: true, Selector: map[string]string{"app": "guard"}})
	in.Workloads = append(in.Workloads, facts.Workload{Kind: facts.Deployment, Namespace: "guard", Name: "guard", Desired: 0, PodLabels: map[string]string{"app": "guard"}})
	causes := Find(in).Of(web())
	if len(causes) != 1 || causes[0].Object.Name != "guard" || !strings.Contains(causes[0].Remedy, "scale deployment guard") || !strings.Contains(causes[0].Message, "guard is scaled to 0") {
		t.Errorf("%+v", causes)
	}
	in.Webhooks[0].Webhooks[0].ServiceNamespace, in.Webhooks[0].Webhooks[0].ServiceName = "web-system", "web"
	causes = Find(in).Of(web())
	if len(causes) != 1 || !strings.Contains(causes[0].Remedy, "kubectl delete validatingwebhookconfiguration guard") {
		t.Errorf("%+v", causes)
	}
}
