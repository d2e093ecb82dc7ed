package cli

import (
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/plan"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
)

// outputFlags say in which formats a report is written, where to, and how its text looks.
type outputFlags struct {
	outputs []string
	verbose bool
	brief   bool
	color   string
	// most is how many findings of one check are listed.
	most int
	// about is what is known of the target before it is read.
	about output.Options
	// planOf makes the plan of a report, for its page; nil where there is none.
	planOf func(report.Report) (plan.Plan, error)
}

func (f *outputFlags) add(flags *pflag.FlagSet) {
	addOutputFlag(flags, &f.outputs, format.All())
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "list every check, every finding and every blind spot, in text")
	flags.BoolVar(&f.brief, "brief", false, "a line for each gap, in text")
	flags.IntVar(&f.most, "max-findings", report.MaxFindings, "list at most `N` findings of each check, and count the others; 0 for all")
	flags.StringVar(&f.color, "color", "auto", "auto, always or never")
}

// options are what the flags say of a text on stdout.
func (f *outputFlags) options(env Env) (output.Options, error) {
	color, err := useColor(f.color, env)
	o := f.about
	o.Color, o.Verbose, o.Brief, o.Width = color, f.verbose, f.brief, outputWidth(env)
	if err == nil && o.Verbose && o.Brief {
		err = engine.Usagef("--brief and -v cannot be used together")
	}
	return o, err
}

// load validates the flags, and returns what writes a report by them. An unknown format or
// a file that cannot be written is an error here, before there is a report.
func (f *outputFlags) load(env Env) (func(report.Report) error, error) {
	if f.most < 0 {
		return nil, engine.Usagef("--max-findings must not be negative, got %d", f.most)
	}
	write, err := loadOutputs(f, env, f.formats())
	if err != nil {
		return nil, err
	}
	return func(r report.Report) error { return write(r.Limit(f.most)) }, nil
}

// loadOutputs is load for whatever the flags write.
func loadOutputs[T any](f *outputFlags, env Env, formats []output.Format[T]) (func(T) error, error) {
	all, err := parseOutputs(env, f.outputs, formats)
	if err != nil {
		return nil, err
	}
	options, err := f.options(env)
	if err != nil {
		return nil, err
	}
	return func(value T) error { return writeOutputs(env, all, value, options) }, nil
}
