package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/text"
)

// addRules gives the flags of what a target is judged by, without --catalog.
func addRules(flags *pflag.FlagSet, r *engine.Request) {
	addProfile(flags, r)
	addPolicies(flags, r)
	flags.StringVar(&r.FailOn, "fail-on", string(check.TierMust), "least tier of a gap that fails the run: must, should, could or never; or, with --baseline, of a gap that is new or larger: new (must-haves), new-should, new-could")
	flags.BoolVar(&r.AllowUnknown, "allow-unknown", false, "accept must-haves that could not be judged")
	addAsOf(flags, r)
	addForVersion(flags, r)
	addTables(flags, r)
}

// addProfile gives the flags of the profile and of the configuration.
func addProfile(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringVar(&r.Profile, "profile", "", "kind of cluster that is judged: "+profileNames()+" (default \""+config.Default+"\", or what the configuration says)")
	addConfig(flags, r)
}

// addConfig gives the flag of the configuration alone.
func addConfig(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringVar(&r.Config, "config", "", "`FILE` that says what this cluster is for (default \""+config.FileName+"\" in the working folder, when there is one)")
}

func addPolicies(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringArrayVar(&r.Policies, "policies", nil, "`DIR` with policies of your own, in Rego, besides those that the configuration names; repeatable")
}

func addCatalogs(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringArrayVar(&r.Catalogs, "catalog", nil, "`DIR` with catalogue entries of your own, in YAML; repeatable")
}

// addConsents gives the flags that allow to read more.
func addConsents(flags *pflag.FlagSet, r *engine.Request) {
	flags.BoolVar(&r.Metrics, "allow-metrics", false, "read which deprecated APIs were requested from the API server's metrics; it takes the right to get /metrics")
	flags.BoolVar(&r.SecretNames, "allow-secret-names", false, "look for tokens of ServiceAccounts in Secrets and for Helm releases that are stuck, by metadata alone; it takes the right to list Secrets")
}

func addForVersion(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringVar(&r.ForVersion, "for-version", "", "judge for a Kubernetes `VERSION` to come, like 1.38, or next: what it removes and who still uses that, and which products are not for it")
}

func addTables(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringArrayVar(&r.Tables, "tables", nil, "`DIR` with dated tables of your own, in YAML, in place of kready's of the same name; repeatable")
}

func addAsOf(flags *pflag.FlagSet, r *engine.Request) {
	flags.StringVar(&r.AsOf, "as-of", "", "judge dates as of this `DAY` (2026-11-23); default is the day of collection")
}

func profileNames() string {
	var names []string
	for _, p := range config.Profiles() {
		names = append(names, p.Name)
	}
	return text.Or(names)
}

// relativeTo returns the folders as a configuration names them: from its own folder.
func relativeTo(env Env, dirs []string, file string) []string {
	var out []string
	for _, dir := range dirs {
		if absolute, err := filepath.Abs(env.Path(dir)); err == nil && file != "-" {
			if base, err := filepath.Abs(filepath.Dir(env.Path(file))); err == nil {
				if short, err := filepath.Rel(base, absolute); err == nil {
					dir = filepath.ToSlash(short)
				}
			}
		}
		out = append(out, dir)
	}
	return out
}

// namedPolicies are the folders of policies that a command line being completed names, or
// the configuration that it would read.
func namedPolicies(env Env, cmd *cobra.Command) []string {
	dirs, err := cmd.Flags().GetStringArray("policies")
	if err != nil {
		return nil // the command takes none
	}
	file, _ := cmd.Flags().GetString("config") // the default where there is no such flag
	_, cfg, err := env.Configuration(file, "")
	if err != nil {
		return dirs // the run itself reports it
	}
	return append(cfg.Policies, dirs...)
}
