package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/probe"
)

// newProbe is check with the checks that probes are for, and no others.
func newProbe(env Env) *cobra.Command {
	f := checkFlags{}
	var planOnly bool
	cmd := &cobra.Command{
		Use:   "probe [BATTERY | ID ...]",
		Short: "Prove that batteries work, by trying them in the cluster",
		Long: `Probe tries what no API tells: whether packets arrive, policies block, names resolve.
It creates a few small pods in namespaces of its own, lets them talk, and removes
everything again: at the end, after a failure, and after Ctrl-C. What a run leaves that
was killed, "kready cleanup" removes.

"kready check --probe" does the same as a part of a whole check. "kready rbac --probe"
prints the rights that it takes.

The exit codes are those of check.`,
		Example: `  kready probe --plan
  kready probe
  kready probe network dns/internal -v
  kready probe --probe-image registry.internal/kready@sha256:…`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			_, err := engine.ProbesNamed(args)
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			f.probes.List = "all"
			giveTime(cmd.Flags(), &f.probes)
			if len(args) == 0 {
				args = probe.Names()
			} else {
				f.probes.List = strings.Join(args, ",")
				chosen, err := engine.ProbesNamed(args)
				if err != nil {
					return err
				}
				args = namesOf(chosen)
			}
			if planOnly {
				if err := refuse(cmd.Flags(), "is about a report, and --plan writes none", "output", "verbose", "brief", "color", "fail-on", "allow-unknown", "exit-zero", "as-of", "dry-run"); err != nil {
					return err
				}
				return f.plan(cmd.Context(), env, args)
			}
			return f.run(cmd, env, args)
		},
	}
	addTarget(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	_ = own.MarkHidden("from") // files cannot be probed: the run refuses them
	_ = own.MarkHidden("complete")
	f.addOutput(own)
	addRules(own, &f.request)
	addProbes(own, &f.probes)
	own.BoolVar(&planOnly, "plan", false, "say what would be created, where and for how long, and what does not apply to this cluster, and do nothing")
	cmd.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return probe.Names(), cobra.ShellCompDirectiveNoFileComp
	}
	return cmd
}

// plan prints what the probes of the checks would create.
func (f *checkFlags) plan(ctx context.Context, env Env, names []string) error {
	f.request.Checks = names
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	plan, err := rules.PlanProbes(ctx, f.target, f.probes)
	if err != nil {
		return err
	}
	_, err = io.WriteString(env.Stdout, plan)
	return err
}

func namesOf(probes []probe.Probe) []string {
	var names []string
	for _, p := range probes {
		names = append(names, p.Name)
	}
	return names
}
