package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestAdmissionConfig(t *testing.T) {
	for _, tt := range []struct{ args, env, want string }{
		{`["server","--disable","traefik"]`, "", "no"},
		{`["server"]`, `{"K3S_TOKEN":"********"}`, "no"},
		{`["server","--kube-apiserver-arg","admission-control-config-file=/var/lib/psa.yaml"]`, "", "yes"},
		{`["server","--kube-apiserver-arg=admission-control-config-file=/var/lib/psa.yaml"]`, "", "yes"},
		{`["server","--kube-apiserver-arg","v=2","--profile","etcd"]`, "", "no"},
		{`["server","--profile","cis"]`, "", "yes"},
		{`["server","--pod-security-admission-config-file","/etc/a.yaml"]`, "", "yes"},
		{`["server"]`, `{"RKE2_CIS_PROFILE":"cis"}`, "yes"},
		{`["agent"]`, "", ""},
		{`server`, "", ""},
		{``, "", ""},
	} {
		for _, of := range []string{"k3s.io/", "rke2.io/"} {
			n := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Annotations: map[string]string{of + "node-args": tt.args, of + "node-env": tt.env}}}
			if got := admissionConfig(n); got != tt.want {
				t.Errorf("%s with %s: %q, want %q", tt.args, tt.env, got, tt.want)
			}
		}
	}
}
