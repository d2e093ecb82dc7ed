package facts

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"
)

// Digest stands for the content of fields of an input.
type Digest [sha256.Size]byte

// Digests work out what stands for the content of an input's fields, each once. The input must
// not change meanwhile.
type Digests struct {
	in *Input
	mu sync.Mutex
	of map[string]Digest
}

// NewDigests returns the digests of an input.
func NewDigests(in *Input) *Digests { return &Digests{in: in, of: map[string]Digest{}} }

// Of returns what stands for the content of fields, by their names in JSON: it is the same for
// two inputs exactly when all of the fields are. Of "custom.topics" the whole of custom counts.
func (d *Digests) Of(names []string) (Digest, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	all := sha256.New()
	for _, name := range names {
		if name != string(PartTargetKind) {
			name, _, _ = strings.Cut(name, ".")
		}
		one, known := d.of[name]
		if !known {
			var err error
			if one, err = d.in.digest(name); err != nil {
				return Digest{}, err
			}
			d.of[name] = one
		}
		_, _ = fmt.Fprintf(all, "%s %x\n", name, one)
	}
	return Digest(all.Sum(nil)), nil
}

// digest stands for all that has this name in JSON: the snapshot's own field, and what policies
// see in its place.
func (in *Input) digest(name string) (Digest, error) {
	sum := sha256.New()
	encoder := json.NewEncoder(sum)
	if name == string(PartTargetKind) {
		return sha256.Sum256([]byte(in.Target.Kind)), nil
	}
	value := reflect.ValueOf(in).Elem()
	for _, of := range []reflect.Value{value, value.FieldByName("Snapshot")} {
		for i := range of.NumField() {
			if jsonName(of.Type().Field(i)) != name {
				continue
			}
			if err := encoder.Encode(of.Field(i).Interface()); err != nil {
				return Digest{}, fmt.Errorf("encoding %s: %w", name, err)
			}
		}
	}
	return Digest(sum.Sum(nil)), nil
}

// Size is about how much there is in the snapshot: the entries of all its kinds of fact.
func (s *Snapshot) Size() int {
	n := 0
	value := reflect.ValueOf(s).Elem()
	for i := range value.NumField() {
		if field := value.Field(i); field.Kind() == reflect.Slice || field.Kind() == reflect.Map {
			n += field.Len()
		}
	}
	return n
}
