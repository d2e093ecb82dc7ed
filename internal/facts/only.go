package facts

import (
	"reflect"
	"slices"
	"strings"
)

// Only returns a view of the snapshot that holds nothing but these kinds of fact and the
// blind spots in them; every other kind is empty. What names the snapshot (target, time,
// version of the format) stays. The view shares the facts with the snapshot.
func (s *Snapshot) Only(kinds ...Kind) *Snapshot {
	view := *s
	holds := func(name string) bool {
		return slices.ContainsFunc(kinds, func(k Kind) bool { return string(k.Whole()) == name })
	}
	v := reflect.ValueOf(&view).Elem()
	for i := range v.NumField() {
		if name := jsonName(v.Type().Field(i)); isKind(Kind(name)) && !holds(name) {
			v.Field(i).SetZero()
		}
	}
	if !holds(string(KindWorkloads)) {
		view.applications, view.apart = Applications{}, nil
	}
	view.BlindSpots = s.Blind(kinds)
	return &view
}

// Only returns a view of the input that holds nothing but these fields, and what needs no
// fact: dates, tables, blind spots, what the user configured. Every other field is empty.
func (in *Input) Only(fields ...InputField) *Input {
	view := *in
	var kinds []Kind
	for _, f := range fields {
		if kind, ok := f.(Kind); ok {
			kinds = append(kinds, kind)
		}
	}
	view.Snapshot = *in.Snapshot.Only(kinds...)
	view.BlindSpots = in.BlindSpots
	names := Fields(fields).Names()
	if !slices.Contains(names, string(PartTarget)) {
		view.Target = Target{Kind: in.Target.Kind}
	}
	v := reflect.ValueOf(&view).Elem()
	for i := range v.NumField() {
		name := jsonName(v.Type().Field(i))
		derived := slices.Contains(DerivedParts(), Part(name)) && !slices.Contains(names, name)
		// Policies see some kinds in another form than the snapshot's: nodes, custom.
		unread := isKind(Kind(name)) && !slices.ContainsFunc(kinds, func(k Kind) bool { return string(k.Whole()) == name })
		if derived || unread {
			v.Field(i).SetZero()
		}
	}
	FillEmpty(&view)
	return &view
}

// jsonName is the name of a struct's field in JSON.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}
