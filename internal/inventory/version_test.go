package inventory

import "testing"

func TestNormal(t *testing.T) {
	for tag, want := range map[string]string{
		"v1.20.2": "1.20.2", "3.9": "3.9", "v5": "5",
		"v3.32.1-build20260819": "3.32.1", "0.18.0-debian-12-r4": "0.18.0", "v6.3.0-eksbuild.4": "6.3.0",
		"v1.9.0-gke.0": "1.9.0", "1.30.3-distroless": "1.30.3", "1.7.26-alpine": "1.7.26", "v3.7.2-rancher700": "3.7.2",
		"v1.14.5-hardened2": "1.14.5", "v1.150.0-cluster": "1.150.0", "2.31.12-windowsservercore": "2.31.12",
		"v1.11.1-hotfix.20240704": "1.11.1", "0.81.0-sumo-0": "0.81.0",
		"v1.7.0-alpha.1": "1.7.0-alpha.1", "0.7.0-rc.1": "0.7.0-rc.1", "2.0.0-beta": "2.0.0-beta", "v1.1.0-rc2-distroless": "1.1.0-rc2",
		"v20260528-9350166c": "20260528", "1.300032.2b361": "1.300032.2b361", "v1-debian-elasticsearch": "1",
		"edge-26.8.3": "26.8.3", "stable-2.14.10": "2.14.10", "distroless-v1.38.3": "1.38.3",
		"latest": "", "master": "", "snapshot-thick": "", "dev": "", "": "", "install-control-plane-version": "",
		"0f3b9c1d": "", "v": "",
	} {
		if got := normalizeVersion(tag, ""); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	if got := normalizeVersion("RELEASE.2020-01-03T19-12-21Z", "RELEASE."); got != "2020-01-03" {
		t.Errorf("a day: %q", got)
	}
}

func TestAtLeast(t *testing.T) {
	for _, tc := range []struct {
		version, lowest string
		want            bool
	}{
		{"20240813", "20240813", true},
		{"20200725", "20240813", false},
		{"1.10.0", "1.9", true},
		{"1.9", "1.9.1", false},
		{"2", "1.9.9", true},
		{"", "1", false},
	} {
		if got := atLeast(tc.version, tc.lowest); got != tc.want {
			t.Errorf("%s >= %s: %v", tc.version, tc.lowest, got)
		}
	}
}
