package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// fleetDryRunOutcome is the output of `kready check --dry-run` for several clusters.
type fleetDryRunOutcome struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Tool       string `json:"tool"`
	// ExitCode is 3 when a must-have of any cluster could not be judged for sure.
	ExitCode int                   `json:"exitCode"`
	Clusters []memberDryRunOutcome `json:"clusters"`
}

// memberDryRunOutcome is the dry run of one cluster, or why there is none.
type memberDryRunOutcome struct {
	Name   string         `json:"name"`
	Error  string         `json:"error,omitempty"`
	DryRun *dryRunOutcome `json:"dryRun,omitempty"`
}

// fleetDryRun writes which checks this identity could judge in each of several clusters.
func (f *checkFlags) fleetDryRun(ctx context.Context, env Env) error {
	if len(f.fleet.from) > 0 {
		return engine.Usagef("--dry-run reviews rights in live clusters and cannot be used with --from")
	}
	if len(f.fleet.each) > 0 {
		return engine.Usagef("--dry-run judges nothing and cannot be used with --each")
	}
	if err := f.refuseWithDryRun(); err != nil {
		return err
	}
	formats := []output.Format[fleetDryRunOutcome]{output.Text(fleetDryRunText), output.JSON[fleetDryRunOutcome]("")}
	outputs, err := parseOutputs(env, f.outputs.outputs, formats)
	if err != nil {
		return err
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	found, err := rules.FleetDryRun(ctx, f.fleet.members(), f.target)
	if err != nil {
		return err
	}
	outcome := fleetDryRunOf(found)
	if err := writeOutputs(env, outputs, outcome, output.Options{}); err != nil {
		return err
	}
	return f.exit(outcome.ExitCode)
}

func fleetDryRunOf(found []engine.MemberDryRun) fleetDryRunOutcome {
	out := fleetDryRunOutcome{APIVersion: report.APIVersion, Kind: "FleetDryRun", Tool: version, Clusters: []memberDryRunOutcome{}}
	for _, m := range found {
		one := memberDryRunOutcome{Name: m.Name}
		if m.Err != nil {
			one.Error, out.ExitCode = m.Err.Error(), exitIncomplete
		} else {
			own := dryRunOf(m.DryRun, m.Rules)
			one.DryRun = &own
			out.ExitCode = max(out.ExitCode, own.ExitCode)
		}
		out.Clusters = append(out.Clusters, one)
	}
	return out
}

// fleetDryRunText writes the outcome for people: clusters of which the same can be judged once.
func fleetDryRunText(w io.Writer, o fleetDryRunOutcome, options output.Options) error {
	type alike struct {
		names  []string
		sample memberDryRunOutcome
	}
	var groups []*alike
	known := map[string]*alike{}
	for _, c := range o.Clusters {
		key := c.Error
		if c.DryRun != nil {
			checks, err := json.Marshal(c.DryRun.Checks)
			if err != nil {
				return fmt.Errorf("comparing what can be judged: %w", err)
			}
			key = string(checks)
		}
		if known[key] == nil {
			known[key] = &alike{sample: c}
			groups = append(groups, known[key])
		}
		known[key].names = append(known[key].names, c.Name)
	}
	var b strings.Builder
	for _, g := range groups {
		for i, line := range text.Wrap(text.Clean(text.Counted(len(g.names), "CLUSTER", "CLUSTERS")+": "+strings.Join(g.names, ", ")), "  ", dryRunWidth) {
			if i == 0 {
				line = strings.TrimSpace(line)
			}
			b.WriteString(line + "\n")
		}
		if g.sample.DryRun == nil {
			b.WriteString("NOT REACHED: " + text.Clean(g.sample.Error) + "\n\n")
			continue
		}
		if err := dryRunText(&b, *g.sample.DryRun, options); err != nil {
			return err
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s (exit %d).\n", text.Counted(len(o.Clusters), "cluster", "clusters"), o.ExitCode)
	_, err := io.WriteString(w, b.String())
	return err
}
