package cause

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// What CoreDNS says when it ends by itself: coredns.io/plugins/loop, and what its Corefile's
// parser writes.
var (
	loopDetected   = regexp.MustCompile(`plugin/loop: (Loop .*detected[^,]*)`)
	corefileBroken = regexp.MustCompile(`(?i)corefile:\d+|unknown directive|error during parsing|plugin/[a-z]+: .*(?:parse|argument|syntax)`)
)

// isCoreDNS reports whether a workload runs CoreDNS.
func (c *Causes) isCoreDNS(w *facts.Workload) bool {
	return slices.ContainsFunc(w.Containers, func(one facts.Container) bool { return strings.Contains(one.Image.Repository, "coredns") }) || c.servesDNS(w)
}

// dnsLoop is the cause of a CoreDNS that forwards to itself, by way of the node's stub resolver.
func (c *Causes) dnsLoop(w *facts.Workload, t facts.Trouble) check.Cause {
	said := loopDetected.FindStringSubmatch(t.LastWords)[1]
	file := `Give the kubelets the list behind the stub, in their configuration on each node (kubeadm: /var/lib/kubelet/config.yaml), restart them, and then CoreDNS:

    resolvConf: /run/systemd/resolve/resolv.conf`
	if name := c.in.Distribution.Name; name == "k3s" || name == "rke2" {
		file = fmt.Sprintf(`Give the kubelets the list behind the stub, in /etc/rancher/%s/config.yaml on each node, restart %s, and then CoreDNS:

    resolv-conf: /run/systemd/resolve/resolv.conf`, name, name)
	}
	if w.DNSPolicy == "ClusterFirst" && !w.HostNetwork {
		return check.Cause{
			Object: kube.Ref(w), Kind: CrashLoop,
			Message: kube.FormatRef(kube.Ref(w)) + " forwards names to itself and stops for that, since dnsPolicy ClusterFirst writes its own Service into its /etc/resolv.conf: " + quote(said),
			Remedy: "Have its pods take the resolvers of their node, where its values or its manifest set `dnsPolicy`:\n\n" +
				command(`kubectl -n %s patch %s %s -p '{"spec":{"template":{"spec":{"dnsPolicy":"Default"}}}}'`, w.Namespace, strings.ToLower(w.Kind), w.Name),
			Source: "https://coredns.io/plugins/loop/#troubleshooting",
		}
	}
	return check.Cause{
		Object: kube.Ref(w), Kind: CrashLoop,
		Message: kube.FormatRef(kube.Ref(w)) + " forwards names to itself and stops for that: " + quote(said),
		Remedy: "CoreDNS forwards to the resolver of its node, whose /etc/resolv.conf leads back to it: it names a local stub such as 127.0.0.53. " +
			file + "\n" + command("kubectl -n %s rollout restart %s/%s", w.Namespace, strings.ToLower(w.Kind), w.Name),
		Source: "https://coredns.io/plugins/loop/#troubleshooting",
	}
}
