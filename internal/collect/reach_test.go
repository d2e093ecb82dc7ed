package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

// TestReach shows that addresses tell more than annotations, and what is told by neither.
func TestReach(t *testing.T) {
	at := func(ip, hostname string) []corev1.LoadBalancerIngress {
		return []corev1.LoadBalancerIngress{{IP: ip, Hostname: hostname}}
	}
	const scheme = "service.beta.kubernetes.io/aws-load-balancer-scheme"
	for name, c := range map[string]struct {
		at          []corev1.LoadBalancerIngress
		annotations map[string]string
		ranges      []string
		reach, by   string
	}{
		"public address":                {at: at("8.8.8.8", ""), reach: "public", by: "its address"},
		"public beside a private one":   {at: append(at("10.0.0.1", ""), at("2a00:1450::1", "")...), reach: "public", by: "its address"},
		"private address":               {at: at("10.1.2.3", ""), reach: "private", by: "its address"},
		"unique local address":          {at: at("fd00::1", ""), reach: "private", by: "its address"},
		"behind a carrier's NAT":        {at: at("100.64.0.7", ""), reach: "private", by: "its address"},
		"an address beats its wish":     {at: at("8.8.8.8", ""), annotations: map[string]string{"networking.gke.io/load-balancer-type": "Internal"}, reach: "public", by: "its address"},
		"hostname, internal by wish":    {at: at("", "x.elb.eu-west-1.amazonaws.com"), annotations: map[string]string{scheme: "internal"}, reach: "private", by: scheme},
		"hostname, public by wish":      {at: at("", "x.elb.eu-west-1.amazonaws.com"), annotations: map[string]string{scheme: "internet-facing"}, reach: "public", by: scheme},
		"hostname of an internal ELB":   {at: at("", "internal-x.eu-west-1.elb.amazonaws.com"), reach: "private", by: "its address"},
		"hostname alone":                {at: at("", "x.elb.eu-west-1.amazonaws.com"), reach: "untold"},
		"no address":                    {reach: "none"},
		"no address, internal by wish":  {annotations: map[string]string{scheme: "internal"}, reach: "none"},
		"public ranges":                 {at: at("8.8.8.8", ""), ranges: []string{"0.0.0.0/0"}, reach: "public", by: "its address"},
		"some ranges":                   {at: at("8.8.8.8", ""), ranges: []string{"8.8.0.0/16"}, reach: "restricted", by: "loadBalancerSourceRanges"},
		"some ranges, by an annotation": {at: at("", "x"), annotations: map[string]string{sourceRanges: "8.8.0.0/16, 9.9.9.9/32"}, reach: "restricted", by: sourceRanges},
		"all among the ranges":          {at: at("8.8.8.8", ""), annotations: map[string]string{sourceRanges: "8.8.0.0/16, 0.0.0.0/0"}, reach: "public", by: "its address"},
	} {
		s := &corev1.Service{}
		s.Spec.Type, s.Annotations, s.Spec.LoadBalancerSourceRanges, s.Status.LoadBalancer.Ingress = corev1.ServiceTypeLoadBalancer, c.annotations, c.ranges, c.at
		if out := distilOuterService(s); out.Reach != c.reach || out.ReachBy != c.by {
			t.Errorf("%s: %q by %q, want %q by %q", name, out.Reach, out.ReachBy, c.reach, c.by)
		}
	}
}
