package cli

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/service"
)

// landFlags are the flags of `kready land`.
type landFlags struct {
	target    engine.Target
	request   engine.Request
	namespace string
	name      string
	kustomize string
	outputs   outputFlags
	exitZero  bool
}

func newLand(env Env) *cobra.Command {
	f := landFlags{request: engine.Request{Land: true}}
	cmd := &cobra.Command{
		Use:   "land PATH...",
		Short: "Say whether a service can land on a cluster, and what is missing",
		Long: `Land reads the manifests of a service and holds each thing that they need against a
cluster, or a snapshot of one: which requirement is not met, by which object, in which
line, what was seen in the cluster, and whether the manifest or the platform closes it.
It applies nothing and changes nothing.

PATH is a file or a folder of rendered manifests (.yaml, .yml, .json; what is hidden is
passed over), or - for stdin; -k renders a kustomization. What the manifests bring themselves counts as there.
Objects without a namespace get that of -n, or of the context ("default" with --from).

What a snapshot lacks is not judged, and never passes.

Exit codes:
  0  no requirement at or above --fail-on is unmet, and all must-haves were judged
  1  at least one such requirement is not met
  2  the command line, the manifests, the configuration or a policy is wrong
  3  the verdict is not complete: the cluster is unreachable, or a must-have could not
     be judged (--allow-unknown accepts those)`,
		Example: `  kready land deploy/ -n shop
  kready land -k overlays/prod --context prod
  helm template web ./chart | kready land - -n shop
  kready land deploy/ --from nightly.json.gz -o text -o sarif=land.sarif`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), env, args, cmd.Flags().Changed("namespace"))
		},
	}
	addTarget(cmd, env, &f.target)
	own := cmd.Flags()
	addCatalogs(own, &f.request)
	f.outputs.add(own)
	addRules(own, &f.request)
	own.StringVarP(&f.namespace, "namespace", "n", "", "`NAME` of the namespace of objects that name none; one that names another is an error")
	own.StringVarP(&f.kustomize, "kustomize", "k", "", "`FOLDER` of a kustomization to render, with kustomize's own library; nothing is fetched")
	own.StringVar(&f.name, "name", "", "`NAME` of the service in the report; by default that of the first path")
	own.StringSliceVar(&f.request.Checks, "only", nil, "batteries and ids of `REQUIREMENTS` to judge")
	own.BoolVar(&f.exitZero, "exit-zero", false, "exit 0 whatever the report says; for jobs that only hand it on")
	return cmd
}

// run validates the whole command line before it sends a request to the cluster.
func (f *landFlags) run(ctx context.Context, env Env, args []string, enforced bool) error {
	write, err := f.outputs.load(env)
	if err != nil {
		return err
	}
	switch {
	case f.kustomize == "" && len(args) == 0:
		return engine.Usagef("land requires manifests: a file, a folder, - for stdin, or -k for a kustomization")
	case f.kustomize != "" && len(args) > 0:
		return engine.Usagef("-k renders one kustomization: leave out %s", args[0])
	}
	options, err := f.options(env, args, enforced)
	if err != nil {
		return err
	}
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	manifests, err := f.load(args, options)
	if err != nil {
		return engine.Usagef("%w", err)
	}
	reports, err := rules.Land(ctx, f.target, []*service.Manifests{manifests})
	if err != nil {
		return err
	}
	return f.finish(write, reports[0])
}

// load reads the manifests.
func (f *landFlags) load(args []string, options service.Options) (*service.Manifests, error) {
	if f.kustomize != "" {
		return service.Build(f.serviceName([]string{f.kustomize}), f.kustomize, options)
	}
	return service.Load(f.serviceName(args), args, options)
}

// finish writes the report, and ends the run with the verdict's code.
func (f *landFlags) finish(write func(report.Report) error, rep report.Report) error {
	if err := write(rep); err != nil {
		return err
	}
	if code := rep.Verdict.ExitCode; code != 0 && !f.exitZero {
		return &exitError{code: code}
	}
	return nil
}

// options say how manifests are read.
func (f *landFlags) options(env Env, args []string, enforced bool) (service.Options, error) {
	out := service.Options{Namespace: f.namespace, Enforced: enforced, Dir: env.Dir, Stdin: env.Stdin}
	switch {
	case slices.Contains(args, "-") && f.target.From == "-":
		return out, engine.Usagef("the manifests and --from cannot both read standard input")
	case enforced:
		if wrong := validation.IsDNS1123Label(f.namespace); len(wrong) > 0 {
			return out, engine.Usagef("invalid --namespace %q: %s", f.namespace, wrong[0])
		}
	case f.target.From != "":
		out.Namespace = "default"
	default:
		out.Namespace = f.target.Connection.Namespace()
	}
	return out, nil
}

// serviceName is what reports call the service.
func (f *landFlags) serviceName(args []string) string {
	switch {
	case f.name != "":
		return f.name
	case args[0] == "-":
		return "stdin"
	}
	if at, err := filepath.Abs(args[0]); err == nil {
		base := filepath.Base(at)
		return strings.TrimSuffix(base, filepath.Ext(base))
	}
	return args[0]
}
