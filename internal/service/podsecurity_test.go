package service

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// Which versions forbid something follows the rules: net.ipv4.tcp_keepalive_time is a safe sysctl since 1.29.
func TestForbiddenVersions(t *testing.T) {
	spec := &corev1.PodSpec{SecurityContext: &corev1.PodSecurityContext{Sysctls: []corev1.Sysctl{{Name: "net.ipv4.tcp_keepalive_time", Value: "60"}}}}
	all, err := forbidden(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := facts.LandingForbidden{Level: "baseline", What: "forbidden sysctls (net.ipv4.tcp_keepalive_time)", From: 0, Until: 28}
	for _, f := range all {
		if f.Level == "baseline" && f != want {
			t.Errorf("baseline forbids %+v, want %+v", f, want)
		}
	}
	if len(all) == 0 || all[0] != want {
		t.Errorf("forbidden: %+v, want first %+v", all, want)
	}
}

// What is forbidden in all versions is one entry a level.
func TestForbiddenAlways(t *testing.T) {
	all, err := forbidden(&corev1.PodSpec{HostNetwork: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, f := range all {
		if f.What == "host namespaces (hostNetwork=true)" {
			count++
			if f.From != 0 || f.Until != 0 {
				t.Errorf("%+v is not for all versions", f)
			}
		}
	}
	if count != 2 {
		t.Errorf("host namespaces is forbidden %d times, want once by each level", count)
	}
}
