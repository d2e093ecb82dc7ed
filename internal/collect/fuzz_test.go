package collect

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

// FuzzImage: parts of a reference come from it, and nothing else.
func FuzzImage(f *testing.F) {
	f.Add("registry.example.com:5000/a/b:v1@sha256:00")
	f.Add("localhost/a")
	f.Fuzz(func(t *testing.T, reference string) {
		image := kube.ParseImage(reference)
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

// FuzzConfigMaps: what components are configured by, as their ConfigMaps hold it.
func FuzzConfigMaps(f *testing.F) {
	f.Add("kind: KubeProxyConfiguration\nmode: ipvs\nclusterCIDR: 10.0.0.0/8\n")
	f.Add(`{"Network":"10.244.0.0/16","Backend":{"Type":"vxlan"}}`)
	f.Add("rootNamespace: istio-system\ntrustDomain: &a [*a]\n")
	f.Fuzz(func(t *testing.T, text string) {
		data := map[string]string{"config.conf": text, "net-conf.json": text, "mesh": text, "enable-policy": text, "cluster-pool-ipv4-mask-size": text}
		proxy, flannel, cilium := distilKubeProxy("a", data), distilFlannel(data), distilCilium("b", data)
		var mesh facts.MeshConfig
		settings := distilMeshSettings(data)
		settings.keep(&mesh)
		for _, kept := range []string{
			proxy.Mode, proxy.ClusterCIDR, flannel.Network, flannel.Backend, cilium.EnablePolicy, mesh.RootNamespace, mesh.Outbound,
		} {
			if utf8.RuneCountInString(kept) > valueMax {
				t.Errorf("%d characters are kept", utf8.RuneCountInString(kept))
			}
		}
		if !proxy.Found && proxy.Mode != "" || !flannel.Found && flannel.Network != "" {
			t.Errorf("%+v, %+v", proxy, flannel)
		}
	})
}

// FuzzAutoscaler: the status of Cluster Autoscaler, YAML or text.
func FuzzAutoscaler(f *testing.F) {
	f.Add("time: 2026-01-02 03:04:05.6 +0000 UTC\nautoscalerStatus: Running\nclusterWide:\n  health: {status: Healthy}\nnodeGroups:\n- name: a\n  health: {status: Healthy, cloudProviderTarget: 3, maxSize: 5}\n")
	f.Add("Cluster-autoscaler status at 2026-01-02 03:04:05.6 +0000 UTC:\nCluster-wide:\n  Health:      Healthy (ready=1)\nNodeGroups:\n  Name:        a/b\n  Health:      Healthy (cloudProviderTarget=3 (minSize=0, maxSize=99999999999999999999))\n  ScaleUp:     Backoff (x)\n")
	f.Fuzz(func(t *testing.T, status string) {
		out := distilAutoscaler(status)
		if len(out.Groups) > nodeGroupsMax {
			t.Errorf("%d groups", len(out.Groups))
		}
		for _, g := range append(out.Groups, facts.NodeGroup{Name: out.State, Health: out.Health}) {
			for _, kept := range []string{g.Name, g.Health, g.ScaleUp} {
				if utf8.RuneCountInString(kept) > valueMax {
					t.Errorf("%d characters are kept", utf8.RuneCountInString(kept))
				}
			}
		}
	})
}

// FuzzMessage: what programs and controllers say, with what may be a secret cut out.
func FuzzMessage(f *testing.F) {
	f.Add("E0102 fatal: password=hunter2 at https://u:hunter2@h/p?token=hunter2#x", "Authorization: Bearer hunter2")
	f.Add("panic\n\n\xff", "a")
	f.Fuzz(func(t *testing.T, message, more string) {
		clean := redact(message)
		if again := redact(clean); redact(again) != again {
			t.Errorf("%q, then %q", clean, again)
		}
		last := lastWords(message + "\n" + more)
		if utf8.RuneCountInString(last) > messageMax || strings.ContainsAny(last, "\n\r") {
			t.Errorf("%q", last)
		}
		if last == "" && strings.TrimSpace(message+more) != "" {
			t.Errorf("nothing is kept of %q", message)
		}
		if strings.Contains(redact("password="+secretWord(more)), "hunter2") {
			t.Errorf("a secret is kept of %q", more)
		}
	})
}

// secretWord is a word with a secret in it.
func secretWord(more string) string {
	return "hunter2" + strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"',; ", r) || r < ' ' || r > '~' {
			return -1
		}
		return r
	}, more)
}

// FuzzObjects: all collectors, on whatever objects a file holds. A snapshot comes of it, which can
// be written and read.
func FuzzObjects(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no objects: %v", err)
	}
	for _, file := range append(files, "testdata/cluster.yaml") {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for document := range strings.SplitSeq(string(data), "\n---\n") {
			f.Add(document)
		}
	}
	f.Add("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{}]}}}\n")
	f.Fuzz(func(t *testing.T, text string) {
		opened, err := target.Open("-", target.FileOptions{Stdin: strings.NewReader(text), Complete: true})
		if err != nil || opened.Source == nil {
			return
		}
		s := Snapshot(t.Context(), opened.Source, facts.Kinds(), Options{Now: moment, Platform: everything})
		written, err := json.Marshal(s)
		if err != nil {
			t.Fatalf("it cannot be written: %v", err)
		}
		if _, err := facts.Decode(written); err != nil {
			t.Errorf("it cannot be read: %v", err)
		}
	})
}
