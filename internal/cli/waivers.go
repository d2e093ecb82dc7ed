package cli

import (
	"fmt"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/report"
)

func newWaivers(streams Streams) *cobra.Command {
	var intent intentFlags
	var own policyFlags
	cmd := &cobra.Command{
		Use:   "waivers",
		Short: "List the waivers of kready.yaml, with the days that each has left",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			read, err := intent.load()
			if err != nil {
				return err
			}
			all, faults, err := own.all(read)
			if err != nil {
				return err
			}
			if err := faulty(faults); err != nil {
				return err
			}
			if err := intent.checkBatteries(read, all); err != nil {
				return err
			}
			if err := knownWaivers(read, all); err != nil {
				return err
			}
			if len(read.Waivers) == 0 {
				fmt.Fprintln(streams.Out, "There is no waiver.")
				return nil
			}
			w := tabwriter.NewWriter(streams.Out, 0, 4, 2, ' ', 0)
			fmt.Fprintln(w, "WAIVES\tOBJECT\tEXPIRES\tLEFT\tOWNER\tREASON")
			for _, waiver := range read.Waivers {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", waiver.Check+waiver.Battery, dash(waiver.Object),
					waiver.Expires.Format(time.DateOnly), left(waiver, now()), waiver.Owner, waiver.Reason)
			}
			return w.Flush()
		},
	}
	cmd.Flags().StringVar(&intent.config, "config", "", "`FILE` to read (default \""+config.FileName+"\")")
	own.add(cmd.Flags())
	return cmd
}

// left says how long a waiver still counts.
func left(w check.Waiver, now time.Time) string {
	if w.Expired(now) {
		return "expired"
	}
	return check.Counted(int(w.Expires.Sub(now).Hours()/24)+1, "day", "days")
}

// knownWaivers refuses waivers of checks that do not exist: they would never match.
func knownWaivers(intent config.Intent, all []check.Check) error {
	for _, w := range intent.Waivers {
		if w.Check != "" && !slices.ContainsFunc(all, func(c check.Check) bool { return c.ID == w.Check }) {
			return usageError("waivers: %w", unknownCheck(all, w.Check))
		}
	}
	return nil
}

// reportWaivers are the waivers as the report shows them.
func reportWaivers(waivers []check.Waiver, states []check.WaiverState) []report.Waiver {
	out := make([]report.Waiver, 0, len(waivers))
	for i, w := range waivers {
		out = append(out, report.NewWaiver(w, states[i]))
	}
	return out
}
