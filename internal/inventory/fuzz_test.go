package inventory

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// FuzzVersion: a version begins with a digit, and is its own version.
func FuzzVersion(f *testing.F) {
	f.Add("v1.2.3-rc.1-eks-1", "")
	f.Add("stable-2.14.0", "")
	f.Add("helm-chart-4.10.1", "helm-chart-")
	f.Add("2026-01-02-abcdef", "")
	f.Add("0000a00.", "")
	f.Fuzz(func(t *testing.T, tag, prefix string) {
		version := normalizeVersion(tag, prefix)
		if version == "" {
			return
		}
		if notDigit(rune(version[0])) || strings.ContainsAny(version, " \n/:") {
			t.Errorf("%q gives %q", tag, version)
		}
		if again := normalizeVersion(version, ""); again != version {
			t.Errorf("%q gives %q, and that %q", tag, version, again)
		}
		if !atLeast(version, version) {
			t.Errorf("%q is less than itself", version)
		}
	})
}

// FuzzImageOf: an image's path and the patterns of the catalogue.
func FuzzImageOf(f *testing.F) {
	f.Add("quay.io/cilium/operator-generic", "cilium/operator-*")
	f.Add("123.dkr.ecr.eu-west-1.amazonaws.com/mirrored-library-traefik", "traefik")
	f.Fuzz(func(t *testing.T, repository, text string) {
		of, p := pathOf(facts.Image{Registry: "docker.io", Repository: repository}), patternOf(text)
		_ = reference(facts.Image{Registry: "docker.io", Repository: repository, Tag: "v1", Digest: text})
		if word := p.word(); word != "" && p.ends(of) && !strings.Contains(strings.Join(of.parts, "/"), word) {
			t.Errorf("%q matches %q without its word %q", text, repository, word)
		}
		_ = p.matches(of)
	})
}

// FuzzGlob: "*" stands for any run of characters, and nothing else is special.
func FuzzGlob(f *testing.F) {
	f.Add("a*b*", "axxb")
	f.Add("*a*a", "aa")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		got := glob(pattern, s)
		if !strings.Contains(pattern, "*") && got != (pattern == s) {
			t.Errorf("%q, %q: %t", pattern, s, got)
		}
		if !glob(pattern+"*", strings.ReplaceAll(pattern, "*", "x")+s) || !glob("*"+s, s) && !strings.Contains(s, "*") {
			t.Errorf("%q does not match what it was made of, with %q", pattern, s)
		}
	})
}
