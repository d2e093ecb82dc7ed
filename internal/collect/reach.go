package collect

import (
	"net/netip"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// reachSign is an annotation by which a cloud is told from where a load balancer may be reached. Values of all of
// them are compared without case; "*" is any value.
type reachSign struct{ key, value, reach string }

// reachSigns are those of the clouds:
// https://kubernetes.io/docs/concepts/services-networking/service/#internal-load-balancer and
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
var reachSigns = []reachSign{
	{"service.beta.kubernetes.io/aws-load-balancer-scheme", "internet-facing", reachPublic},
	{"service.beta.kubernetes.io/aws-load-balancer-scheme", "internal", reachPrivate},
	{"service.beta.kubernetes.io/aws-load-balancer-internal", "true", reachPrivate},
	{"service.beta.kubernetes.io/aws-load-balancer-internal", "0.0.0.0/0", reachPrivate},
	{"networking.gke.io/load-balancer-type", "internal", reachPrivate},
	{"cloud.google.com/load-balancer-type", "internal", reachPrivate},
	{"service.beta.kubernetes.io/azure-load-balancer-internal", "true", reachPrivate},
	{"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "private", reachPrivate},
	{"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", "public", reachPublic},
	{"service.beta.kubernetes.io/openstack-internal-load-balancer", "true", reachPrivate},
	{"service.beta.kubernetes.io/oci-load-balancer-internal", "true", reachPrivate},
	{"oci-network-load-balancer.oraclecloud.com/internal", "true", reachPrivate},
	{"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", "intranet", reachPrivate},
	{"service.kubernetes.io/qcloud-loadbalancer-internal-subnetid", "*", reachPrivate},
	{"service.beta.kubernetes.io/cce-load-balancer-internal-vpc", "true", reachPrivate},
}

const (
	reachPublic     = "public"
	reachPrivate    = "private"
	reachRestricted = "restricted"
	reachNone       = "none"
	reachUntold     = "untold"
)

// sourceRanges is the annotation from which clouds take ranges where the Service has no field for them.
const sourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges"

// setReach says from where the load balancer of a Service can be reached. Its addresses tell that better than what
// was asked for.
func setReach(out *facts.Service, s *corev1.Service) {
	if s.Spec.Type != corev1.ServiceTypeLoadBalancer {
		return
	}
	if out.Reach, out.ReachBy = addressReach(s.Status.LoadBalancer.Ingress), "its address"; out.Reach == reachNone || out.Reach == reachUntold {
		out.ReachBy = ""
		if sign, ok := annotatedReach(s.Annotations); ok && (out.Reach == reachUntold || sign.reach == reachPublic) {
			out.Reach, out.ReachBy = sign.reach, sign.key
		}
	}
	ranges, by := s.Spec.LoadBalancerSourceRanges, "loadBalancerSourceRanges"
	if len(ranges) == 0 && s.Annotations[sourceRanges] != "" {
		ranges, by = strings.Split(s.Annotations[sourceRanges], ","), sourceRanges
	}
	if out.Reach != reachPrivate && out.Reach != reachNone && len(ranges) > 0 && !slices.ContainsFunc(ranges, isWholeInternet) {
		out.Reach, out.ReachBy = reachRestricted, by
	}
}

func isWholeInternet(cidr string) bool { return strings.HasSuffix(strings.TrimSpace(cidr), "/0") }

func annotatedReach(annotations map[string]string) (reachSign, bool) {
	for _, sign := range reachSigns {
		value, there := annotations[sign.key]
		if there && (sign.value == "*" && value != "" || strings.EqualFold(value, sign.value)) {
			return sign, true
		}
	}
	return reachSign{}, false
}

// addressReach is what the addresses of a load balancer tell: one that is public is enough.
func addressReach(all []corev1.LoadBalancerIngress) string {
	if len(all) == 0 {
		return reachNone
	}
	told := reachPrivate
	for _, one := range all {
		switch address, err := netip.ParseAddr(one.IP); {
		case err == nil && isInternet(address):
			return reachPublic
		case err == nil, strings.HasPrefix(one.Hostname, "internal-") && strings.HasSuffix(one.Hostname, ".elb.amazonaws.com"), one.Hostname == "localhost":
		default:
			told = reachUntold
		}
	}
	return told
}

// isInternet reports whether an address is one that the internet routes.
func isInternet(a netip.Addr) bool {
	a = a.Unmap()
	special := slices.ContainsFunc(notRouted, func(p netip.Prefix) bool { return p.Contains(a) })
	return a.IsGlobalUnicast() && !a.IsPrivate() && !special
}

// notRouted are ranges for shared use, documentation and tests, which net/netip does not count as private:
// https://www.iana.org/assignments/iana-ipv4-special-registry/
var notRouted = []netip.Prefix{
	netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("2001:db8::/32"),
}
