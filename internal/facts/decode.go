package facts

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// Summing prepares to sum up the workloads of a snapshot that holds all other facts.
type Summing func(*Snapshot) Sum

// Sum sums up workloads. Add adds some more of them and returns those that are to stay one by one, as far as
// that is known; Finish takes all of those, and returns the snapshot with the others summed up.
//
// Of workloads that by themselves look like applications, Note and then Take are given what others refer to them by,
// and what sums are made of: Note each of them before any is taken. Take reports whether it sums one up.
type Sum interface {
	Add(some []Workload) []Workload
	Note(head *Workload)
	Take(head *Workload) bool
	Finish(left []Workload) *Snapshot
}

// atOnce is how many workloads are added at a time: as many as are in memory besides those that stay.
const atOnce = 1000

// splitObject returns the fields of the object that is all of data, each as it stands there. Data that
// is no valid JSON is an error.
func splitObject(data []byte) (map[string]json.RawMessage, error) {
	if !json.Valid(data) {
		return nil, json.Unmarshal(data, &struct{}{}) // which says where
	}
	w := &jsonWalk{data: data}
	w.space()
	if data[w.at] != '{' {
		return nil, errors.New("it is no JSON object")
	}
	fields := map[string]json.RawMessage{}
	for w.more('}') {
		key := w.key()
		w.space()
		start := w.at
		w.skip()
		fields[key] = data[start:w.at:w.at]
	}
	return fields, nil
}

// decodeFields reads the fields of a snapshot, but for the workloads where these are left.
func (s *Snapshot) decodeFields(fields map[string]json.RawMessage, leaveWorkloads bool) error {
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		name := jsonName(value.Type().Field(i))
		raw, there := fields[name]
		if name == "" || !there || leaveWorkloads && name == string(KindWorkloads) {
			continue
		}
		if err := json.Unmarshal(raw, value.Field(i).Addr().Interface()); err != nil {
			return fmt.Errorf("in %s: %w", name, err)
		}
	}
	return nil
}

// decodeWorkloads reads workloads, a few at a time, and sums them up. It returns the snapshot with
// those that are left.
func (s *Snapshot) decodeWorkloads(raw json.RawMessage, summing Summing) (*Snapshot, error) {
	sum, left, some := summing(s), []Workload{}, make([]Workload, 0, atOnce)
	add := func() {
		left = append(left, sum.Add(some)...)
		some = make([]Workload, 0, atOnce)
	}
	fill, clamp := fills().of(reflect.TypeFor[Workload]()), clamps().of(reflect.TypeFor[Workload]())
	w := &jsonWalk{data: raw}
	if len(raw) == 0 || raw[0] != '[' {
		if err := json.Unmarshal(raw, &left); len(raw) > 0 && err != nil {
			return nil, fmt.Errorf("in workloads: %w", err)
		}
		return sum.Finish([]Workload{}), nil
	}
	for w.more(']') {
		start := w.at
		w.skip()
		var one Workload
		if err := json.Unmarshal(raw[start:w.at], &one); err != nil {
			return nil, fmt.Errorf("in workloads: %w", err)
		}
		fill(reflect.ValueOf(&one).Elem())
		clamp(reflect.ValueOf(&one).Elem())
		if some = append(some, one); len(some) == atOnce {
			add()
		}
	}
	add()
	return sum.Finish(left), nil
}
