package collect

import (
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// calicoSelectorMax is how long a selector may be, as Calico has it.
const calicoSelectorMax = 1024

// calicoToken is one token of a selector of Calico.
var calicoToken = regexp.MustCompile(`\s*("[^"]*"|'[^']*'|&&|\|\||==|!=|[!(){},]|[A-Za-z0-9_./-]+)`)

// labelOf says what a label of a selector is about: the pods, or their namespace, and by which label. known is
// false for one of which kready does not know the value, always true where every pod has it with that value.
type labelOf func(key string) (ofNamespace bool, label string, known bool)

// podLabel is for labels of pods, to which Calico adds some.
func podLabel(key string) (bool, string, bool) {
	rest, ofNamespace := strings.CutPrefix(key, "pcns.")
	switch {
	case key == "projectcalico.org/namespace":
		return true, corev1.LabelMetadataName, true
	case ofNamespace:
		return true, rest, true
	case strings.HasPrefix(key, "pcsa."), strings.HasPrefix(key, "projectcalico.org/"):
		return false, "", false
	}
	return false, key, true
}

// namespaceLabel is for labels of namespaces.
func namespaceLabel(key string) (bool, string, bool) {
	if key == "projectcalico.org/name" {
		key = corev1.LabelMetadataName
	}
	return true, key, true
}

// calicoSelector adds the requirements of a selector, which all have to hold, to those of a policy. It returns false
// where there is more to it than can be said so: then some are left out.
// See https://docs.tigera.io/calico/latest/reference/resources/networkpolicy#selectors
func calicoSelector(selector string, of labelOf, p *facts.OtherPolicy) bool {
	terms, whole := calicoTerms(selector)
	exact := whole
	for _, term := range terms {
		requirement, ok := calicoTerm(term)
		if !ok {
			exact = false
			continue
		}
		if requirement.Key == "" || ofEveryPod(requirement) {
			continue // all()
		}
		ofNamespace, label, known := of(requirement.Key)
		requirement.Key = label
		switch {
		case !known:
			exact = false
		case ofNamespace:
			p.Namespaces.Set = true
			p.Namespaces.Requirements = append(p.Namespaces.Requirements, requirement)
		default:
			p.Pods.Requirements = append(p.Pods.Requirements, requirement)
		}
	}
	return exact
}

// ofEveryPod reports whether Calico gives every pod what a requirement asks for.
func ofEveryPod(r facts.Requirement) bool {
	return r.Key == "projectcalico.org/orchestrator" && (r.Operator == "Exists" || r.Operator == "In" && slices.Contains(r.Values, "k8s"))
}

// calicoTerms returns the terms of a selector that all have to hold, as tokens; false where it is none, or has
// alternatives or terms inside of others.
func calicoTerms(selector string) (terms [][]string, whole bool) {
	tokens, whole := calicoTokens(selector)
	if !whole || slices.Contains(tokens, "||") {
		return nil, false
	}
	for len(tokens) > 0 {
		term := tokens
		end := slices.Index(tokens, "&&")
		if tokens = nil; end >= 0 {
			term, tokens = term[:end], term[end+1:]
		}
		if count(term, "(") != count(term, ")") {
			return nil, false
		}
		terms = append(terms, unwrapped(term))
	}
	return terms, true
}

func count(tokens []string, token string) int {
	n := 0
	for _, t := range tokens {
		if t == token {
			n++
		}
	}
	return n
}

// calicoTokens splits a selector; false where it is none.
func calicoTokens(selector string) (tokens []string, whole bool) {
	rest := strings.TrimSpace(selector)
	if len(rest) > calicoSelectorMax {
		return nil, false
	}
	for rest != "" {
		at := calicoToken.FindStringSubmatchIndex(rest)
		if at == nil || at[0] != 0 {
			return nil, false
		}
		tokens, rest = append(tokens, rest[at[2]:at[3]]), strings.TrimSpace(rest[at[1]:])
	}
	return tokens, true
}

// unwrapped takes the parentheses around a term away.
func unwrapped(term []string) []string {
	for len(term) > 2 && term[0] == "(" && term[len(term)-1] == ")" {
		term = term[1 : len(term)-1]
	}
	return term
}

// calicoTerm reads one term; a requirement without a key is always met.
func calicoTerm(term []string) (facts.Requirement, bool) {
	joined := strings.Join(term, " ")
	switch {
	case joined == "all ( )":
		return facts.Requirement{}, true
	case len(term) == 4 && strings.HasPrefix(joined, "has ( "):
		return facts.Requirement{Key: term[2], Operator: "Exists"}, true
	case len(term) == 5 && strings.HasPrefix(joined, "! has ( "):
		return facts.Requirement{Key: term[3], Operator: "DoesNotExist"}, true
	case len(term) == 3 && term[1] == "==":
		return facts.Requirement{Key: term[0], Operator: "In", Values: []string{unquoted(term[2])}}, quoted(term[2])
	case len(term) == 3 && term[1] == "!=":
		return facts.Requirement{Key: term[0], Operator: "NotIn", Values: []string{unquoted(term[2])}}, quoted(term[2])
	case len(term) > 4 && term[1] == "in" && term[2] == "{":
		return calicoSet(term[0], "In", term[3:])
	case len(term) > 5 && term[1] == "not" && term[2] == "in" && term[3] == "{":
		return calicoSet(term[0], "NotIn", term[4:])
	}
	return facts.Requirement{}, false
}

// calicoSet reads the values of a set, up to its brace.
func calicoSet(key, operator string, tokens []string) (facts.Requirement, bool) {
	out := facts.Requirement{Key: key, Operator: operator}
	for i, token := range tokens {
		switch last := i == len(tokens)-1; {
		case last && token == "}":
			return out, len(out.Values) > 0
		case token == ",":
		case quoted(token):
			out.Values = append(out.Values, unquoted(token))
		default:
			return out, false
		}
	}
	return out, false
}

func quoted(token string) bool {
	return len(token) >= 2 && strings.ContainsAny(token[:1], `"'`)
}

func unquoted(token string) string { return text.Truncate(strings.Trim(token, `"'`), valueMax) }
