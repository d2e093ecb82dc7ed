package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/facts"
)

// fate is what becomes of a change before a check is asked.
type fate int

// shapeFates counts the fates of the changes of one shape that were decoded.
type shapeFates [3]int

// document is a snapshot as its file has it.
func (s *sweep) document(snapshot *facts.Snapshot) map[string]any {
	snapshot.APIVersion, snapshot.Kind, snapshot.Writes = facts.APIVersion, facts.SnapshotKind, facts.AlwaysWritten()
	facts.FillEmpty(snapshot)
	var document map[string]any
	if err := json.Unmarshal(s.encode(snapshot), &document); err != nil {
		s.t.Fatal(err)
	}
	return document
}

func (s *sweep) encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

// idle reports whether a change of an element that the healthy cluster has, too, changes there
// nothing that is derived.
func (m *changed) idle(value any, c change, field reflect.Value) bool {
	if len(c.path) == 0 {
		return false
	}
	index, ok := c.path[0].(int)
	if !ok || m.own[index] {
		return false
	}
	element := value.([]any)[index]
	key := fmt.Sprint(string(m.encode(element)), c.path[1:], c.how)
	moves, known := m.moves[key]
	if !known {
		healthy := m.base.Snapshot
		whole := reflect.MakeSlice(field.Type(), 0, 0)
		whole = reflect.AppendSlice(whole, factsOf(&healthy, c.kind))
		whole.Index(slices.Index(m.order[c.kind], string(m.encode(element)))).Set(field.Index(index))
		factsOf(&healthy, c.kind).Set(whole)
		moves = !sameDerived(m.known.Input(&healthy, time.Time{}), m.base)
		m.moves[key] = moves
	}
	return !moves
}

// sameDerived reports whether all that is derived is the same in two inputs.
func sameDerived(a, b *facts.Input) bool {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		name, _, _ := strings.Cut(x.Type().Field(i).Tag.Get("json"), ",")
		if slices.Contains(facts.DerivedParts(), facts.Part(name)) && !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			return false
		}
	}
	return true
}

// unknownWithout reports whether the check is unknown where a kind is a blind spot, whatever is
// read of it.
func (m *changed) unknownWithout(kind string) bool {
	unknown, known := m.unknown[kind]
	if !known {
		unknown = m.asksWithout(kind)
		m.unknown[kind] = unknown
	}
	return unknown
}

func (m *changed) asksWithout(kind string) bool {
	in := *m.input
	in.BlindSpots = append(slices.Clone(in.BlindSpots), facts.BlindSpot{Facts: facts.Kind(kind), Verb: "get", Resource: kind, Reason: facts.ReasonMalformed})
	asked := m.c
	asked.Preparer = nil
	asked.Run = func(context.Context, *facts.Input) (check.Outcome, error) { return check.Pass(""), nil }
	results, err := evaluate.Run(m.t.Context(), &in, []check.Check{asked}, evaluate.Options{})
	return err == nil && results[0].Outcome.Status == check.StatusUnknown
}

// decode reads the changed part of a kind as Decode reads a file, and returns the kind with it.
func (m *changed) decode(value any, c change) (reflect.Value, []facts.BlindSpot, fate) {
	file := slices.Clone(m.header)
	index, inList := -1, false
	if len(c.path) > 0 {
		index, inList = c.path[0].(int)
	}
	switch {
	case inList: // the other elements stay as they are
		file = fmt.Appendf(file, ",%q:[%s]", c.kind, m.encode(apply(value.([]any)[index], c.path[1:], c.how)))
	case len(c.path) > 0 || c.how != "removed":
		file = fmt.Appendf(file, ",%q:%s", c.kind, m.encode(apply(value, c.path, c.how)))
	}
	s, err := facts.Decode(append(file, '}'))
	if err != nil {
		return reflect.Value{}, nil, refused
	}
	var spots []facts.BlindSpot
	for _, spot := range s.BlindSpots {
		if string(spot.Facts) == c.kind && !slices.Contains(m.snapshot.BlindSpots, spot) {
			spots = append(spots, spot)
		}
	}
	field := factsOf(s, c.kind)
	if inList && field.Len() == 1 {
		whole := reflect.MakeSlice(field.Type(), 0, 0)
		whole = reflect.AppendSlice(whole, factsOf(m.snapshot, c.kind))
		whole.Index(index).Set(field.Index(0))
		field = whole
	}
	if len(spots) > 0 {
		return field, spots, blind
	}
	return field, nil, accepted
}

// headerOf is the start of the fixture's file, with all but the facts.
func (m *changed) headerOf() []byte {
	header := map[string]any{}
	for _, name := range []string{"apiVersion", "kind", "collectedBy", "collectedAt", "target", "writes", "blindSpots"} {
		header[name] = m.document[name]
	}
	return bytes.TrimSuffix(m.encode(header), []byte("}"))
}

// factsOf is the field of a kind.
func factsOf(s *facts.Snapshot, kind string) reflect.Value {
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == kind {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}
