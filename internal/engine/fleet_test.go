package engine

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/output"
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
	doc, members, err := r.Fleet(t.Context(), Members{Files: files}, at, FleetRun{})
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
		if _, _, err := r.Fleet(b.Context(), Members{Files: files}, Target{Timeout: time.Hour}, FleetRun{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestFleetFirstScreen: of 200 clusters of six kinds, of which five are unlike their kind, the text
// names the kinds, those five and what most lack, on a screen and a half.
func TestFleetFirstScreen(t *testing.T) {
	doc, _, err := fleetRules(t).Fleet(t.Context(), Members{Files: fleetFiles(t, 200)}, Target{Timeout: time.Minute}, FleetRun{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := fleet.Text(&b, doc, output.Options{}); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	if lines := strings.Count(got, "\n"); lines > 60 {
		t.Errorf("%d lines:\n%s", lines, got)
	}
	want := []string{"200 clusters", "6 KINDS", "GAP     " + doc.Gaps[0].Check, "GAP     " + doc.Gaps[1].Check, "GAP     " + doc.Gaps[2].Check}
	for _, kind := range []string{"edge", "shop", "prod-eu", "prod-us", "lab", "batch"} {
		want = append(want, kind+"-* ")
	}
	for _, kind := range []string{"edge", "shop", "prod-eu", "prod-us", "lab"} {
		want = append(want, "outlier   "+kind+"-003")
	}
	for _, words := range want {
		if !strings.Contains(got, words) {
			t.Errorf("%q is not there:\n%s", words, got)
		}
	}
	outliers := 0
	for _, g := range doc.Groups {
		for _, o := range g.Outliers {
			outliers += len(o.Clusters)
		}
	}
	if len(doc.Groups) != 6 || outliers != fixture.Outliers {
		t.Errorf("%d kinds and %d outliers", len(doc.Groups), outliers)
	}
}
