package cli

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/diff"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/report"
)

// checkFlags are the flags of `kready check`.
type checkFlags struct {
	target   engine.Target
	fleet    fleetFlags
	request  engine.Request
	probes   engine.Probes
	baseline string
	outputs  outputFlags
	schema   bool
	dry      bool
	// exitZero leaves the verdict to whoever reads the report.
	exitZero bool
}

func newCheck(env Env) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check [BATTERY | ID ...]",
		Short: "Report which batteries are missing, unhealthy or set up to do nothing",
		Long: `Check reads a cluster, or a file of one, and reports which batteries are missing,
unhealthy, or set up so that they do nothing: must-haves first, each with what was
seen, why it matters and how to close it. It changes nothing and reads no Secret.

With --probe it also proves: it creates small pods in namespaces of its own, lets them
talk, and removes everything again.

Name batteries or ids of checks to judge those only, with what they build on.

With --for-version, 1.38 or next, it judges for a Kubernetes version to come: what that
removes and who still uses it, which kubelets and products are not for it.

With --baseline, an earlier JSON report or a snapshot, it also says what changed since.
--fail-on new then fails the run only for must-have gaps that are new or larger, or
must-haves that can no longer be judged, which suits nightly jobs.

Several clusters, named by --contexts, by --from more than once or by --inventory, are
read side by side. One report shows them, as text, json, markdown, csv, prometheus or
html: what is missing where, the clusters by their state (or by --group-by) with those
that are unlike the others of their kind, and a matrix with a row for each (of many,
with -v). --each FORMAT=DIR also writes each one's own report, in any format, to
DIR/NAME.FORMAT, where NAME is the cluster's with a dash for whatever is no letter,
digit, dot, dash or underscore. The exit code is the worst of the clusters': 1
takes precedence over 3. One that cannot be reached counts as 3; the others are
still reported. Their --baseline is an earlier JSON report of several clusters. Probes
run in one cluster after the other, and only in contexts that are named without *.

Exit codes:
  0  no gap at or above --fail-on, and every must-have was judged; with
     --fail-on new, nothing that counts got worse
  1  at least one such gap
  2  the command line, configuration, baseline or a policy is wrong; nothing was
     checked
  3  the verdict is not complete: the cluster is unreachable, or a must-have could
     not be judged (--allow-unknown accepts those); with --fail-on new, one that was
     judged, or waived, before`,
		Example: `  kready check
  kready check network dns/ha --context staging
  kready check -o text -o json=report.json
  kready check --contexts 'prod-*',staging -o text -o html=fleet.html --each html=reports
  kready check --inventory clusters.yaml --group-by region -o html=fleet.html
  kready check --baseline report.json --fail-on new
  kready check --for-version next
  kready check --policies ./policies
  kubectl get all,nodes,networkpolicies -A -o yaml | kready check --from -`,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, env, args) },
	}
	addCluster(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	own.StringArrayVar(&f.fleet.from, "from", nil, fromUsage+"; repeatable")
	f.fleet.add(own)
	f.addOutput(own)
	addRules(own, &f.request)
	addConsents(own, &f.request)
	addProbeSwitch(own, &f.probes)
	addProbes(own, &f.probes)
	own.StringVar(&f.baseline, "baseline", "", "`FILE` with an earlier JSON report, or a snapshot: say what changed since")
	cmd.ValidArgsFunction = completeChecks(env)
	return cmd
}

// addOutput gives the flags of what is written.
func (f *checkFlags) addOutput(own *pflag.FlagSet) {
	f.outputs.add(own)
	own.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 whatever the report says; for jobs that only hand it on")
	own.BoolVar(&f.schema, "schema", false, "print the JSON Schema of the JSON report (of several clusters: of the fleet's), and check nothing")
	own.BoolVar(&f.dry, "dry-run", false, "say which checks this identity could judge and which rights are missing, and read nothing")
}

// run validates the whole command line before it sends a request to the cluster.
func (f *checkFlags) run(cmd *cobra.Command, env Env, args []string) error {
	if f.schema {
		schema := report.Schema()
		if f.fleet.several() {
			schema = fleet.Schema()
		}
		_, err := env.Stdout.Write(schema)
		return err
	}
	if err := requireProbe(cmd.Flags(), &f.probes); err != nil {
		return err
	}
	if err := f.fleet.validate(cmd.Flags()); err != nil {
		return err
	}
	if f.fleet.several() {
		f.request.Checks = args
		return f.runFleet(cmd.Context(), env, cmd.Flags().Changed("baseline"))
	}
	if len(f.fleet.from) == 1 {
		f.target.From = f.fleet.from[0]
	}
	f.request.Checks = args
	if f.dry {
		if err := refuse(cmd.Flags(), "is about a report, and --dry-run writes none", "verbose", "brief", "color", "fail-on", "as-of"); err != nil {
			return err
		}
		return f.dryRun(cmd.Context(), env)
	}
	f.outputs.about = askAgain(cmd, f.outputs.about)
	write, err := f.outputs.load(env)
	if err != nil {
		return err
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	f.outputs.planOf = planBy(rules)
	base, err := f.loadBaseline(cmd, rules)
	if err != nil {
		return err
	}
	sayEnded(env, &f.probes)
	rep, err := rules.Check(cmd.Context(), f.target, f.probes, base)
	if err != nil {
		return err
	}
	if err := write(rep); err != nil {
		return err
	}
	return f.exit(rep.Verdict.ExitCode)
}

// exit ends the run with the verdict's code.
func (f *checkFlags) exit(code int) error {
	if code != 0 && !f.exitZero {
		return &exitError{code: code}
	}
	return nil
}

// loadBaseline reads and judges the baseline, before the target is read. It returns nil
// when there is none.
func (f *checkFlags) loadBaseline(cmd *cobra.Command, rules *engine.Rules) (*diff.Report, error) {
	switch {
	case f.baseline == "" && cmd.Flags().Changed("baseline"):
		return nil, engine.Usagef("--baseline must name a file")
	case f.baseline == "" && rules.CountsNew():
		return nil, engine.Usagef("--fail-on %s requires --baseline", rules.FailOn)
	case f.baseline == "":
		return nil, nil
	case f.baseline == "-" && f.target.From == "-":
		return nil, engine.Usagef("--baseline and --from cannot both read standard input")
	}
	return rules.Baseline(cmd.Context(), f.baseline)
}
