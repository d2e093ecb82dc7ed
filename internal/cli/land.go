package cli

import (
	"context"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/landing"
	"github.com/kready/kready/internal/report"
)

// landFlags are the flags of `kready land`.
type landFlags struct {
	target    engine.Target
	request   engine.Request
	namespace string
	name      string
	kustomize []string
	outputs   outputFlags
	exitZero  bool
	// probe tries pods like those of the service, as probes say; planOnly says what would be created, and does nothing.
	probe, planOnly bool
	probes          engine.Probes
}

func newLand(env Env) *cobra.Command {
	f := landFlags{request: engine.Request{Land: true}}
	cmd := &cobra.Command{
		Use:   "land PATH...",
		Short: "Say whether a service can land on a cluster, and what is missing",
		Long: `Land reads the manifests of a service and holds each thing that they need against a
cluster, or a snapshot of one: which requirement is not met, by which object, in which
line, what was seen in the cluster, and whether the manifest or the platform closes it.
It applies nothing, and changes nothing without --probe.

PATH is a file or a folder of rendered manifests (.yaml, .yml, .json; what is hidden is
passed over), or - for stdin; -k renders a kustomization. What the manifests bring
themselves counts as there. Objects without a namespace get that of -n, or of the
context ("default" with --from).

What a snapshot lacks is not judged, and never passes.

With --server-dry-run the API server is asked as well what it would make of each object,
and of the Pod of each template. It stores nothing, and takes the rights to create and patch.

With --probe a pod is made for each template, in the namespace of the service: it gets a
node, the volumes and the images, and runs nothing of them. Another one opens connections
to what the annotation kready.dev/requires names, with the labels and the account of the
service. They are never Ready, and removed again. Routes of its classes and Gateways are
tried for a name that nobody has. --plan says what would be created.

Each folder is a service, as is each -k; all files together are one. Several services
are one report (text, json, csv, markdown, html, sarif, junit): a matrix, those that lack
most first, and what blocks most of them. The exit code is the worst.

Exit codes:
  0  no requirement at or above --fail-on is unmet, and all must-haves were judged
  1  at least one such requirement is not met
  2  the command line, the manifests, the configuration or a policy is wrong
  3  the verdict is not complete: the cluster is unreachable, or a must-have could not
     be judged (--allow-unknown accepts those)`,
		Example: `  kready land deploy/ -n shop
  kready land services/*/ --from nightly.json.gz -o text -o html=services.html
  kready land -k overlays/prod --context prod
  helm template web ./chart | kready land - -n shop
  kready land deploy/ --from nightly.json.gz -o text -o sarif=land.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.requireProbe(cmd.Flags()); err != nil {
				return err
			}
			return f.run(cmd.Context(), env, args, cmd.Flags().Changed("namespace"))
		},
	}
	addTarget(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	f.outputs.add(own)
	addRules(own, &f.request)
	own.Lookup("fail-on").Usage = "least tier of a gap that fails the run: must, should, could or never" // there is no baseline
	own.StringVarP(&f.namespace, "namespace", "n", "", "`NAME` of the namespace of objects that name none; one that names another is an error")
	own.StringArrayVarP(&f.kustomize, "kustomize", "k", nil, "`FOLDER` of a kustomization to render, with kustomize's own library; nothing is fetched; repeatable")
	own.StringVar(&f.name, "name", "", "`NAME` of the service in the report; by default that of the first path")
	own.StringSliceVar(&f.request.Checks, "only", nil, "batteries and ids of `REQUIREMENTS` to judge")
	own.BoolVar(&f.request.SecretNames, "allow-secret-names", false, "look up whether the Secrets that the service names are there, by metadata alone; it takes the right to get them")
	own.BoolVar(&f.request.ServerDryRun, "server-dry-run", false, "ask the API server what it would make of each object and each template's Pod; it stores nothing, and takes rights to create and patch")
	own.BoolVar(&f.probe, "probe", false, "prove it: make a pod for each template that runs nothing of it, one that opens the connections it requires, and test routes; remove them")
	own.StringVar(&f.probes.Image, "probe-image", "", "`IMAGE` of the pods that open connections: a mirror's, or one with a digest (default \""+engine.AgentImage+":"+version+"\")")
	own.DurationVar(&f.probes.Timeout, "probe-timeout", 5*time.Minute, "bound on all that --probe tries, cleaning up left out")
	own.BoolVar(&f.planOnly, "plan", false, "with --probe, say what would be created, and do nothing")
	own.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 whatever the report says; for jobs that only hand it on")
	return cmd
}

// requireProbe refuses flags of --probe without it.
func (f *landFlags) requireProbe(flags *pflag.FlagSet) error {
	for _, name := range []string{"probe-image", "probe-timeout", "plan"} {
		if flags.Changed(name) && !f.probe {
			return engine.Usagef("--%s requires --probe", name)
		}
	}
	return nil
}

// run validates the whole command line before it sends a request to the cluster.
func (f *landFlags) run(ctx context.Context, env Env, args []string, enforced bool) error {
	sources := sourcesOf(env, args, f.kustomize, f.name)
	write, err := f.writer(env, len(sources) > 1)
	if err != nil {
		return err
	}
	switch {
	case len(sources) == 0:
		return engine.Usagef("land requires manifests: a file, a folder, - for stdin, or -k for a kustomization")
	case len(sources) > 1 && f.name != "":
		return engine.Usagef("--name is for one service, and these are %d", len(sources))
	case slices.Contains(args, "-") && f.target.From == "-":
		return engine.Usagef("the manifests and --from cannot both read standard input")
	}
	options, err := manifestOptions(env, f.target, f.namespace, enforced)
	if err != nil {
		return err
	}
	if f.probe {
		f.request.Proofs = &f.probes
	}
	rules, services, err := loadServices(env, f.request, sources, options)
	if err != nil {
		return err
	}
	if f.planOnly {
		plan, err := rules.PlanServices(services)
		if err != nil {
			return err
		}
		_, err = io.WriteString(env.Stdout, plan)
		return err
	}
	if rules.CountsNew() {
		return engine.Usagef("--fail-on %s compares with a baseline, which land has none of: must be one of must, should, could, never", rules.FailOn)
	}
	reports, err := rules.Land(ctx, f.target, services)
	if err != nil {
		return err
	}
	code, err := write(reports)
	if err != nil {
		return err
	}
	if code != 0 && !f.exitZero {
		return &exitError{code: code}
	}
	return nil
}

// writer validates the outputs, and returns what writes one report, or several side by side, and the exit
// code that it stands for.
func (f *landFlags) writer(env Env, several bool) (func([]report.Report) (int, error), error) {
	if several {
		write, err := loadOutputs(&f.outputs, env, landing.Formats())
		return func(reports []report.Report) (int, error) {
			all := landing.New(reports)
			return all.Verdict.ExitCode, write(all)
		}, err
	}
	write, err := f.outputs.load(env)
	return func(reports []report.Report) (int, error) { return reports[0].Verdict.ExitCode, write(reports[0]) }, err
}
