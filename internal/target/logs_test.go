package target

import (
	"maps"
	"strings"
	"testing"
)

// TestKnownLogs: what is known of the logs of bundles is kept by pod and container, wherever the maker
// puts them, that of the container before it was started again first.
func TestKnownLogs(t *testing.T) {
	const known = "Error registering network: failed to acquire lease: node \"a\" pod cidr not assigned\n"
	const want = "pod cidr not assigned"
	const other = "a log of nothing that is known, and a secret\n"
	with := func(bundle files, logs map[string]string) files {
		out := maps.Clone(bundle)
		maps.Copy(out, logs)
		return out
	}
	var stream strings.Builder
	stream.WriteString(aNode + "\n")
	stream.WriteString(logStart + "kube-flannel of pod kube-flannel/f-1 ====\n" + other + known + logEnd + "kube-flannel of pod kube-flannel/f-1 ====\n")
	stream.WriteString(logStart + "install of pod kube-flannel/f-1 ====\n" + other + logEnd + "install of pod kube-flannel/f-1 ====\n")
	for name, files := range map[string]files{
		"support bundle": with(aSupportBundle(), map[string]string{
			"b/cluster-resources/pods/logs/kube-flannel/f-1/kube-flannel.log": other, "b/cluster-resources/pods/logs/kube-flannel/f-1/kube-flannel-previous.log": known,
			"b/cluster-resources/pods/logs/kube-flannel/f-1/install.log": other,
		}),
		"must-gather": with(aMustGather(), map[string]string{
			"g/namespaces/kube-flannel/pods/f-1/kube-flannel/kube-flannel/logs/current.log":  strings.Repeat(other, 10_000) + known,
			"g/namespaces/kube-flannel/pods/f-1/kube-flannel/kube-flannel/logs/previous.log": other, "g/namespaces/kube-flannel/pods/f-1/install/install/logs/current.log": "",
		}),
		"sonobuoy":            with(aSonobuoy(), map[string]string{"podlogs/kube-flannel/f-1/logs/kube-flannel.txt": "\x00\x01" + known, "podlogs/kube-flannel/f-1/logs/install.txt": other}),
		"dump":                with(aDump("default"), map[string]string{"kube-flannel/f-1/logs.txt": strings.SplitN(stream.String(), "\n", 2)[1]}),
		"what a dump prints":  {"all.json": stream.String()},
		"a message long past": with(aSupportBundle(), map[string]string{"b/cluster-resources/pods/logs/kube-flannel/f-1/old.log": known + strings.Repeat(other, 10_000), "b/cluster-resources/pods/logs/kube-flannel/f-1/kube-flannel.log": known}),
	} {
		opened, err := Open(files.in(t, t.TempDir()), FileOptions{})
		if err != nil {
			t.Fatal(err)
		}
		got := opened.Source.(LogTeller).KnownLogs("kube-flannel", "f-1")
		if len(got) != 1 || got["kube-flannel"] != want {
			t.Errorf("%s: %v, want %q of kube-flannel alone", name, got, want)
		}
		if len(opened.Notes) > 0 {
			t.Errorf("%s: %v", name, opened.Notes)
		}
	}
}

// TestLogsAreBounded: messages of so many pods are kept, and no more.
func TestLogsAreBounded(t *testing.T) {
	kept := logs{}
	for i := range knownLogsMax + 10 {
		kept.add(place{namespace: "a", pod: strings.Repeat("p", i), container: "c"}, []byte("pod cidr not assigned"), false)
	}
	if len(kept) != knownLogsMax {
		t.Errorf("messages of %d pods are kept", len(kept))
	}
	var end tail
	for range 100 {
		_, _ = end.Write(make([]byte, 100_000))
	}
	if cap(end.kept) > 8*logTail {
		t.Errorf("%d bytes are kept of the end of a log", cap(end.kept))
	}
}
