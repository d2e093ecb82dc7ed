package policy

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/policies"
)

// TestLib holds the public library and docs/policies.md together: every rule of
// policies/lib has a comment that begins with its form, and the page lists that form
// and no others.
func TestLib(t *testing.T) {
	modules, _, problems := Builtin(policies.Files).read(false)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var forms []string
	for file, module := range modules {
		if path.Dir(file) != "lib" {
			continue
		}
		for _, imported := range module.Imports {
			t.Errorf("%s imports %s: the library stands alone", file, imported.Path)
		}
		for name, rule := range firstRules(module) {
			form, ok := documentedForm(module, rule)
			if !ok {
				t.Errorf("%s: %s has no comment that begins with `# %s`", rule.Loc(), name, name)
				continue
			}
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	if listed := listedForms(t); !slices.Equal(forms, listed) {
		t.Errorf("docs/policies.md lists\n\t%s\nand policies/lib has\n\t%s", strings.Join(listed, "\n\t"), strings.Join(forms, "\n\t"))
	}
}

// firstRules are the rules of a module by name, of those with several bodies the first.
func firstRules(module *ast.Module) map[string]*ast.Rule {
	first := map[string]*ast.Rule{}
	for _, rule := range module.Rules {
		name := nameOf(rule)
		if at, ok := first[name]; !ok || rule.Loc().Row < at.Loc().Row {
			first[name] = rule
		}
	}
	return first
}

// nameOf is the name of a rule, also of one with keys.
func nameOf(rule *ast.Rule) string { return rule.Head.Ref()[0].Value.String() }

// documentedForm reads how a rule is written, such as "named(impl)", from the beginning of
// the comment above it.
func documentedForm(module *ast.Module, rule *ast.Rule) (string, bool) {
	lines := map[int]string{}
	for _, comment := range module.Comments {
		lines[comment.Location.Row] = strings.TrimSpace(string(comment.Text))
	}
	row := rule.Loc().Row - 1
	for lines[row-1] != "" {
		row--
	}
	form := regexp.MustCompile(`^` + nameOf(rule) + `(\([^)]*\))?`).FindString(lines[row])
	return form, form != ""
}

// listedForms are the first cells of the table in docs/policies.md.
func listedForms(t *testing.T) []string {
	t.Helper()
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(page), "### The library\n")
	if !ok {
		t.Fatal("docs/policies.md has no section on the library")
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var forms []string
	for _, cell := range regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(section, -1) {
		forms = append(forms, cell[1])
	}
	slices.Sort(forms)
	return forms
}
