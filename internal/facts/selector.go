package facts

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Selector is a label selector that tells null from empty: what null means depends on the
// field. Package kube decides what it selects.
type Selector struct {
	// Set is false when the field is absent or null.
	Set bool `json:"set"`
	// Requirements must all hold; matchLabels are among them as In with one value.
	Requirements []Requirement `json:"requirements"`
}

// Requirement is one requirement of a label selector.
type Requirement struct {
	Key string `json:"key"`
	// Operator is In, NotIn, Exists or DoesNotExist.
	Operator string   `json:"operator"`
	Values   []string `json:"values"`
}

// UnmarshalJSON reads a selector, also in the form with matchLabels and expressions in
// which older snapshots hold those of webhooks. For these null means empty.
func (s *Selector) UnmarshalJSON(data []byte) error {
	var form struct {
		Set          bool              `json:"set"`
		Requirements []Requirement     `json:"requirements"`
		MatchLabels  map[string]string `json:"matchLabels"`
		Expressions  []Requirement     `json:"expressions"`
	}
	if err := json.Unmarshal(data, &form); err != nil {
		return fmt.Errorf("reading a label selector: %w", err)
	}
	*s = Selector{Set: form.Set || form.MatchLabels != nil || form.Expressions != nil}
	s.Requirements = slices.Concat(form.Requirements, labelRequirements(form.MatchLabels), form.Expressions)
	return nil
}

// labelRequirements writes matchLabels as requirements, sorted by key.
func labelRequirements(labels map[string]string) []Requirement {
	var all []Requirement
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		all = append(all, Requirement{Key: key, Operator: "In", Values: []string{labels[key]}})
	}
	return all
}

// String writes the selector as kubectl does: "release=main,tier in (a,b)".
func (s *Selector) String() string {
	parts := make([]string, 0, len(s.Requirements))
	for _, r := range s.Requirements {
		parts = append(parts, r.String())
	}
	return strings.Join(parts, ",")
}

// String writes the requirement as kubectl does.
func (r Requirement) String() string {
	switch {
	case r.Operator == "Exists":
		return r.Key
	case r.Operator == "DoesNotExist":
		return "!" + r.Key
	case r.Operator == "In" && len(r.Values) == 1:
		return r.Key + "=" + r.Values[0]
	case r.Operator == "NotIn" && len(r.Values) == 1:
		return r.Key + "!=" + r.Values[0]
	}
	return r.Key + " " + strings.ToLower(r.Operator) + " (" + strings.Join(r.Values, ",") + ")"
}
