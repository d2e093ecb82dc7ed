package policy

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// readFindings reads a rule's set of findings. Those beyond the limit are counted by a last
// one, which names no object: no waiver of objects covers findings that are not in the report.
func (l limits) readFindings(rule string, value any) ([]check.Finding, error) {
	elements, _ := value.([]any)
	left := 0
	if l.findings > 0 && len(elements) > l.findings {
		left = len(elements) - l.findings
		elements = elements[:l.findings]
	}
	var out []check.Finding
	for _, element := range elements {
		finding, err := l.readFinding(element)
		if err != nil {
			return nil, fmt.Errorf("its rule `%s` holds %w: a finding is {\"object\": {\"kind\", \"namespace\", \"name\"}, \"message\"}", rule, err)
		}
		out = append(out, finding)
	}
	if left > 0 {
		out = append(out, check.Finding{Message: fmt.Sprintf("and %d more, which are left out: at most %d findings of a policy are kept", left, l.findings)})
	}
	return out, nil
}

// readFinding reads one finding. Its errors say what the element is instead.
func (l limits) readFinding(element any) (check.Finding, error) {
	fields, ok := element.(map[string]any)
	if !ok {
		return check.Finding{}, fmt.Errorf("%s in place of a finding", kindOf(element))
	}
	var out check.Finding
	for key, value := range fields {
		switch key {
		case "message":
			text, ok := value.(string)
			if !ok {
				return out, fmt.Errorf("a message that is %s", kindOf(value))
			}
			out.Message = l.shorten(text)
		case "at":
			at, err := l.readAt(value)
			if err != nil {
				return out, err
			}
			out.At = at
		case "by":
			by, _ := value.(string)
			if out.By = check.Party(by); out.By != check.ByService && out.By != check.ByPlatform {
				return out, fmt.Errorf("a finding whose \"by\" is neither %q nor %q", check.ByService, check.ByPlatform)
			}
		case "state":
			state, ok := value.(string)
			if !ok {
				return out, fmt.Errorf("a state that is %s", kindOf(value))
			}
			out.State = l.shorten(state)
		case "object":
			object, err := l.readObject(value)
			if err != nil {
				return out, err
			}
			out.Object = object
		default:
			return out, fmt.Errorf("a finding with %q", l.shorten(key))
		}
	}
	if strings.TrimSpace(out.Message) == "" {
		return out, errors.New("a finding without a message")
	}
	return out, nil
}

// readAt reads where something is written.
func (l limits) readAt(value any) (check.At, error) {
	fields, _ := value.(map[string]any)
	file, isText := fields["file"].(string)
	number, isNumber := fields["line"].(json.Number)
	line, err := strconv.Atoi(number.String())
	if !isText || !isNumber || err != nil || len(fields) != 2 {
		return check.At{}, errors.New("a finding whose \"at\" is not {\"file\", \"line\"}")
	}
	return check.At{File: l.shorten(file), Line: line}, nil
}

func (l limits) readObject(value any) (facts.ObjectRef, error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return facts.ObjectRef{}, fmt.Errorf("an object that is %s", kindOf(value))
	}
	var out facts.ObjectRef
	for key, value := range fields {
		text, ok := value.(string)
		if !ok {
			return out, fmt.Errorf("an object whose %q is %s", l.shorten(key), kindOf(value))
		}
		switch text = l.shorten(text); key {
		case "kind":
			out.Kind = text
		case "namespace":
			out.Namespace = text
		case "name":
			out.Name = text
		default:
			return out, fmt.Errorf("an object with %q", l.shorten(key))
		}
	}
	return out, nil
}

// readStrings reads a rule's set of strings.
func (l limits) readStrings(rule string, value any) ([]string, error) {
	elements, _ := value.([]any)
	if l.sentences > 0 && len(elements) > l.sentences {
		elements = append(elements[:l.sentences:l.sentences], fmt.Sprintf("and %d more", len(elements)-l.sentences))
	}
	var out []string
	for _, element := range elements {
		text, ok := element.(string)
		if !ok {
			return nil, fmt.Errorf("its rule `%s` holds %s in place of a string", rule, kindOf(element))
		}
		out = append(out, l.shorten(text))
	}
	return out, nil
}

// kindOf names the kind of a value, with its article.
func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return "a number"
}
