package yaml

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	yamlv3 "go.yaml.in/yaml/v3"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

// Located is a document of Kubernetes with the lines that its parts are written at.
type Located struct {
	// Value is what the document holds: maps, lists, texts, int64, float64, bool and nil.
	Value any
	node  *Node
	first int
}

// Error is why a document does not parse, and where.
type Error struct {
	Line int
	Text string
}

func (e *Error) Error() string { return e.Text }

// Locate reads one document, which begins on line first of its file, as kubectl does: in YAML 1.1 or JSON.
// Its errors are an *Error with a line of the file.
func Locate(data []byte, first int) (Located, error) {
	if err := checkAliases(data); err != nil {
		return Located{}, &Error{first, strings.TrimPrefix(err.Error(), "yaml: ")}
	}
	out := Located{first: first}
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' && json.Valid(trimmed) {
		if err := utiljson.Unmarshal(trimmed, &out.Value); err != nil {
			return Located{}, &Error{first, err.Error()}
		}
		var node Node
		if yamlv3.Unmarshal(bytes.ReplaceAll(data, []byte("\t"), []byte(" ")), &node) == nil {
			out.node = &node
		}
		return out, nil
	}
	var node Node
	if err := yamlv3.Unmarshal(data, &node); err != nil {
		return Located{}, parseError(err, first)
	}
	out.node = &node
	value, err := valueOf(&node, first)
	out.Value = value
	return out, err
}

// parseError moves the line of the library's message to that of the file.
func parseError(err error, first int) *Error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := first
	if rest, ok := strings.CutPrefix(message, "line "); ok {
		if number, why, found := strings.Cut(rest, ": "); found {
			if n, err := strconv.Atoi(number); err == nil {
				line, message = first+n-1, why
			}
		}
	}
	return &Error{line, message}
}

// valueOf is what a part of a document holds.
func valueOf(node *Node, first int) (any, error) {
	switch node.Kind {
	case 0:
		return nil, nil
	case yamlv3.DocumentNode:
		return valueOf(node.Content[0], first)
	case yamlv3.AliasNode:
		return valueOf(node.Alias, first)
	case yamlv3.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, child := range node.Content {
			value, err := valueOf(child, first)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		return list, nil
	case yamlv3.MappingNode:
		return mapOf(node, first)
	}
	return scalarOf(node), nil
}

// mapOf is a mapping, with what is merged into it.
func mapOf(node *Node, first int) (any, error) {
	fields := make(map[string]any, len(node.Content)/2)
	var merged []*Node
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Tag == "!!merge" {
			merged = append(merged, node.Content[i+1])
			continue
		}
		if key.Kind != yamlv3.ScalarNode {
			return nil, &Error{first + key.Line - 1, "a key is no text"}
		}
		value, err := valueOf(node.Content[i+1], first)
		if err != nil {
			return nil, err
		}
		fields[key.Value] = value
	}
	for _, from := range merged {
		value, err := valueOf(from, first)
		if err != nil {
			return nil, err
		}
		for _, one := range append([]any{value}, listOf(value)...) {
			more, _ := one.(map[string]any)
			for key, v := range more {
				if _, own := fields[key]; !own {
					fields[key] = v
				}
			}
		}
	}
	return fields, nil
}

func listOf(value any) []any {
	list, _ := value.([]any)
	return list
}

// scalarOf is a value as YAML 1.1 has it, where yes and on are true. Days stay texts.
func scalarOf(node *Node) any {
	switch node.ShortTag() {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var value any
		if node.Decode(&value) != nil {
			return node.Value
		}
		return number(value)
	case "!!str":
		if node.Style == 0 {
			switch node.Value {
			case "yes", "Yes", "YES", "on", "On", "ON":
				return true
			case "no", "No", "NO", "off", "Off", "OFF":
				return false
			}
		}
	}
	return node.Value
}

// number is a value as JSON's decoder of Kubernetes gives it.
func number(value any) any {
	switch n := value.(type) {
	case int:
		return int64(n)
	case uint64:
		return float64(n)
	case float64:
		if math.IsNaN(n) || math.IsInf(n, 0) {
			return fmt.Sprint(n)
		}
	}
	return value
}

// Line is the line of a part of the document, which is named by keys and the numbers of elements; of the
// last part on the way that is there, where it is not.
func (l Located) Line(path ...string) int {
	if l.node == nil {
		return l.first
	}
	at := l.node
	line := l.begins()
	for _, step := range path {
		key, value := child(at, step)
		if value == nil {
			break
		}
		at, line = value, key.Line
	}
	return l.first + line - 1
}

// begins is the line of the first key, which comments may come before.
func (l Located) begins() int {
	at := l.node
	for at.Kind == yamlv3.DocumentNode && len(at.Content) > 0 {
		at = at.Content[0]
	}
	return max(at.Line, 1)
}

// With is another value at the lines of this document: of what was made of it.
func (l Located) With(value any) Located {
	l.Value = value
	return l
}

// From is the value without lines of its own, at one line.
func (l Located) From(line int) Located { return Located{Value: l.Value, first: line} }

// At is a part of the document, such as an element of a list, with its lines.
func (l Located) At(value any, path ...string) Located {
	out := Located{Value: value, first: l.first}
	if l.node == nil {
		return out
	}
	at := l.node
	for _, step := range path {
		if _, at = child(at, step); at == nil {
			return Located{Value: value, first: l.Line(path...)}
		}
	}
	out.node = at
	return out
}

// child returns a part of a mapping or a list, and the node whose line stands for it; nil when it is not
// there.
func child(at *Node, step string) (key, value *Node) {
	for at.Kind == yamlv3.DocumentNode && len(at.Content) > 0 || at.Kind == yamlv3.AliasNode {
		if at.Kind == yamlv3.AliasNode {
			at = at.Alias
		} else {
			at = at.Content[0]
		}
	}
	switch at.Kind {
	case yamlv3.MappingNode:
		for i := 0; i+1 < len(at.Content); i += 2 {
			if at.Content[i].Value == step {
				return at.Content[i], at.Content[i+1]
			}
		}
	case yamlv3.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(at.Content) {
			return at.Content[i], at.Content[i]
		}
	}
	return nil, nil
}
