package target

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// TestBrokenMembers: a bad file costs its own kind, wherever it lies.
func TestBrokenMembers(t *testing.T) {
	f := aSupportBundle()
	f["cluster-resources/statefulsets/shop.json"] = `{"kind":"StatefulSetList","apiVersion":"apps/v1","items":[{"metadata":{"name":"a","namespace":"shop"}},{"meta`
	f["cluster-resources/pods/shop.json"] = "\x00\x01"
	f["__MACOSX/cluster-resources/nodes.json"] = "\x00"
	f["cluster-resources/._nodes.json"] = "\x00"
	path := filepath.Join(t.TempDir(), "a.tgz")
	if err := os.WriteFile(path, f.tarred(t, "../../bundle"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{f.in(t, t.TempDir()), path} {
		opened, err := Open(at, FileOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(opened.Notes) != 2 || !strings.Contains(opened.Notes[0], "pods/shop.json is not a text file") || !strings.Contains(opened.Notes[1], "it ends in the middle") {
			t.Errorf("notes %q", opened.Notes)
		}
		for resource, want := range map[string]string{"nodes": "whole", "deployments.apps": "whole", "statefulsets.apps": facts.ReasonPartial, "pods": facts.ReasonPartial} {
			if got := howMuch(opened.Source, ask(resource)); got != want {
				t.Errorf("%s: %s, want %s", resource, got, want)
			}
		}
		if got := keys(t, opened.Source, ask("statefulsets.apps")); !slices.Equal(got, []string{"shop/a"}) {
			t.Errorf("of what could be read: %v", got)
		}
	}
}

// TestArchivesInside: an archive inside of what is read is named, and changes nothing else.
func TestArchivesInside(t *testing.T) {
	f := aSupportBundle()
	f["logs/must-gather.TAR.GZ"] = "\x1f\x8b"
	packed := t.TempDir()
	path := filepath.Join(packed, "a.zip")
	if err := os.WriteFile(path, f.zipped(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{f.in(t, t.TempDir()), path} {
		opened, err := Open(at, FileOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(opened.Notes) != 1 || !strings.Contains(opened.Notes[0], "must-gather.TAR.GZ: ignored: an archive inside") {
			t.Errorf("notes %q", opened.Notes)
		}
		if got := howMuch(opened.Source, ask("nodes")); got != "whole" {
			t.Errorf("nodes: %s", got)
		}
	}
}

// TestCutArchive: what came before the end counts, and nothing is concluded from what did not.
func TestCutArchive(t *testing.T) {
	data := aMustGather().tarred(t, "must-gather.local.1")
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := os.WriteFile(path, data[:len(data)-40], 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(path, FileOptions{Complete: true})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(opened.Notes); n == 0 || !strings.Contains(opened.Notes[n-1], "could be read in part only") {
		t.Errorf("notes %q", opened.Notes)
	}
	if got := howMuch(opened.Source, Query{Version: "v1", Resource: "persistentvolumes"}); got == "whole" {
		t.Error("of half an archive: whole")
	}
}

// windowsTexts are a text as programs on Windows write it.
func windowsTexts(text string) map[string]string {
	utf16 := func(order func(rune) []byte) string {
		out := order(0xfeff)
		for _, r := range text {
			out = append(out, order(r)...)
		}
		return string(out)
	}
	return map[string]string{
		"UTF-8 with a mark": "\ufeff" + text,
		"little endian":     utf16(func(r rune) []byte { return []byte{byte(r), byte(r >> 8)} }),
		"big endian":        utf16(func(r rune) []byte { return []byte{byte(r >> 8), byte(r)} }),
	}
}

func TestTextOfWindows(t *testing.T) {
	snapshot, err := json.MarshalIndent(facts.Snapshot{APIVersion: facts.APIVersion, Kind: facts.SnapshotKind, Target: facts.Target{Name: "ünï"}, BlindSpots: []facts.BlindSpot{}, CollectedAt: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range windowsTexts(string(snapshot)) {
		if opened := openManifests(t, text, FileOptions{}); opened.Snapshot == nil || opened.Snapshot.Target.Name != "ünï" {
			t.Errorf("a snapshot, %s: %+v", name, opened)
		}
	}
	for name, text := range windowsTexts(ofList("v1 Node /a", "v1 Namespace /ünï")) {
		src := openManifests(t, text, FileOptions{}).Source
		if got := keys(t, src, Query{Version: "v1", Resource: "namespaces"}); !slices.Equal(got, []string{"/ünï"}) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestLinkedFolders(t *testing.T) {
	folder := files{"kube-system.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"}.in(t, t.TempDir())
	top := t.TempDir()
	for link, to := range map[string]string{filepath.Join(top, "linked"): folder, filepath.Join(folder, "loop"): top, filepath.Join(folder, "gone"): filepath.Join(top, "none")} {
		if err := os.Symlink(to, link); err != nil {
			t.Skipf("no links here: %v", err)
		}
	}
	opened, err := Open(top, FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := keys(t, opened.Source, deployments); !slices.Equal(got, []string{"default/a"}) {
		t.Errorf("got %v", got)
	}
}

func TestBomb(t *testing.T) {
	meter := &meteredArchive{packed: 1000}
	zeros := meter.out(readerFunc(func(p []byte) (int, error) { return len(p), nil }))
	buffer := make([]byte, 1<<20)
	read := int64(0)
	for read <= 2*plainMax {
		n, err := zeros.Read(buffer)
		read += int64(n)
		if err != nil {
			break
		}
	}
	if read > plainMax+int64(len(buffer)) {
		t.Errorf("%d bytes were unpacked", read)
	}
}

// TestMemoryOfObjects: what is kept is counted, and logs are not.
func TestMemoryOfObjects(t *testing.T) {
	f := files{"kube-system/a/logs.txt": strings.Repeat("a line of a log\n", 1<<16)}
	f["nodes.json"] = aNode
	path := filepath.Join(t.TempDir(), "a.tar.gz")
	if err := os.WriteFile(path, f.tarred(t, "top"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, FileOptions{Most: 10 << 10}); err != nil {
		t.Errorf("logs are not kept: %v", err)
	}
	f["more.json"] = listOf("v1", "ConfigMap", slices.Repeat([]string{"a/" + strings.Repeat("b", 1000)}, 1)[0]) + strings.Repeat("\n"+listOf("v1", "Pod", "a/b"), 1)
	many := make([]string, 200)
	for i := range many {
		many[i] = fmt.Sprintf("a/pod-%d", i)
	}
	f["pods.json"] = listOf("v1", "Pod", many...)
	if _, err := Open(f.in(t, t.TempDir()), FileOptions{Most: 10 << 10}); err == nil || !IsConfigError(err) || !strings.Contains(err.Error(), "more objects than kready keeps") {
		t.Errorf("too many objects: %v", err)
	}
}

// FuzzPlace: the paths of an archive, and what it says besides objects.
func FuzzPlace(f *testing.F) {
	for _, bundle := range []files{aSupportBundle(), aMustGather(), aSonobuoy(), anInsightsArchive(), aDump("a")} {
		for path, content := range bundle {
			f.Add(path, []byte(content))
		}
	}
	f.Add("rke2/kubectl/api-resources", []byte("NAME  SHORTNAMES  APIVERSION  NAMESPACED  KIND\npods  po          v1          true        Pod\n"))
	f.Add("rke2/kubectl/version", []byte("Server Version: v1.28.4+rke2r1\n"))
	f.Fuzz(func(t *testing.T, path string, content []byte) {
		p := newObjectSet(FileOptions{Most: 1 << 20})
		if p.wants(path) {
			_ = p.take(path, path, bytes.NewReader(content))
		}
		opened, err := p.open("fuzz", "fuzz")
		if err != nil {
			return
		}
		_ = opened.Source.Each(context.Background(), nodes, func(runtime.Object) error { return nil })
		_, _ = opened.Source.Discover(context.Background())
	})
}

// FuzzArchive: an archive as somebody hands it over.
func FuzzArchive(f *testing.F) {
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(_ *testing.T, data []byte) {
		opened, err := openFile("fuzz", bytes.NewReader(data), int64(len(data)), FileOptions{Most: 1 << 20})
		if err == nil && opened.Source != nil {
			_ = opened.Source.Each(context.Background(), nodes, func(runtime.Object) error { return nil })
		}
	})
}
