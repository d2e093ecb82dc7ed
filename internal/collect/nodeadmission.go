package collect

import (
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// admissionConfig says whether a server of k3s or RKE2 runs its API server with an admission configuration: yes or no, "" for
// any other node. Both write down their arguments, those of their files among them. RKE2 brings one of its own that holds no
// namespace to a level, and one that does with a CIS profile: https://docs.rke2.io/security/pod_security_standards
func admissionConfig(n *corev1.Node) string {
	for _, of := range []string{"k3s.io/", "rke2.io/"} {
		var args []string
		if json.Unmarshal([]byte(n.Annotations[of+"node-args"]), &args) != nil || len(args) == 0 || args[0] != "server" {
			continue // none, or what does not parse
		}
		environment := n.Annotations[of+"node-env"]
		if strings.Contains(environment, "CIS_PROFILE") || strings.Contains(environment, "POD_SECURITY_ADMISSION") || bringsAdmission(args) {
			return "yes"
		}
		return "no"
	}
	return ""
}

// bringsAdmission reports whether the arguments of a server lead to an admission configuration that may set levels.
func bringsAdmission(args []string) bool {
	for i, arg := range args {
		name, value, given := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !given && i+1 < len(args) {
			value = args[i+1]
		}
		switch {
		case name == "pod-security-admission-config-file",
			name == "kube-apiserver-arg" && strings.HasPrefix(strings.TrimLeft(value, "-"), "admission-control-config-file"),
			name == "profile" && strings.HasPrefix(value, "cis"):
			return true
		}
	}
	return false
}
