package policy

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// generated are the compiler's own names for what a policy has none for.
var generated = regexp.MustCompile(`\[__local[0-9]+__\]`)

// problems splits what OPA says into one error a problem, each one line that begins with
// file and line, in the order of the files.
func problems(err error) []error {
	if err == nil {
		return nil
	}
	var all ast.Errors
	var one *ast.Error
	if errors.As(err, &one) {
		all = ast.Errors{one}
	} else if !errors.As(err, &all) {
		return []error{errors.New(oneLine(err.Error()))}
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b *ast.Error) int {
		if a.Location == nil || b.Location == nil {
			return 0
		}
		return cmp.Or(strings.Compare(a.Location.File, b.Location.File), a.Location.Row-b.Location.Row)
	})
	var out []error
	for _, e := range all {
		text := generated.ReplaceAllString(oneLine(e.Message), "") + advice(e)
		if e.Location != nil {
			text = fmt.Sprintf("%s:%d: %s", e.Location.File, max(1, e.Location.Row), text)
		}
		if len(out) == 0 || out[len(out)-1].Error() != text {
			out = append(out, errors.New(text))
		}
	}
	return out
}

// advice says what could be written where a reference leads nowhere.
func advice(e *ast.Error) string {
	if e.Code == ast.ParseErr { // the line itself, which the file and its number lead to
		return ""
	}
	detail, ok := e.Details.(*ast.RefErrInvalidDetail)
	if !ok && e.Details != nil {
		return ": " + text.Truncate(text.OneLine(strings.Join(e.Details.Lines(), " ")), 160)
	}
	if !ok {
		return ""
	}
	if custom := ast.MustParseRef("input." + string(facts.KindCustom)); detail.Ref.HasPrefix(custom) || detail.Ref.Equal(custom) {
		return ": collect: in kready.yaml declares no such resource or field"
	}
	var names []string
	for _, value := range detail.OneOf {
		if name, ok := value.(ast.String); ok {
			names = append(names, string(name))
		}
	}
	slices.Sort(names)
	const most = 25
	switch {
	case len(names) == 0:
		return ""
	case len(names) > most:
		return ": there are " + text.List(names, most, ", ")
	}
	return ": there is " + strings.Join(names, ", ")
}

// evalError is an error of an evaluation, in one line.
type evalError struct{ err error }

func (e evalError) Error() string { return oneLine(e.err.Error()) }
func (e evalError) Unwrap() error { return e.err }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
