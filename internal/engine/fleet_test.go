package engine

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// fleetFiles writes the snapshots of a fleet of six kinds, and returns their files.
func fleetFiles(t testing.TB, n int) []string {
	t.Helper()
	set := fixtures(t)
	dir := t.TempDir()
	var files []string
	err := set.Fleet(n, func(name string, cluster *facts.Snapshot) error {
		data, err := json.Marshal(cluster)
		if err != nil {
			return err
		}
		files = append(files, filepath.Join(dir, name+".json"))
		return os.WriteFile(files[len(files)-1], data, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func fleetRules(t testing.TB) *Rules {
	t.Helper()
	env := Env{
		Version: "v0.0.0-test", Dir: t.TempDir(), Stdout: io.Discard, Stderr: io.Discard, Clock: time.Now, Getenv: func(string) string { return "" },
		Builtin: func() ([]check.Check, error) { return builtinChecks(t), nil },
	}
	r, err := Load(env, Request{FailOn: "must"})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestFleetIsJudgedAsEachAlone: what members of a fleet share changes nothing about any of them.
func TestFleetIsJudgedAsEachAlone(t *testing.T) {
	files := fleetFiles(t, 60)
	r := fleetRules(t)
	at := Target{Timeout: time.Minute}
	doc, members, err := r.Fleet(t.Context(), Members{Files: files}, at)
	if err != nil || len(members) != len(files) || len(doc.Clusters) != len(files) {
		t.Fatalf("%d members: %v", len(members), err)
	}
	for i := 0; i < len(files); i += 3 {
		at.From = files[i]
		alone, err := r.Check(t.Context(), at, Probes{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(*members[i].Report, alone) {
			t.Errorf("%s: among others it is judged as\n%+v\nand alone as\n%+v", files[i], *members[i].Report, alone)
		}
	}
}

// BenchmarkFleet judges 1,000 stored clusters.
//
//	go test ./internal/engine -run '^$' -bench Fleet -benchtime 1x
func BenchmarkFleet(b *testing.B) {
	files := fleetFiles(b, 1000)
	r := fleetRules(b)
	for b.Loop() {
		if _, _, err := r.Fleet(b.Context(), Members{Files: files}, Target{Timeout: time.Hour}); err != nil {
			b.Fatal(err)
		}
	}
}
