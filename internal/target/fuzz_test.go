package target

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
)

// FuzzDump: objects from a file, as a user hands one over.
func FuzzDump(f *testing.F) {
	f.Add([]byte("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 1}}\n---\nkind: Node\napiVersion: v1\n"))
	f.Add([]byte(`[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","ownerReferences":[{"kind":"ReplicaSet","name":"b-1","controller":true}]}}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		opened, err := openFile("fuzz", bytes.NewReader(data), int64(len(data)), FileOptions{Complete: true})
		if err != nil || opened.Source == nil {
			return
		}
		for _, q := range []Query{nodes, {Group: "apps", Version: "v1", Resource: "deployments"}, {Version: "v1", Resource: "pods"}, crds} {
			_ = opened.Source.Each(context.Background(), q, func(runtime.Object) error { return nil })
		}
		_, _ = opened.Source.Discover(context.Background())
	})
}

// FuzzList: a page of a list from an API server, in JSON or protobuf.
func FuzzList(f *testing.F) {
	f.Add([]byte(`{"kind":"NodeList","apiVersion":"v1","metadata":{"continue":"x"},"items":[{"metadata":{"name":"a"}}]}`))
	f.Add([]byte("k8s\x00\x0a\x0e\x0a\x02v1\x12\x08NodeList\x12\x09\x0a\x00\x12\x05\x0a\x03\x0a\x01a"))
	l := &live{large: make(chan struct{}, 1), kinds: &knownKinds{}, proved: &proof{}}
	f.Fuzz(func(t *testing.T, data []byte) {
		body := l.meter(context.Background(), bytes.NewReader(data))
		defer body.release()
		read := &listReader{l: l, q: nodes, body: body, fn: func(runtime.Object) error { return nil }}
		_ = read.all("")
	})
}

// FuzzDiscovery: what /api and /apis say.
func FuzzDiscovery(f *testing.F) {
	f.Add([]byte(`{"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"a"},"versions":[{"version":"v1","resources":[{"resource":"b","scope":"Namespaced","responseKind":{"kind":"B"}}]}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = readAggregated(data)
		_, _ = readGroupList(data)
		_, _ = readCoreVersions(data)
		_ = statusError(500, data)
	})
}

// FuzzKubeconfig: contexts, and a client of the current one.
func FuzzKubeconfig(f *testing.F) {
	f.Add([]byte("apiVersion: v1\nkind: Config\ncurrent-context: a\ncontexts: [{name: a, context: {cluster: a, user: a}}]\nclusters: [{name: a, cluster: {server: 'https://u:p@h'}}]\nusers: [{name: a, user: {token: t}}]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.Contains(data, []byte("exec")) {
			t.Skip() // looks for programs
		}
		path := filepath.Join(t.TempDir(), "config")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		env := Environment{Getenv: func(string) string { return "" }}
		_, _ = ReadKubeconfig(env, path)
		flags := NewConnectionFlags(env)
		flags.Kubeconfig = path
		_, _ = NewLive(flags, LiveOptions{})
	})
}
