package service

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// numbers finds numbers of pods and of tries below zero.
func (f *faultFinder) numbers() {
	for _, field := range []string{"replicas", "parallelism", "completions", "backoffLimit", "minReadySeconds", "revisionHistoryLimit"} {
		if n, ok := f.at("spec", field).(int64); ok && n < 0 {
			f.add([]string{"spec", field}, "its %s must be 0 or more, got %d", field, n)
		}
	}
}

// strategy finds a way to replace pods that a Deployment may not have.
func (f *faultFinder) strategy() {
	path := []string{"spec", "strategy"}
	rolling, set := f.at(below(path, "rollingUpdate")...).(map[string]any)
	switch {
	case !set:
	case f.text(below(path, "type")...) == "Recreate":
		f.add(below(path, "rollingUpdate"), "a strategy of the type Recreate may have no rollingUpdate")
	case isZero(rolling["maxSurge"]) && isZero(rolling["maxUnavailable"]):
		f.add(below(path, "rollingUpdate"), "its maxSurge and maxUnavailable may not both be 0")
	}
}

func isZero(value any) bool { return value == int64(0) || value == "0" || value == "0%" }

// oneOf finds a text that is none of those that a field may have. None is its default.
func (f *faultFinder) oneOf(path []string, what, value string, may ...string) {
	if value != "" && !slices.Contains(may, value) {
		f.add(path, "%s must be one of %s, got %s", what, strings.Join(may, ", "), quoted(value))
	}
}

// accessModes finds modes that no volume has.
func (f *faultFinder) accessModes(path []string, modes []corev1.PersistentVolumeAccessMode) {
	for i, mode := range modes {
		f.oneOf(below(path, strconv.Itoa(i)), "an access mode", string(mode), "ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
	}
}

// host finds a host of an Ingress that is no name in DNS.
func (f *faultFinder) host(path []string, host string) {
	if host == "" {
		return
	}
	why := validation.IsDNS1123Subdomain(host)
	if strings.Contains(host, "*") {
		why = validation.IsWildcardDNS1123Subdomain(host)
	}
	if _, err := netip.ParseAddr(host); err == nil {
		why = []string{"it must be a name in DNS, and no address"}
	}
	if len(why) > 0 {
		f.add(path, "the host %s is not valid: %s", quoted(host), because(why))
	}
}

// networkPolicy finds types and peers that a NetworkPolicy may not have.
func (f *faultFinder) networkPolicy() {
	var spec networkingv1.NetworkPolicySpec
	if f.decode(&spec, "spec") != nil {
		return
	}
	for i, t := range spec.PolicyTypes {
		f.oneOf([]string{"spec", "policyTypes", strconv.Itoa(i)}, "a policyType", string(t), "Ingress", "Egress")
	}
	peers := func(path []string, peers []networkingv1.NetworkPolicyPeer) {
		for i, p := range peers {
			if p.IPBlock != nil && (p.PodSelector != nil || p.NamespaceSelector != nil) {
				f.add(below(path, strconv.Itoa(i)), "a peer may have an ipBlock or selectors, and has both")
			}
		}
	}
	for i, rule := range spec.Ingress {
		peers([]string{"spec", "ingress", strconv.Itoa(i), "from"}, rule.From)
	}
	for i, rule := range spec.Egress {
		peers([]string{"spec", "egress", strconv.Itoa(i), "to"}, rule.To)
	}
}

// subjects finds ServiceAccounts without a namespace in a ClusterRoleBinding.
func (f *faultFinder) subjects() {
	list, _ := f.object.fields["subjects"].([]any)
	for i, one := range list {
		subject, _ := one.(map[string]any)
		if subject["kind"] == rbacv1.ServiceAccountKind && subject["namespace"] == nil {
			f.add([]string{"subjects", strconv.Itoa(i)}, "a ServiceAccount among its subjects has no namespace")
		}
	}
}
