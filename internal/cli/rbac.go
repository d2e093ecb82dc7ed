package cli

import (
	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/service"
)

// rbacFlags are the flags of `kready rbac`.
type rbacFlags struct {
	request         engine.Request
	namespace       string
	serviceAccount  string
	role            string
	createNamespace bool
	// probes are those whose rights are written, too; probeNamespace is the namespace
	// that they are to run in.
	probes         engine.Probes
	probeNamespace string
	// land adds the rights of requirements.
	land bool
	// metrics and secretNames add the rights for --allow-metrics and --allow-secret-names; dryRuns are manifests whose dry run gets rights, in
	// serviceNamespace where they name none.
	metrics          bool
	secretNames      bool
	dryRuns          []string
	serviceNamespace string
	// serviceProbes are manifests of which --probe gets rights.
	serviceProbes []string
	// resources are those that rights are written for; none for all.
	resources []string
}

func newRBAC(env Env) *cobra.Command {
	var f rbacFlags
	cmd := &cobra.Command{
		Use:   "rbac [BATTERY | ID ...]",
		Short: "Write the rights that checks need, as YAML to apply",
		Long: `Rbac writes a ServiceAccount with exactly the rights that the checks need: get and
list, by name where the names are known, and no Secret. Each rule says which checks it is
for: without it these are unknown, and no others but those that require them.

With --probe it adds a role of its own by which probes create small things and remove
them; bind it only where you want probes.

With --land it writes the rights by which requirements are judged, too: those to look up
what a service names.

--allow-metrics, --allow-secret-names and, with --land, --server-dry-run PATH and
--service-probe PATH add roles of their own for the flags of kready check and kready land
that take more: to get the API server's metrics, to list or get Secrets, to create and
patch what these manifests are made of, and to create and remove pods like theirs.

With --resources it writes only the rules for these, as the last lines of a report name them.

Name batteries or ids of checks for the rights of those only. A check that the profile
or the configuration turns off needs no rights. No request is made to a cluster.`,
		Example: `  kready rbac --create-namespace | kubectl apply -f -
  kready rbac network dns/ha --role kready-network
  kubectl create token kready --namespace kready
  kready check --dry-run --as system:serviceaccount:kready:kready`,
		RunE: func(_ *cobra.Command, args []string) error { return f.run(env, args) },
	}
	flags := cmd.Flags()
	addProfile(flags, &f.request)
	addPolicies(flags, &f.request)
	addCatalogs(flags, &f.request)
	flags.StringVarP(&f.namespace, "namespace", "n", "kready", "`NAME` of the ServiceAccount's namespace")
	flags.StringVar(&f.serviceAccount, "service-account", "kready", "`NAME` of the ServiceAccount")
	flags.StringVar(&f.role, "role", "kready", "`NAME` of the roles and of their bindings")
	flags.BoolVar(&f.createNamespace, "create-namespace", false, "write the namespace, too")
	flags.BoolVar(&f.land, "land", false, "add what kready land reads to judge requirements of a service")
	flags.BoolVar(&f.metrics, "allow-metrics", false, "add a role for kready check --allow-metrics")
	flags.BoolVar(&f.secretNames, "allow-secret-names", false, "add a role for kready check --allow-secret-names, and with --land for kready land --allow-secret-names")
	flags.StringArrayVar(&f.dryRuns, "server-dry-run", nil, "with --land, add a role for kready land --server-dry-run of the manifests at `PATH`; repeatable")
	flags.StringArrayVar(&f.serviceProbes, "service-probe", nil, "with --land, add a role for kready land --probe of the manifests at `PATH`; repeatable")
	flags.StringVar(&f.serviceNamespace, "service-namespace", "default", "`NAMESPACE` of manifests that name none, for --server-dry-run and --service-probe")
	flags.StringSliceVar(&f.resources, "resources", nil, "write only the rights to read these `RESOURCES`: nodes,cronjobs.batch")
	flags.StringVar(&f.probes.List, "probe", "", "add a role for creating and removing what probes need: of all probes, or a `LIST` of batteries and ids")
	flags.Lookup("probe").NoOptDefVal = "all"
	flags.BoolVar(&f.probes.AllowStorage, "allow-storage", false, "let probes claim a volume, too")
	flags.BoolVar(&f.probes.AllowScaleUp, "allow-scale-up", false, "let a probe see whether a new node takes its pod, too")
	flags.StringVar(&f.probeNamespace, "probe-namespace", "", "`NAMESPACE` that is given to probes: they then have rights in no other")
	cmd.ValidArgsFunction = completeChecks(env)
	return cmd
}

func (f *rbacFlags) run(env Env, args []string) error {
	if err := f.validNames(); err != nil {
		return err
	}
	f.request.Checks, f.request.FailOn = args, string(check.TierMust)
	rules, err := engine.Load(env, f.request)
	if err != nil {
		return err
	}
	if f.land {
		if rules, err = rules.WithRequirements(); err != nil {
			return err
		}
	}
	m, err := rules.Manifest(f.probes, f.probeNamespace)
	if err != nil {
		return err
	}
	if m.Rules, err = rbac.Only(m.Rules, f.resources); err != nil {
		return engine.Usagef("invalid --resources: %w", err)
	}
	if m.Consented, err = f.consented(env); err != nil {
		return err
	}
	m.Role, m.Namespace, m.ServiceAccount, m.WithNamespace = f.role, f.namespace, f.serviceAccount, f.createNamespace
	return m.Write(env.Stdout)
}

// consented are the roles for what flags of `kready check` and `kready land` ask for.
func (f *rbacFlags) consented(env Env) ([]rbac.Consented, error) {
	var all []rbac.Consented
	if f.metrics {
		all = append(all, engine.MetricsRights())
	}
	if f.secretNames {
		all = append(all, engine.TokenNameRights())
	}
	if f.secretNames && f.land {
		all = append(all, engine.SecretNameRights())
	}
	for _, one := range []struct {
		paths  []string
		rights func([]*service.Manifests) (rbac.Consented, error)
	}{{f.dryRuns, engine.DryRunRights}, {f.serviceProbes, engine.ServiceProbeRights}} {
		if len(one.paths) == 0 {
			continue
		}
		services, err := f.services(env, one.paths)
		if err != nil {
			return nil, err
		}
		rights, err := one.rights(services)
		if err != nil {
			return nil, err
		}
		all = append(all, rights)
	}
	return all, nil
}

// services are the manifests at paths.
func (f *rbacFlags) services(env Env, paths []string) ([]*service.Manifests, error) {
	var services []*service.Manifests
	for _, s := range sourcesOf(env, paths, nil, "") {
		m, err := s.load(service.Options{Namespace: f.serviceNamespace, Dir: env.Dir, Stdin: env.Stdin})
		if err != nil {
			return nil, engine.Usagef("%w", err)
		}
		services = append(services, m)
	}
	return services, nil
}

// validNames refuses names that the API server would refuse, or read as something else.
func (f *rbacFlags) validNames() error {
	if wrong := validation.IsDNS1123Label(f.namespace); len(wrong) > 0 {
		return engine.Usagef("invalid --namespace %q: %s", f.namespace, wrong[0])
	}
	if wrong := validation.IsDNS1123Subdomain(f.serviceAccount); len(wrong) > 0 {
		return engine.Usagef("invalid --service-account %q: %s", f.serviceAccount, wrong[0])
	}
	if wrong := validation.IsDNS1123Subdomain(f.role); len(wrong) > 0 {
		return engine.Usagef("invalid --role %q: %s", f.role, wrong[0])
	}
	switch {
	case !f.land && len(f.dryRuns)+len(f.serviceProbes) > 0:
		return engine.Usagef("--server-dry-run and --service-probe require --land")
	case f.probes.List == "" && f.probes.AllowStorage:
		return engine.Usagef("--allow-storage requires --probe")
	case f.probes.List == "" && f.probes.AllowScaleUp:
		return engine.Usagef("--allow-scale-up requires --probe")
	case f.probes.List == "" && f.probeNamespace != "":
		return engine.Usagef("--probe-namespace requires --probe")
	case f.probeNamespace == "":
		return nil
	}
	if wrong := validation.IsDNS1123Label(f.probeNamespace); len(wrong) > 0 {
		return engine.Usagef("invalid --probe-namespace %q: %s", f.probeNamespace, wrong[0])
	}
	return nil
}
