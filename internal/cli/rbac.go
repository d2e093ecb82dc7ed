package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/probe"
	"github.com/kready/kready/internal/rbac"
	"github.com/kready/kready/internal/text"
)

// rbacFlags are the flags of `kready rbac`.
type rbacFlags struct {
	request         engine.Request
	namespace       string
	serviceAccount  string
	role            string
	createNamespace bool
	// probes are the probes whose rights are wanted, too; probeNamespace is the one that
	// is given to them.
	probes         engine.Probes
	probeNamespace string
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
	flags.StringVar(&f.probes.List, "probe", "", "add a role for creating and removing what probes need: of all probes, or a `LIST` of batteries and ids")
	flags.Lookup("probe").NoOptDefVal = "all"
	flags.BoolVar(&f.probes.AllowStorage, "allow-storage", false, "let probes claim a volume, too")
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
	f.probes.Timeout = time.Minute // which is not used: nothing is probed here
	probes, err := f.probes.Choose(engine.Target{}, rules.IsEnabled)
	if err != nil {
		return err
	}
	if f.probes.List != "" && len(probes) == 0 {
		return engine.Usagef("no check of this selection is proven by a probe that --probe names")
	}
	enabled := rules.Enabled()
	if len(enabled) == 0 {
		return engine.Usagef("profile %s turns off all of these checks: there is nothing to have rights for", rules.Config.Profile.Name)
	}
	m := rbac.Manifest{
		About: []string{
			fmt.Sprintf("The rights of kready %s for %s of profile %s, made by `kready rbac`.",
				version, text.Counted(len(enabled), "check", "checks"), rules.Config.Profile.Name),
			"All are to read. Without a rule, the checks that it is for are unknown, and so are those",
			"that require them.",
		},
		Role: f.role, Namespace: f.namespace, ServiceAccount: f.serviceAccount, WithNamespace: f.createNamespace,
		Rules: rbac.Rules(rules.Demands(probes...)), Checks: enabled,
		Probes: probeRules(probes, f.probeNamespace),
	}
	return m.Write(env.Stdout)
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
	if f.probeNamespace == "" {
		return nil
	}
	if f.probes.List == "" {
		return engine.Usagef("--probe-namespace requires --probe")
	}
	if wrong := validation.IsDNS1123Label(f.probeNamespace); len(wrong) > 0 {
		return engine.Usagef("invalid --probe-namespace %q: %s", f.probeNamespace, wrong[0])
	}
	return nil
}

// probeRules are the rules of probes: in all namespaces, for they make their own, or in
// the one that is given to them.
func probeRules(probes []probe.Probe, namespace string) []rbac.Rule {
	if len(probes) == 0 {
		return nil
	}
	has := func(rights []probe.Right, r probe.Right) bool {
		return slices.ContainsFunc(rights, func(o probe.Right) bool { return o.Group == r.Group && o.Resource == r.Resource })
	}
	var rules []rbac.Rule
	for _, right := range probe.Rights(probes, namespace == "") {
		var users []string
		if has(probe.BaseRights(), right) || has(probe.NamespaceRights(), right) {
			users = append(users, "every probe")
		}
		for _, p := range probes {
			if has(p.Rights, right) {
				users = append(users, p.Name)
			}
		}
		rules = append(rules, rbac.Rule{
			Namespace: namespace, Groups: []string{right.Group}, Resources: []string{right.Resource},
			Verbs: right.Verbs, For: strings.Join(users, ", "),
		})
	}
	for _, right := range probe.OptionalRights() {
		rules = append(rules, rbac.Rule{
			Namespace: namespace, Groups: []string{right.Group}, Resources: []string{right.Resource},
			Verbs: right.Verbs, For: "no probe: they only say why a pod does not start",
		})
	}
	return rules
}
