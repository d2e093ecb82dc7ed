package facts

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Decode reads a snapshot from JSON. What is null or missing in it is not taken for "none": a
// kind of fact that lacks something its writer always wrote becomes a blind spot. So does one
// that is missing as a whole, since an older version wrote the file. An error is for a file
// that is no snapshot, or does not say when it was taken or what it could not see.
func Decode(data []byte) (*Snapshot, error) { return DecodeSummed(data, nil) }

// DecodeSummed is Decode where workloads are summed up as they are read, unless summing is nil.
func DecodeSummed(data []byte, summing Summing) (*Snapshot, error) {
	fields, err := splitObject(data)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{}
	if err := s.decodeFields(fields, summing != nil); err != nil {
		return nil, err
	}
	look := &strictReader{written: s.Writes, required: map[reflect.Type][]string{}, fields: map[reflect.Type]map[string]reflect.Type{}}
	if err := look.header(s, fields); err != nil {
		return nil, err
	}
	for _, f := range jsonFields(reflect.TypeFor[Snapshot]()) {
		kind := Kind(f.name)
		raw, there := fields[f.name]
		switch {
		case !isKind(kind):
		case !there && kind == KindProbes && s.Writes == nil: // of old, without them no probe was run
		case !there:
			s.markMissing(kind)
		default:
			if why := look.problem(f.name, raw, f.of); why != "" {
				s.BlindSpots = append(s.BlindSpots, BlindSpot{
					Facts: kind, Verb: "get", Resource: f.name, Reason: ReasonMalformed, Message: "in the snapshot's file " + why,
				})
			}
		}
	}
	FillEmpty(s)
	s.ClampTimes()
	if summing == nil {
		return s, nil
	}
	return s.decodeWorkloads(fields[string(KindWorkloads)], summing)
}

// markMissing marks a kind that the file does not hold as not collected, unless it says why.
func (s *Snapshot) markMissing(kind Kind) {
	if slices.ContainsFunc(s.BlindSpots, func(b BlindSpot) bool { return b.Facts == kind }) {
		return
	}
	s.BlindSpots = append(s.BlindSpots, BlindSpot{
		Facts: kind, Verb: "get", Resource: string(kind), Reason: ReasonNotCollected,
		Message: "the snapshot's file does not hold it",
	})
}

// strictReader looks for what is null or missing in JSON that is known to be valid.
type strictReader struct {
	written  map[string]string
	required map[reflect.Type][]string
	fields   map[reflect.Type]map[string]reflect.Type
}

// header checks what is needed to judge anything.
func (r *strictReader) header(s *Snapshot, fields map[string]json.RawMessage) error {
	for _, name := range []string{"collectedAt", "target", "blindSpots"} {
		raw, there := fields[name]
		if !there || string(raw) == "null" {
			return fmt.Errorf("%s is missing", name)
		}
	}
	if y := s.CollectedAt.Year(); y < 2014 || y > 9998 { // Kubernetes is from 2014
		return fmt.Errorf("collectedAt is %s, which cannot be", s.CollectedAt.Format("2006-01-02"))
	}
	for _, spot := range s.BlindSpots {
		if spot.Facts == "" || spot.Reason == "" {
			return errors.New("a blind spot does not say what it is in, or why")
		}
	}
	if why := r.problem("blindSpots", fields["blindSpots"], reflect.TypeFor[[]BlindSpot]()); why != "" {
		return errors.New(why)
	}
	if why := r.problem("target", fields["target"], reflect.TypeFor[Target]()); why != "" {
		return errors.New(why)
	}
	if _, there := fields["writes"]; there && s.Writes["Snapshot"] == "" {
		return errors.New("writes does not say which fields its version writes")
	}
	return nil
}

// problem says what is null or missing in a value; "" when nothing is.
func (r *strictReader) problem(name string, raw []byte, t reflect.Type) string {
	look := &jsonWalk{data: raw, reader: r, path: []walkStep{{name: name, index: -1}}}
	return look.value(t)
}

// requiredOf is required, once for each type.
func (r *strictReader) requiredOf(t reflect.Type) []string {
	names, known := r.required[t]
	if !known {
		names = required(t, r.written)
		r.required[t] = names
	}
	return names
}

// fieldsOf are the types of a struct's fields by their names, once for each type.
func (r *strictReader) fieldsOf(t reflect.Type) map[string]reflect.Type {
	fields, known := r.fields[t]
	if !known {
		fields = map[string]reflect.Type{}
		for _, f := range jsonFields(t) {
			fields[f.name] = f.of
		}
		r.fields[t] = fields
	}
	return fields
}
