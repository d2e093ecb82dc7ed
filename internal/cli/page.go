package cli

import (
	"errors"
	"io"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/plan"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
)

// formats are all formats of a report, of which the page also shows the plan.
func (f *outputFlags) formats() []format.Format {
	all := format.All()
	for i := range all {
		if all[i].Name == "html" {
			all[i].Write = func(w io.Writer, r report.Report, _ output.Options) error { return f.writePage(w, r) }
		}
	}
	return all
}

// writePage writes a report as a page, with the plan where there is one.
func (f *outputFlags) writePage(w io.Writer, r report.Report) error {
	if f.planOf == nil {
		return format.HTML(w, r)
	}
	made, err := f.planOf(r)
	if err != nil {
		return err
	}
	part, found, err := made.Part()
	if err != nil || !found {
		return errors.Join(err, format.HTML(w, r))
	}
	return format.HTMLWith(w, r, part)
}

// planBy makes plans by the checks and the catalogue of rules.
func planBy(rules *engine.Rules) func(report.Report) (plan.Plan, error) {
	return func(r report.Report) (plan.Plan, error) { return plan.New(r, rules.Checks, rules.Catalog.Entries), nil }
}

// planByOwn makes plans by kready's own checks and catalogue, of a report that is stored.
func planByOwn(env Env) func(report.Report) (plan.Plan, error) {
	return func(r report.Report) (plan.Plan, error) {
		checks, err := env.BuiltinChecks()
		if err != nil {
			return plan.Plan{}, err
		}
		known, err := env.Catalog(nil)
		if err != nil {
			return plan.Plan{}, err
		}
		return plan.New(r, checks, known.Entries), nil
	}
}
