package cli

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/internal/scaffold"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/policies"
)

func newPolicy(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "policy",
		Short: "Write, test and check policies of your own",
		Long: `Policies of your own are checks in Rego, of the same form as kready's. They run
wherever "--policies DIR" or "policies:" in kready.yaml names their folder.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newPolicyNew(env), newPolicyTest(env), newPolicyCheck(env), newPolicySchema(env))
	return cmd
}

func newPolicyNew(env Env) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use:     "new BATTERY/NAME",
		Short:   "Write the skeleton of a policy, and its tests",
		Example: "  kready policy new team/namespaces-owned --dir policies",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return engine.Usagef("policy new requires the id of one check, like team/namespaces-owned")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			builtin, err := env.BuiltinChecks()
			if err != nil {
				return err
			}
			if slices.ContainsFunc(builtin, func(c check.Check) bool { return c.ID == args[0] }) {
				return engine.Usagef("%s is a check of kready: choose another name", args[0])
			}
			if battery, _, _ := strings.Cut(args[0], "/"); battery == "lib" || battery == "internal" || battery == "mocks" {
				return engine.Usagef("a battery cannot be named %s: kready uses the name itself", battery)
			}
			written, err := scaffold.Policy(env.Dir, dir, args[0], "")
			if err != nil {
				return engine.Usagef("%w", err)
			}
			for _, path := range written {
				fmt.Fprintln(env.Stdout, path)
			}
			fmt.Fprintf(env.Stderr, "kready: edit them, then run `kready policy test %s`\n", dir)
			return nil
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "policies", "`DIR` of your policies")
	return cmd
}

func newPolicyTest(env Env) *cobra.Command {
	var request engine.Request
	var verbose bool
	cmd := &cobra.Command{
		Use:   "test [DIR ...]",
		Short: "Run the tests of policies",
		Long: `Test runs the rules that begin with test_ in the files *_test.rego of a folder, in
the sandbox that its policies run in, and prints as "opa test" does. Without DIR it
takes the folders of kready.yaml.

Exit codes:
  0  all tests pass
  1  a test fails
  2  the policies do not compile, or there is no test`,
		RunE: func(cmd *cobra.Command, args []string) error {
			folders, err := engine.PolicyFolders(env, request, args)
			if err != nil {
				return err
			}
			failed := false
			for _, folder := range folders {
				tested, faults := policy.TestFolder(cmd.Context(), folder, env.Stdout, verbose)
				if len(faults) > 0 {
					return engine.Usagef("%w", errors.Join(faults...))
				}
				if tested.Passed+tested.Failed == 0 {
					return engine.Usagef("%s holds no tests: they are rules test_… in files NAME_test.rego", folder.Name)
				}
				for _, file := range tested.Without {
					fmt.Fprintf(env.Stderr, "kready: note: %s has no tests beside it\n", file)
				}
				failed = failed || tested.Failed > 0
			}
			if failed {
				return &exitError{code: exitGap}
			}
			return nil
		},
	}
	cmd.ValidArgsFunction = folders
	addConfig(cmd.Flags(), &request)
	addCatalogs(cmd.Flags(), &request)
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "print the tests that pass, too")
	return cmd
}

func newPolicyCheck(env Env) *cobra.Command {
	var request engine.Request
	cmd := &cobra.Command{
		Use:   "check [DIR ...]",
		Short: "Compile policies, and say what each reads and which rights that takes",
		Long: `Check compiles the policies of a folder as "kready check" will, looks at their
metadata, and says what each reads and which rights that takes. It asks no cluster.
Without DIR it takes the folders of kready.yaml.`,
		RunE: func(_ *cobra.Command, args []string) error {
			loaded, err := engine.CheckPolicies(env, request, args)
			for _, p := range loaded {
				describePolicy(env.Stdout, p)
			}
			return err
		},
	}
	cmd.ValidArgsFunction = folders
	addConfig(cmd.Flags(), &request)
	addCatalogs(cmd.Flags(), &request)
	return cmd
}

// describePolicy prints what a policy is, which facts it reads and the rights for them.
func describePolicy(w io.Writer, p engine.UserPolicy) {
	fmt.Fprintf(w, "%s  %s, %s: %s\n", p.ID, p.Tier, p.Level, p.Title)
	fmt.Fprintf(w, "    reads   %s\n", strings.Join(facts.KindNames(p.Needs), ", "))
	byVerb := map[string][]string{}
	for _, read := range p.Reads {
		for _, verb := range read.Verbs {
			title := read.Title()
			if read.Namespace != "" {
				title += " in " + read.Namespace
			}
			byVerb[verb] = append(byVerb[verb], title)
		}
	}
	for _, verb := range []string{"get", "list"} {
		if len(byVerb[verb]) == 0 {
			continue
		}
		text := text.Paragraphs(strings.Join(byVerb[verb], ", "), strings.Repeat(" ", 12), 80)
		fmt.Fprintf(w, "    %-6s  %s", verb, strings.TrimPrefix(text, strings.Repeat(" ", 12)))
	}
}

func newPolicySchema(env Env) *cobra.Command {
	var request engine.Request
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the input that policies judge",
		Long: `Schema prints the JSON Schema of "input", with what collect: in kready.yaml declares.
What each fact means is in the schema of the snapshot: "kready snapshot --schema".`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, cfg, err := env.Configuration(request.Config, "")
			if err != nil {
				return err
			}
			schema, err := policy.Schema(policies.Files, cfg.Custom)
			if err != nil {
				return err
			}
			_, err = env.Stdout.Write(schema)
			return err
		},
	}
	addConfig(cmd.Flags(), &request)
	addCatalogs(cmd.Flags(), &request)
	return cmd
}
