package cli

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

func newWaivers(env Env) *cobra.Command {
	var request engine.Request
	var outputs []string
	cmd := &cobra.Command{
		Use:   "waivers",
		Short: "List the waivers of kready.yaml, with the days that each has left",
		Long: `Waivers lists the gaps that kready.yaml accepts, with what lapses first on top, and the
days that each has left after today; on its last day a waiver still counts. It asks no
cluster: whether a waiver still matches a gap, "kready check" says.`,
		Example: `  kready waivers
  kready waivers --as-of 2026-12-31 -o json`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			all, err := parseOutputs(env, outputs, waiverFormats())
			if err != nil {
				return err
			}
			asOf, err := engine.ParseDay(request.AsOf)
			if err != nil {
				return err
			}
			if asOf.IsZero() {
				asOf = env.Now()
			}
			waivers, err := engine.Waivers(env, request)
			if err != nil {
				return err
			}
			return writeOutputs(env, all, listWaivers(waivers, asOf), output.Options{})
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&request.Config, "config", "", "`FILE` to read (default \""+config.FileName+"\")")
	addOutputFlag(flags, &outputs, waiverFormats())
	flags.StringVar(&request.AsOf, "as-of", "", "count the days from this `DAY` (2026-11-23); default is today")
	addPolicies(flags, &request)
	addCatalogs(flags, &request)
	return cmd
}

// listedWaiver is a waiver as machines see it.
type listedWaiver struct {
	Check   string `json:"check,omitempty"`
	Battery string `json:"battery,omitempty"`
	Object  string `json:"object,omitempty"`
	Owner   string `json:"owner"`
	Reason  string `json:"reason"`
	Expires string `json:"expires"`
	// DaysLeft is zero on the last day, less when the waiver has expired.
	DaysLeft int  `json:"daysLeft"`
	Expired  bool `json:"expired"`
}

// listWaivers returns the waivers, what lapses first before the others.
func listWaivers(waivers []check.Waiver, asOf time.Time) []listedWaiver {
	out := make([]listedWaiver, 0, len(waivers))
	for _, w := range slices.SortedStableFunc(slices.Values(waivers), func(a, b check.Waiver) int { return a.Expires.Compare(b.Expires) }) {
		out = append(out, listedWaiver{
			Check: w.Check, Battery: w.Battery, Object: w.Object, Owner: w.Owner, Reason: w.Reason,
			Expires: w.Expires.Format(time.DateOnly), DaysLeft: w.DaysLeft(asOf), Expired: w.Expired(asOf),
		})
	}
	return out
}

func waiverFormats() []output.Format[[]listedWaiver] {
	return []output.Format[[]listedWaiver]{output.Text(waiverTable), output.JSON[[]listedWaiver]("")}
}

// waiverTable writes one row a waiver.
func waiverTable(out io.Writer, waivers []listedWaiver, _ output.Options) error {
	if len(waivers) == 0 {
		_, err := fmt.Fprintln(out, "There is no waiver.")
		return err
	}
	w := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "WAIVES\tOBJECT\tEXPIRES\tLEFT\tOWNER\tREASON")
	for _, x := range waivers {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", x.Check+x.Battery, text.Clean(orDash(x.Object)),
			x.Expires, x.left(), text.Clean(x.Owner), text.Clean(x.Reason))
	}
	return w.Flush()
}

// left returns how long a waiver still counts.
func (w listedWaiver) left() string {
	switch {
	case w.Expired:
		return "expired"
	case w.DaysLeft == 0:
		return "last day"
	}
	return text.Counted(w.DaysLeft, "day", "days")
}
