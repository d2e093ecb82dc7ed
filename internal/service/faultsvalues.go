package service

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
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
	if len(modes) > 1 && slices.Contains(modes, corev1.ReadWriteOncePod) {
		f.add(path, "ReadWriteOncePod may not stand beside other accessModes")
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

// tlsHost finds a host of a certificate that is no name in DNS.
func (f *faultFinder) tlsHost(path []string, host string) {
	why := validation.IsDNS1123Subdomain(host)
	if strings.Contains(host, "*") {
		why = validation.IsWildcardDNS1123Subdomain(host)
	}
	if len(why) > 0 {
		f.add(path, "the host %s of its tls is not valid: %s", quoted(host), because(why))
	}
}
