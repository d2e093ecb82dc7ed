package policy

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/text"
)

// unknownValues reports literals that are compared with a value which cannot be equal to them:
// with a role, a state, a condition's status, or whatever else has an enum in the input's
// schema. Such a comparison never holds. Inference finds out what is compared with what.
func (f Folder) unknownValues(compiler *ast.Compiler) []error {
	schema, err := schemaWithRoles(f.shipped(), f.Custom, f.Roles)
	if err != nil {
		return []error{err}
	}
	var modules []*ast.Module
	for _, name := range slices.Sorted(maps.Keys(compiler.Modules)) {
		if !isTest(name) { // tests make up an input of their own
			modules = append(modules, compiler.Modules[name])
		}
	}
	found := &misspellings{inRule: map[*ast.Rule]map[*ast.Term]bool{}, allowed: map[*ast.Term]*shape{}, groups: map[*ast.Rule]*ruleGroup{}}
	infer(modules, schemaShape(map[string]any(schema)), found.compare)
	return found.problems()
}

// shipped are the files that kready ships.
func (f Folder) shipped() fs.FS {
	if f.builtin {
		return f.Files
	}
	return f.Lib
}

// misspellings are literals that are compared with an enum which lacks them.
type misspellings struct {
	inRule  map[*ast.Rule]map[*ast.Term]bool
	allowed map[*ast.Term]*shape
	groups  map[*ast.Rule]*ruleGroup
}

func (m *misspellings) compare(group *ruleGroup, rule *ast.Rule, a, b *shape) {
	if !a.closed() || !b.literal() {
		return
	}
	m.groups[rule] = group
	for _, literal := range b.literals {
		if a.allows(stringOf(literal)) {
			continue
		}
		if m.inRule[rule] == nil {
			m.inRule[rule] = map[*ast.Term]bool{}
		}
		m.inRule[rule][literal] = true
		m.allowed[literal] = a
	}
}

// problems are the misspellings in the order of the files. A literal that is an
// argument of a function is one only when every rule of the function compares it so.
func (m *misspellings) problems() []error {
	literals := map[*ast.Term]bool{}
	for rule, found := range m.inRule {
		written := literalsOf(rule)
		for literal := range found {
			if written[literal] || !slices.ContainsFunc(m.groups[rule].rules, func(r *ast.Rule) bool { return !m.inRule[r][literal] }) {
				literals[literal] = true
			}
		}
	}
	sorted := slices.SortedFunc(maps.Keys(literals), func(a, b *ast.Term) int {
		return cmp.Or(strings.Compare(a.Location.File, b.Location.File), a.Location.Row-b.Location.Row, strings.Compare(stringOf(a), stringOf(b)))
	})
	var problems []error
	for _, literal := range sorted {
		if strings.HasPrefix(literal.Location.File, shippedPrefix) {
			continue
		}
		problems = append(problems, fmt.Errorf("%s:%d: unknown value %s: there is %s",
			literal.Location.File, literal.Location.Row, literal, text.List(nearest(stringOf(literal), m.allowed[literal].enum), maxValues, ", ")))
	}
	return problems
}

// maxValues is how many values of an enum a problem lists.
const maxValues = 8

// literalsOf are the literals that a rule writes itself.
func literalsOf(rule *ast.Rule) map[*ast.Term]bool {
	literals := map[*ast.Term]bool{}
	ast.WalkTerms(rule, func(term *ast.Term) bool {
		if _, ok := term.Value.(ast.String); ok {
			literals[term] = true
		}
		return false
	})
	return literals
}

// nearest sorts the values of an enum by how few letters differ from a misspelt one; "" is
// written as it is in Rego.
func nearest(misspelt string, enum []string) []string {
	sorted := slices.SortedStableFunc(slices.Values(enum), func(a, b string) int { return distance(misspelt, a) - distance(misspelt, b) })
	for i, value := range sorted {
		if value == "" {
			sorted[i] = `""`
		}
	}
	return sorted
}

// distance is Levenshtein's: how many letters must be added, removed or replaced.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, diagonal+1, row[j]+1)
		}
	}
	return row[len(b)]
}
