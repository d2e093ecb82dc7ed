package engine

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

// missingSample is one in how many changes `go test` tries; KREADY_CHAOS=all tries all.
const missingSample = 400

// mayPassWithout lists, by the end of a path in a snapshot, or by check and kind of fact, what may
// be taken away so that a gap passes, and why. Everything else that a snapshot always has makes
// its kind unknown.
func mayPassWithout() map[string]string {
	return map[string]string{
		"createdAt":        "optional, and absent from manifests: an object of unknown age is not young, and nothing else may hang on it",
		"deletedAt":        "optional: it says that an object is being deleted; without it, it is not",
		"labels.*":         "a label is what its owner puts on an object; one that is gone was taken off",
		"annotations.*":    "as a label",
		"podLabels.*":      "as a label",
		"podAnnotations.*": "as a label",
		"nodeSelector.*":   "an entry of a map: a pod with fewer asks for less",
		"selector.*":       "an entry of a map: a selector with fewer selects more",
		"values.*":         "an entry of a map of settings, each of which may be absent",
	}
}

// TestNothingMissingAcquits takes every field out of every fixture, makes it null, and gives it
// another type: no gap and no unknown may become a pass by that.
func TestNothingMissingAcquits(t *testing.T) {
	all, known, set := builtinChecks(t), shippedRecogniser(t), fixtures(t)
	sample := uint32(missingSample)
	if os.Getenv("KREADY_CHAOS") == "all" {
		sample = 1
	}
	tried, judged := 0, 0
	better := map[string][]string{}
	for _, c := range all {
		cases, err := set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range cases {
			if f.Status() != string(check.StatusGap) && f.Status() != string(check.StatusUnknown) {
				continue
			}
			m := &mutations{t: t, c: c, known: known, f: f, sample: sample}
			for _, change := range m.all(set) {
				key := change.end()
				if of := c.ID + " " + change.kind; mayPassWithout()[of] != "" {
					key = of
				}
				better[key] = append(better[key], c.ID+" "+f.Name+": "+change.String())
			}
			tried, judged = tried+m.tried, judged+m.judged
		}
	}
	for _, end := range slices.Sorted(maps.Keys(better)) {
		if mayPassWithout()[end] == "" {
			t.Errorf("%s acquits, %d times:\n  %s", end, len(better[end]), strings.Join(better[end][:min(5, len(better[end]))], "\n  "))
		}
	}
	t.Logf("%d changes tried, %d of them judged, %d better verdicts of listed kinds", tried, judged, len(better))
	if tried < 500 {
		t.Error("too few changes were tried")
	}
}

// mutations are the changes of one fixture.
type mutations struct {
	t             *testing.T
	c             check.Check
	known         *inventory.Recogniser
	f             fixture.Fixture
	sample        uint32
	tried, judged int
	header        map[string]json.RawMessage
}

// change is one field that is taken out of a snapshot, or made something else.
type change struct {
	kind string
	path []any // keys and indexes
	how  string
	// free marks an entry of a map, whose key says nothing of the format.
	free bool
}

func (c change) String() string {
	var b strings.Builder
	b.WriteString(c.kind)
	for _, step := range c.path {
		fmt.Fprintf(&b, ".%v", step)
	}
	return b.String() + " " + c.how
}

// end is the last part of the path that is a name, with * for an entry of a map.
func (c change) end() string {
	var names []string
	for _, step := range c.path {
		if name, ok := step.(string); ok {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return c.kind + " itself"
	}
	if c.free && len(names) > 1 {
		return names[len(names)-2] + ".*"
	}
	return names[len(names)-1]
}

// all returns the changes that make the verdict better.
func (m *mutations) all(set *fixture.Set) []change {
	snapshot, err := set.Snapshot(m.f)
	if err != nil {
		m.t.Fatal(err)
	}
	snapshot.APIVersion, snapshot.Kind, snapshot.Writes = facts.APIVersion, facts.SnapshotKind, facts.AlwaysWritten()
	facts.FillEmpty(snapshot)
	data, err := json.Marshal(snapshot)
	if err != nil {
		m.t.Fatal(err)
	}
	if err := json.Unmarshal(data, &m.header); err != nil {
		m.t.Fatal(err)
	}
	var better []change
	for _, kind := range inventory.Resolve(m.c.Reads, m.c.OptionalReads).Kinds() {
		name := string(kind.Whole())
		var value any
		if json.Unmarshal(m.header[name], &value) != nil {
			continue
		}
		few := 2 // of what the healthy cluster has, which all fixtures share
		if m.f.Changes(name) {
			few = 40
		}
		for _, c := range changesOf(name, value, few) {
			if m.chosen(c) && m.improves(value, c) {
				better = append(better, c)
			}
		}
	}
	return better
}

// chosen picks a part of the changes, always the same.
func (m *mutations) chosen(c change) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(m.c.ID + m.f.Name + c.String()))
	return h.Sum32()%m.sample == 0
}

// changesOf lists the changes of a value: of each field of it, of its first elements, and of it
// as a whole.
func changesOf(kind string, value any, few int) []change {
	var all []change
	var visit func(value any, path []any, free bool)
	visit = func(value any, path []any, free bool) {
		for _, how := range []string{"removed", "null", "another type"} {
			if _, element := last(path).(int); !element || how != "removed" {
				all = append(all, change{kind: kind, path: slices.Clone(path), how: how, free: free})
			}
		}
		switch v := value.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(v)) {
				visit(v[key], append(path, key), freeKeys(last(path)))
			}
		case []any:
			for i := range v[:min(few, len(v))] {
				visit(v[i], append(path, i), false)
			}
		}
	}
	visit(value, nil, false)
	return all
}

func last(path []any) any {
	if len(path) == 0 {
		return nil
	}
	return path[len(path)-1]
}

// freeKeys reports whether a field is a map, whose keys are not the format's.
func freeKeys(step any) bool {
	name, _ := step.(string)
	return slices.Contains([]string{"labels", "annotations", "podLabels", "podAnnotations", "nodeSelector", "selector", "values"}, name)
}

// improves reports whether the check passes on the changed snapshot.
func (m *mutations) improves(value any, c change) bool {
	m.tried++
	changed := maps.Clone(m.header)
	if len(c.path) == 0 && c.how == "removed" {
		delete(changed, c.kind)
	} else {
		raw, err := json.Marshal(apply(value, c.path, c.how))
		if err != nil {
			m.t.Fatal(err)
		}
		changed[c.kind] = raw
	}
	if m.refused(changed, c.kind) {
		return false
	}
	m.judged++
	data, err := json.Marshal(changed)
	if err != nil {
		m.t.Fatal(err)
	}
	snapshot, err := facts.Decode(data)
	if err != nil {
		return false
	}
	in := m.known.Input(snapshot, m.f.AsOf)
	in.Intent = m.f.Intent
	facts.FillEmpty(&in.Intent)
	if len(in.BlindTo(m.c.Reads...)) > 0 {
		return false
	}
	out, err := m.c.Run(context.Background(), in)
	return err == nil && out.Status == check.StatusPass
}

// refused reports whether the changed kind cannot be read, or is a blind spot; for that, the
// others need not be decoded.
func (m *mutations) refused(changed map[string]json.RawMessage, kind string) bool {
	alone := map[string]json.RawMessage{}
	for _, name := range []string{"apiVersion", "kind", "collectedBy", "collectedAt", "target", "writes", "blindSpots", kind} {
		if raw, ok := changed[name]; ok {
			alone[name] = raw
		}
	}
	data, err := json.Marshal(alone)
	if err != nil {
		m.t.Fatal(err)
	}
	s, err := facts.Decode(data)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(s.BlindSpots, func(b facts.BlindSpot) bool { return string(b.Facts) == kind && len(m.c.OptionalReads) == 0 })
}

// apply returns a copy of a value with the change made.
func apply(value any, path []any, how string) any {
	if len(path) == 0 {
		if how == "null" {
			return nil
		}
		switch value.(type) {
		case string:
			return 7
		case bool, float64:
			return "odd"
		case []any:
			return map[string]any{}
		}
		return []any{}
	}
	switch step := path[0].(type) {
	case string:
		object := maps.Clone(value.(map[string]any))
		if len(path) == 1 && how == "removed" {
			delete(object, step)
			return object
		}
		object[step] = apply(object[step], path[1:], how)
		return object
	case int:
		list := slices.Clone(value.([]any))
		list[step] = apply(list[step], path[1:], how)
		return list
	}
	return value
}
