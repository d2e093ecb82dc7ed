package engine

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

// changed is a fixture that is being changed.
type changed struct {
	*sweep
	c        check.Check
	f        fixture.Fixture
	document map[string]any
	snapshot *facts.Snapshot
	input    *facts.Input
	// header is the start of the fixture's file, up to the facts.
	header []byte
	// own are the elements of the kind that is being changed that the healthy cluster does not have.
	own []bool
	// unknown are the kinds without which the check is unknown.
	unknown map[string]bool
	// besides is what the check says when a kind is a blind spot and nothing else that it reads
	// is another.
	besides map[string]check.Status
}

// outcome is what the check says of the changed snapshot; unknown where the file is refused.
func (m *changed) outcome(value any, c change) check.Status {
	shape := strings.Join([]string{c.shape, c.how, c.of}, " ")
	fates := m.shapes[shape]
	if fates == nil {
		fates = &shapeFates{}
		m.shapes[shape] = fates
	}
	known := len(c.path) > 0 // a whole kind may be a blind spot of the fixture already
	if known && fates[refused] >= shapeTries || known && fates[blind] >= shapeTries && m.unknownWithout(c.kind) {
		m.refused++
		return check.StatusUnknown
	}
	field, spots, what := m.decode(value, c)
	fates[what]++
	if n := fates[accepted]; len(c.path) > 0 && n > 0 && n < fates[accepted]+fates[blind]+fates[refused] {
		m.t.Errorf("changes of the shape %s fare differently: %v", shape, *fates)
	}
	if what == refused || what == blind && m.unknownWithout(c.kind) {
		m.refused++
		return check.StatusUnknown
	}
	if what == blind && m.idle(value, c, field) {
		idle := m.c.ID + " " + shape
		if m.idles[idle]++; m.idles[idle] > idleTries {
			m.passed++
			return check.StatusUnknown
		}
	}
	if what == accepted && reflect.DeepEqual(field.Interface(), factsOf(m.snapshot, c.kind).Interface()) {
		m.same++
		return check.Status(m.f.Status())
	}
	snapshot := *m.snapshot
	factsOf(&snapshot, c.kind).Set(field)
	snapshot.BlindSpots = slices.Concat(snapshot.BlindSpots, spots)
	status := m.verdict(m.derive(&snapshot, c.kind, what), c.kind, what)
	if (m.judged+m.same)%longWay == 1 {
		m.compare(status, value, c)
	}
	return status
}

// verdict judges an input, once for all in which what the check reads is the fixture's: these are
// one question. They differ from the fixture in at most the blind spot.
func (m *changed) verdict(in *facts.Input, kind string, what fate) check.Status {
	if !m.readsTheSame(in) {
		m.judged++
		return m.judge(in)
	}
	m.same++
	if what == accepted {
		return check.Status(m.f.Status())
	}
	status, known := m.besides[kind]
	if !known {
		status = m.judge(in)
		m.besides[kind] = status
	}
	return status
}

// readsTheSame reports whether all that the check reads, but for blind spots, is as in the fixture.
func (m *changed) readsTheSame(in *facts.Input) bool {
	now, before := reflect.ValueOf(in).Elem(), reflect.ValueOf(m.input).Elem()
	names := slices.Concat(m.c.Reads, m.c.OptionalReads).Names()
	for _, field := range reflect.VisibleFields(now.Type()) {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		isRead := slices.ContainsFunc(names, func(read string) bool { return string(facts.Kind(read).Whole()) == name })
		if !isRead || name == string(facts.PartBlindSpots) {
			continue
		}
		a, b := now.FieldByIndex(field.Index), before.FieldByIndex(field.Index)
		if a.Kind() == reflect.Slice && a.Len() == b.Len() && a.UnsafePointer() == b.UnsafePointer() {
			continue
		}
		if !reflect.DeepEqual(a.Interface(), b.Interface()) {
			return false
		}
	}
	return true
}

// derive returns the input of a snapshot whose one kind is not the fixture's. What rests on others
// is taken over.
func (m *changed) derive(s *facts.Snapshot, kind string, what fate) *facts.Input {
	fields := slices.Concat(m.c.Reads, m.c.OptionalReads)
	derived := slices.DeleteFunc(fields, func(f facts.InputField) bool { _, ok := f.(facts.Part); return !ok })
	behind := inventory.Resolve(derived, nil).Kinds()
	if what == blind || kind == string(facts.KindNodes) || slices.ContainsFunc(behind, func(k facts.Kind) bool { return string(k.Whole()) == kind }) {
		return m.inputOf(s)
	}
	in := *m.input
	in.Snapshot = *s
	return &in
}

func (m *changed) inputOf(s *facts.Snapshot) *facts.Input {
	in := inputOf(m.t, m.known, s, m.f)
	in.Intent = m.f.Intent
	facts.FillEmpty(&in.Intent)
	return in
}

func (m *changed) judge(in *facts.Input) check.Status {
	results, err := evaluate.Run(m.t.Context(), in, []check.Check{m.c}, evaluate.Options{})
	if err != nil {
		m.t.Fatal(err)
	}
	return results[0].Outcome.Status
}

// compare judges a change as a file, and expects the same.
func (m *changed) compare(status check.Status, value any, c change) {
	m.long++
	document := maps.Clone(m.document)
	document[c.kind] = apply(value, c.path, c.how)
	if len(c.path) == 0 && c.how == "removed" {
		delete(document, c.kind)
	}
	s, err := facts.Decode(m.encode(document))
	if err != nil {
		m.t.Errorf("%s of %s %s is refused in a whole file: %v", c, m.c.ID, m.f.Name, err)
		return
	}
	if whole := m.judge(m.inputOf(s)); whole != status {
		m.t.Errorf("%s of %s %s is %s, and %s in a whole file", c, m.c.ID, m.f.Name, status, whole)
	}
}
