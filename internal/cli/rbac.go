package cli

import (
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/rbac"
)

// rbacFlags are the flags of `kready rbac`.
type rbacFlags struct {
	intent          intentFlags
	catalogs        []string
	namespace       string
	serviceAccount  string
	role            string
	createNamespace bool
}

func newRBAC(streams Streams) *cobra.Command {
	var f rbacFlags
	cmd := &cobra.Command{
		Use:   "rbac [BATTERY | ID ...]",
		Short: "Write the rights that checks need, as YAML to apply",
		Long: `Rbac writes a ServiceAccount with exactly the rights that the checks need: get and
list, by name where the names are known, and no Secret. Each rule says which checks it is
for: without it these are unknown, and no others but those that require them.

Name batteries or ids of checks for the rights of those only. A check that the profile
or the configuration turns off wants no rights. No cluster is asked for anything.`,
		Example: `  kready rbac --create-namespace | kubectl apply -f -
  kready rbac network dns/ha --role kready-network
  kubectl create token kready --namespace kready
  kready check --dry-run --as system:serviceaccount:kready:kready`,
		RunE: func(_ *cobra.Command, args []string) error { return f.run(streams, args) },
	}
	flags := cmd.Flags()
	f.intent.add(flags)
	flags.StringArrayVar(&f.catalogs, "catalog", nil, "`DIR` with catalogue entries of your own, in YAML; repeatable")
	flags.StringVarP(&f.namespace, "namespace", "n", "kready", "`NAME` of the ServiceAccount's namespace")
	flags.StringVar(&f.serviceAccount, "service-account", "kready", "`NAME` of the ServiceAccount")
	flags.StringVar(&f.role, "role", "kready", "`NAME` of the roles and of their bindings")
	flags.BoolVar(&f.createNamespace, "create-namespace", false, "write the namespace, too")
	cmd.ValidArgsFunction = completeChecks
	return cmd
}

func (f *rbacFlags) run(streams Streams, args []string) error {
	if err := f.validNames(); err != nil {
		return err
	}
	selection := ruleFlags{intent: f.intent, failOn: string(check.TierMust)}
	rules, err := selection.load(args, f.catalogs)
	if err != nil {
		return err
	}
	asked := rules.asked()
	if len(asked) == 0 {
		return usageError("profile %s turns off all of these checks: there is nothing to have rights for", rules.intent.Profile.Name)
	}
	m := rbac.Manifest{
		About: []string{
			fmt.Sprintf("The rights of kready %s for %s of profile %s, made by `kready rbac`.",
				version, check.Counted(len(asked), "check", "checks"), rules.intent.Profile.Name),
			"All are to read. Without a rule, the checks that it is for are unknown, and so are those",
			"that require them.",
		},
		Role: f.role, Namespace: f.namespace, ServiceAccount: f.serviceAccount, WithNamespace: f.createNamespace,
		Rules: rbac.Rules(rules.demands()), Checks: asked,
	}
	return m.Write(streams.Out)
}

// validNames refuses names that the API server would refuse, or read as something else.
func (f *rbacFlags) validNames() error {
	if wrong := validation.IsDNS1123Label(f.namespace); len(wrong) > 0 {
		return usageError("--namespace %q is no name of a namespace: %s", f.namespace, wrong[0])
	}
	if wrong := validation.IsDNS1123Subdomain(f.serviceAccount); len(wrong) > 0 {
		return usageError("--service-account %q is no name of a ServiceAccount: %s", f.serviceAccount, wrong[0])
	}
	if wrong := validation.IsDNS1123Subdomain(f.role); len(wrong) > 0 {
		return usageError("--role %q is no name of a role: %s", f.role, wrong[0])
	}
	return nil
}
