package collect

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzImage: parts of a reference come from it, and nothing else.
func FuzzImage(f *testing.F) {
	f.Add("registry.example.com:5000/a/b:v1@sha256:00")
	f.Add("localhost/a")
	f.Fuzz(func(t *testing.T, reference string) {
		image := parseImage(reference)
		for _, part := range []string{image.Repository, image.Tag, image.Digest} {
			if !strings.Contains(reference, part) {
				t.Errorf("%q has no %q", reference, part)
			}
		}
	})
}

// FuzzArgs: only flags that are known are kept, and their values are cut.
func FuzzArgs(f *testing.F) {
	f.Add("/bin/sh -c exec kube-proxy --proxy-mode=ipvs", "--proxy-mode=ipvs --token=SECRET")
	f.Fuzz(func(t *testing.T, command, args string) {
		for _, arg := range newKeptArgs(Options{}).args(strings.Fields(command), strings.Fields(args)) {
			if utf8.RuneCountInString(arg.Value) > valueMax {
				t.Errorf("%q", arg)
			}
		}
	})
}

// FuzzAnswers: what /version and /readyz say.
func FuzzAnswers(f *testing.F) {
	f.Add([]byte(`{"gitVersion":"v1.37.2"}`))
	f.Add([]byte("[+]ping ok\n[-]etcd failed: reason withheld\n"))
	f.Fuzz(func(_ *testing.T, body []byte) {
		_, _ = distilVersion(body)
		_, _ = distilReadyz(body, false)
	})
}
