package engine

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/report"
)

// upgradeRules judge for a version to come.
func upgradeRules(t *testing.T, version string) *Rules {
	t.Helper()
	env := Env{
		Version: "v0.0.0-test", Dir: t.TempDir(), Stdout: io.Discard, Stderr: io.Discard, Clock: time.Now, Getenv: func(string) string { return "" },
		Builtin: func() ([]check.Check, error) { return builtinChecks(t), nil },
	}
	r, err := Load(env, Request{FailOn: "must", ForVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// cluster137 is the healthy cluster on Kubernetes 1.37, changed by a fixture.
func cluster137(t *testing.T, f fixture.Fixture) *facts.Snapshot {
	t.Helper()
	if f.Replace == nil {
		f.Replace = map[string]any{}
	}
	f.Replace["version"] = map[string]any{"gitVersion": "v1.37.2", "major": 1, "minor": 37, "patch": 2}
	s, err := fixtures(t).Snapshot(f)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// upgradeGaps are the ids of the gaps of a judged cluster, with the findings of each.
func upgradeGaps(t *testing.T, r *Rules, s *facts.Snapshot) map[string]string {
	t.Helper()
	rep, err := r.Judge(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if want := r.forVersion.of(s.Version).Name; rep.Target.ForVersion != want {
		t.Errorf("the report is for %q, want %q", rep.Target.ForVersion, want)
	}
	gaps := map[string]string{}
	for _, result := range rep.Results {
		if result.Status == string(check.StatusGap) {
			var words []string
			for _, f := range result.Findings {
				words = append(words, f.Message)
			}
			gaps[result.ID] = result.Reason + ": " + strings.Join(words, "; ")
		}
	}
	return gaps
}

// TestForVersionNamesWhatBreaks plants what 1.38 breaks in a healthy cluster at 1.37: it is named, and
// nothing else is that was no gap before.
func TestForVersionNamesWhatBreaks(t *testing.T) {
	healthy := upgradeGaps(t, upgradeRules(t, ""), cluster137(t, fixture.Fixture{}))
	if got := upgradeGaps(t, upgradeRules(t, "1.38"), cluster137(t, fixture.Fixture{})); !maps.Equal(got, healthy) {
		t.Errorf("the healthy cluster has the gaps %v, and without a version to come %v", got, healthy)
	}
	planted := fixture.Fixture{
		Drop: map[string][]string{"workloads": {"cert-manager"}},
		Replace: map[string]any{
			"kubeletConfig": map[string]any{"found": true, "featureGates": []any{map[string]any{"name": "NodeSwap", "enabled": true}}},
		},
		Add: map[string][]any{
			"workloads": {map[string]any{
				"kind": "Deployment", "namespace": "cert-manager", "name": "cert-manager", "status": true, "current": true, "desired": 2, "ready": 2, "revisions": "kept",
				"labels":     map[string]any{"kustomize.toolkit.fluxcd.io/name": "platform"},
				"containers": []any{map[string]any{"name": "controller", "image": map[string]any{"registry": "quay.io", "repository": "jetstack/cert-manager-controller", "tag": "v1.20.3"}}},
			}},
			"apis":       {map[string]any{"name": "resource.k8s.io", "versions": []any{"v1", "v1beta1"}, "resources": []any{"deviceclasses"}}},
			"apiWriters": {map[string]any{"name": "deviceclasses.resource.k8s.io", "group": "resource.k8s.io", "version": "v1beta1", "kind": "DeviceClass", "manager": "helm", "objects": 1, "object": map[string]any{"kind": "DeviceClass", "name": "gpu"}}},
		},
	}
	s := cluster137(t, planted)
	s.NetworkConfig.KubeProxy.Mode = "ipvs"
	s.Nodes[0].ContainerRuntime = "containerd://1.7.27"
	got := upgradeGaps(t, upgradeRules(t, "next"), s)
	want := map[string]string{
		"network/kube-proxy-mode":       "mode: ipvs",
		"cluster/container-runtime":     "containerd 1.7.27: Kubernetes 1.38 refuses it",
		"cluster/removed-apis":          "helm wrote it in resource.k8s.io/v1beta1, which is gone in 1.38; write v1",
		"cluster/removed-switches":      "the feature gate NodeSwap",
		"cluster/product-compatibility": "cert-manager 1.20.3 is for Kubernetes 1.32 to 1.35, not for 1.38",
	}
	for id, says := range want {
		if !strings.Contains(got[id], says) {
			t.Errorf("%s: %q, want %q", id, got[id], says)
		}
		delete(got, id)
	}
	if !maps.Equal(got, healthy) {
		t.Errorf("other gaps: %v", got)
	}
}

// TestForVersionRefuses: a version that is none, or none to come, is the caller's to mend.
func TestForVersionRefuses(t *testing.T) {
	for _, value := range []string{"1", "1.x", "2.1", "1.0", "1.38.1", "latest", "1.038", "-1.38"} {
		_, err := Load(testEnv(t.TempDir()), Request{FailOn: report.Never, ForVersion: value})
		var usage *UsageError
		if !errors.As(err, &usage) || !strings.HasPrefix(err.Error(), "invalid --for-version ") {
			t.Errorf("%s: %v", value, err)
		}
	}
	at := func(minor int) *facts.Snapshot {
		return &facts.Snapshot{Target: facts.Target{Name: "prod"}, Version: facts.Version{GitVersion: "v1.37.2", Major: 1, Minor: minor}}
	}
	for _, tt := range []struct {
		value string
		minor int
		says  string
	}{
		{"1.37", 37, "--for-version 1.37: prod is at v1.37.2 already; name a later version"},
		{"1.36", 37, "--for-version 1.36: prod is at v1.37.2 already; name a later version"},
		{"next", 0, "--for-version next: prod does not tell its Kubernetes version; name the version, like 1.38"},
		{"v1.38", 37, ""},
		{"1.40", 37, ""},
		{"next", 37, ""},
		{"1.38", 0, ""},
		{"", 0, ""},
	} {
		version, err := parseForVersion(tt.value)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := version.check(at(tt.minor)); err != nil {
			got = err.Error()
		}
		if got != tt.says {
			t.Errorf("%s at 1.%d: %q, want %q", tt.value, tt.minor, got, tt.says)
		}
	}
	guess := at(37)
	guess.Version.Guess = true
	if err := (forVersion{next: true}).check(guess); err == nil || !strings.Contains(err.Error(), "does not tell its Kubernetes version") {
		t.Errorf("the next version of a guess: %v", err)
	}
	for value, want := range map[string][]string{"next": {"1.38", "1.39"}, "1.40": {"1.40", "1.40"}, "": {"", ""}} {
		version, _ := parseForVersion(value)
		got := []string{version.of(at(37).Version).Name, version.of(at(38).Version).Name}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", value, got, want)
		}
	}
}
