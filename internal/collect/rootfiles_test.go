package collect

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestRootFiles(t *testing.T) {
	id := func(n int64) *int64 { return &n }
	yes := true
	for name, tt := range map[string]struct {
		own  *corev1.SecurityContext
		pod  *corev1.PodSecurityContext
		want string
	}{
		"nothing said":        {nil, nil, ""},
		"root":                {&corev1.SecurityContext{RunAsUser: id(0), RunAsGroup: id(1)}, nil, ""},
		"user and group":      {&corev1.SecurityContext{RunAsUser: id(1001), RunAsGroup: id(1001)}, nil, "no"},
		"of the pod":          {nil, &corev1.PodSecurityContext{RunAsUser: id(1001), RunAsGroup: id(1001), FSGroup: id(1001)}, "no"},
		"root over the pod's": {&corev1.SecurityContext{RunAsUser: id(0)}, &corev1.PodSecurityContext{RunAsUser: id(1001), RunAsGroup: id(1001)}, ""},
		"user alone":          {&corev1.SecurityContext{RunAsUser: id(1001)}, nil, "perhaps"},
		"root's group":        {&corev1.SecurityContext{RunAsUser: id(1001), RunAsGroup: id(0)}, nil, ""},
		"root's group beside": {&corev1.SecurityContext{RunAsUser: id(1001), RunAsGroup: id(1001)}, &corev1.PodSecurityContext{SupplementalGroups: []int64{0}}, ""},
		"privileged":          {&corev1.SecurityContext{RunAsUser: id(1001), RunAsGroup: id(1001), Privileged: &yes}, nil, ""},
		"capability": {&corev1.SecurityContext{
			RunAsUser: id(1001), RunAsGroup: id(1001), Capabilities: &corev1.Capabilities{Add: []corev1.Capability{"CAP_DAC_READ_SEARCH"}},
		}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := rootFiles(tt.own, tt.pod); got != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
