package cluster

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// TestIntendedVersions: the release lines of kready.yaml are held against what runs.
func TestIntendedVersions(t *testing.T) {
	cilium := func(version string) facts.Implementation {
		return facts.Implementation{Name: "cilium", Title: "Cilium", State: facts.StateRunning, Version: version}
	}
	server := facts.Version{GitVersion: "v1.36.2-eks-1a2b", Major: 1, Minor: 36}
	for name, tt := range map[string]struct {
		product, meant string
		version        facts.Version
		found          []facts.Implementation
		want           check.Status
		says           string
	}{
		"the line":              {"cilium", "1.18", server, []facts.Implementation{cilium("1.18.2")}, check.StatusPass, "1 version is as kready.yaml says"},
		"the patch":             {"cilium", "1.18.2", server, []facts.Implementation{cilium("1.18.2")}, check.StatusPass, ""},
		"with a v":              {"cilium", "1.18", server, []facts.Implementation{cilium("v1.18.0-rc.1")}, check.StatusPass, ""},
		"another line":          {"cilium", "1.18", server, []facts.Implementation{cilium("1.17.9")}, check.StatusGap, "1 product is not as"},
		"1.1 is not 1.18":       {"cilium", "1.1", server, []facts.Implementation{cilium("1.18.2")}, check.StatusGap, ""},
		"one of two":            {"cilium", "1.18", server, []facts.Implementation{cilium("1.18.2"), cilium("1.17.9")}, check.StatusGap, ""},
		"not there":             {"cilium", "1.18", server, nil, check.StatusGap, "1 product is not as"},
		"no version":            {"cilium", "1.18", server, []facts.Implementation{cilium("")}, check.StatusUnknown, "1 version is not known"},
		"kubernetes":            {"kubernetes", "1.36", server, nil, check.StatusPass, ""},
		"kubernetes' patch":     {"kubernetes", "1.36.2", server, nil, check.StatusPass, ""},
		"another kubernetes":    {"kubernetes", "1.37", server, nil, check.StatusGap, ""},
		"kubernetes, unread":    {"kubernetes", "1.37", facts.Version{}, nil, check.StatusUnknown, ""},
		"kubernetes, a guess":   {"kubernetes", "1.37", facts.Version{GitVersion: "v1.36.2", Minor: 36, From: "the kubelets", Guess: true}, nil, check.StatusUnknown, ""},
		"a server may be newer": {"kubernetes", "1.36", facts.Version{GitVersion: "v1.36", Minor: 36, Guess: true}, nil, check.StatusUnknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Inventory: tt.found, Intent: facts.Intent{Versions: []facts.IntendedVersion{{Name: tt.product, Version: tt.meant}}}}
			in.Version = tt.version
			expect(t, AsIntended(), in, tt.want, tt.says)
		})
	}
}
