package facts

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// FieldTree says which fields of an object are kept. One without parts is a value that is
// kept; otherwise Fields are those of an object, or Elements is what is kept of each
// element of a list.
type FieldTree struct {
	Fields   map[string]*FieldTree
	Elements *FieldTree
}

// Leaf reports whether the tree stands for a value.
func (t *FieldTree) Leaf() bool { return len(t.Fields) == 0 && t.Elements == nil }

// NewFieldTree reads paths such as "spec.replicas", "status.conditions[].type" and
// metadata.annotations["example.com/owner"]. A path that goes on where another one ends is
// an error.
func NewFieldTree(paths []string) (*FieldTree, error) {
	root := &FieldTree{Fields: map[string]*FieldTree{}}
	// The shorter ones first, so that whatever they lead into is found to be a value.
	for _, path := range slices.SortedFunc(slices.Values(paths), func(a, b string) int { return len(a) - len(b) }) {
		steps, err := SplitPath(path)
		if err != nil {
			return nil, err
		}
		if err := root.add(path, steps); err != nil {
			return nil, err
		}
	}
	return root, nil
}

// each is the step into the elements of a list.
const each = "[]"

// pathStep is the next step of a path: the elements of a list, a key in quotes, or a key.
var pathStep = regexp.MustCompile(`^(?:\[\]|\["[^"\]]+"\]|\.?[A-Za-z$_][A-Za-z0-9$_-]*)`)

// SplitPath returns the steps of a path such as "spec.rules[].name": keys, and "[]" for the
// elements of a list.
func SplitPath(path string) ([]string, error) {
	var steps []string
	for rest := path; rest != ""; {
		step := pathStep.FindString(rest)
		dotted := strings.HasPrefix(step, ".")
		first := rest == path
		if step == "" || first && (dotted || step == each) || !first && !dotted && step[0] != '[' {
			return nil, fmt.Errorf("%q is not a path: write it like spec.replicas, status.conditions[].type or metadata.annotations[\"example.com/owner\"]", path)
		}
		rest = rest[len(step):]
		if step != each {
			step = strings.TrimSuffix(strings.TrimPrefix(step, `["`), `"]`)
			step = strings.TrimPrefix(step, ".")
		}
		steps = append(steps, step)
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("a path is empty")
	}
	return steps, nil
}

// add puts one path into the tree.
func (t *FieldTree) add(path string, steps []string) error {
	at := t
	for i, step := range steps {
		if i > 0 && at.Leaf() && !at.fresh() {
			return fmt.Errorf("%q leads into a field that another path keeps as a value: leave out the shorter one", path)
		}
		next := at.Fields[step]
		switch {
		case step == each && len(at.Fields) > 0, step != each && at.Elements != nil:
			return fmt.Errorf("%q takes for a list what another path does not, or the other way round", path)
		case step == each && at.Elements == nil:
			at.Elements = &FieldTree{Fields: map[string]*FieldTree{}}
		case step != each && next == nil:
			at.Fields[step] = &FieldTree{Fields: map[string]*FieldTree{}}
		}
		if step == each {
			at = at.Elements
		} else {
			at = at.Fields[step]
		}
	}
	if !at.Leaf() {
		return fmt.Errorf("%q is kept as a value, and another path leads into it: leave it out", path)
	}
	at.Fields = nil // a value takes no more parts
	return nil
}

// fresh reports whether the tree was just made, and is not a value yet.
func (t *FieldTree) fresh() bool { return t.Fields != nil }
