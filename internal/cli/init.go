package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

func newInit(env Env) *cobra.Command {
	var t engine.Target
	var request engine.Request
	var file, profile string
	var schema bool
	cmd := &cobra.Command{
		Use:   "init",
		Short: "Write a kready.yaml from what the cluster shows today",
		Long: `Init reads a cluster, or a file of one, and writes a commented kready.yaml: the
profile, and for each battery the products that run today. It says why it chose the
profile, and which must-have gaps that leaves out. Edit the file to say what the
cluster is for; "kready check" in the same folder then holds the cluster to it.
Its first line names the JSON Schema of the file, by which editors complete and check it.

A file that exists is left alone.`,
		Example: `  kready init
  kready init -o - --profile kind`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if schema {
				_, err := env.Stdout.Write(config.Schema())
				return err
			}
			if err := validateInit(env, file, profile); err != nil {
				return err
			}
			// The policies may need resources that the file is yet to declare.
			all, err := engine.AllChecks(env, engine.Request{Policies: request.Policies})
			if err != nil {
				return err
			}
			draft, err := engine.NewDraft(cmd.Context(), env, request, t)
			if err != nil {
				return err
			}
			chosen, err := chooseProfile(cmd.Context(), draft, profile)
			if err != nil {
				return err
			}
			written := starter(draft.Input, chosen, relativeTo(env, request.Policies, file), engine.UserBatteries(all))
			for _, line := range chosen.says() {
				fmt.Fprintf(env.Stderr, "kready: %s\n", line)
			}
			return writeStarter(env, file, written)
		},
	}
	addTarget(cmd, env, &t)
	addCatalogs(cmd.Flags(), &request)
	cmd.Flags().StringVarP(&file, "output", "o", config.FileName, "`FILE` to write; - for stdout")
	addPolicies(cmd.Flags(), &request)
	cmd.Flags().StringVar(&profile, "profile", "", "profile to write down: "+profileNames())
	cmd.Flags().BoolVar(&schema, "schema", false, "print the JSON Schema of kready.yaml, and write nothing")
	return cmd
}

// writeStarter writes a configuration, which others may read, to a file or to stdout.
func writeStarter(env Env, file string, written []byte) error {
	if file == "-" {
		_, err := env.Stdout.Write(written)
		return err
	}
	defer env.Holding()() // an interrupted run leaves no half of a file
	if err := os.WriteFile(env.Path(file), written, 0o644); err != nil {
		return engine.Usagef("cannot write %s: %w", file, engine.ShortError(err))
	}
	fmt.Fprintf(env.Stderr, "kready: wrote %s: edit it, then run `kready check`\n", file)
	return nil
}

// validateInit refuses an unknown profile and a file that exists or cannot be written.
func validateInit(env Env, file, profile string) error {
	if profile != "" {
		if _, err := config.ProfileByName(profile); err != nil {
			return engine.Usagef("%w", err)
		}
	}
	if file == "-" {
		return nil
	}
	if _, err := os.Stat(env.Path(file)); !errors.Is(err, fs.ErrNotExist) {
		return engine.Usagef("%s already exists: move it away, or name another file with -o", file)
	}
	return writable(env, file)
}

// starter writes a commented configuration for the cluster that in describes, with the
// folders of policies and the batteries that those bring.
func starter(in *facts.Input, p chosenProfile, folders, own []string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# yaml-language-server: $schema=%s\n", config.SchemaURL)
	fmt.Fprint(&b, `# What this cluster is for. kready check reads this file from its working folder.
apiVersion: kready.dev/v1
kind: Config

# The kind of cluster, which says what is required of it:
`)
	for _, known := range config.Profiles() {
		fmt.Fprintf(&b, "#   %-11s %s\n", known.Name, known.Description)
	}
	for _, line := range p.says()[1:] {
		fmt.Fprintf(&b, "# %s\n", text.Clean(text.Sentence(line)))
	}
	fmt.Fprintf(&b, "profile: %s\n\n", p.Name)
	fmt.Fprint(&b, `# Where this cluster differs. Each battery may say
#   want: required, optional or none; to want less than the profile does needs a reason
#   expect: the products that should provide it; another one running is then a gap
batteries:
`)
	for _, battery := range check.Batteries() {
		want := p.Requirement(battery.Name)
		fmt.Fprintf(&b, "  # %s: %s (%s)\n", battery.Title, battery.Description, want)
		products := expected(in, battery.Name)
		if len(products) == 0 {
			fmt.Fprintf(&b, "  # %s: {want: %s, reason: \"\"}\n", battery.Name, want)
			continue
		}
		fmt.Fprintf(&b, "  %s: {expect: [%s]}\n", battery.Name, strings.Join(products, ", "))
	}
	for _, name := range own {
		fmt.Fprintf(&b, "  # %s: of policies of your own\n  # %s: {want: %s, reason: \"\"}\n", name, name, p.Requirement(name))
	}
	fmt.Fprint(&b, starterIntents)
	starterPolicies(&b, folders)
	fmt.Fprint(&b, `
# The numbers to judge by, with their defaults. Most are proposals: set what suits you.
# thresholds:
`)
	for _, t := range config.Thresholds() {
		fmt.Fprintf(&b, "#   %-30s # %s\n", fmt.Sprintf("%s: %d", t.Name, t.Default), t.Description)
	}
	fmt.Fprintf(&b, `
# Gaps that are accepted for a time. Each has an owner, a reason and a last day.
# waivers:
# - check: dns/ha            # or battery: dns; object: namespace/name narrows a check
#   owner: platform-team
#   reason: the second node arrives next week
#   expires: %s
`, in.CollectedAt.AddDate(0, 0, 30).Format("2006-01-02"))
	return b.Bytes()
}

// starterIntents shows what can be said of services.
const starterIntents = `
# What services here rely on. Checks hold the cluster to what is said, and ask for nothing else.
# intents:
#   rwx: true                        # volumes that pods on several nodes write at once
#   gpus: [nvidia.com/gpu]           # devices: extended resources, or DeviceClasses
#   egress: [api.example.com:443]    # targets outside of the cluster that pods must reach
#   exposure: {public: [ingress]}    # namespaces whose load balancers the internet may reach; [] for none
#   zones: 3                         # in how many zones the nodes should be
#   versions: {kubernetes: "1.37"}   # release lines that should run, by product
`

// starterPolicies writes the folders of policies, and an example of resources to collect for them.
func starterPolicies(b *bytes.Buffer, folders []string) {
	fmt.Fprint(b, "\n# Folders with policies of your own, from this file: `kready policy --help`.\n")
	if len(folders) == 0 {
		fmt.Fprint(b, "# policies: [policies]\n")
	} else {
		fmt.Fprint(b, "policies:\n")
	}
	for _, folder := range folders {
		fmt.Fprintf(b, "- %q\n", folder)
	}
	fmt.Fprint(b, `
# Resources that those policies judge as input.custom.NAME: the named fields, no others.
# collect:
# - name: topics
#   group: kafka.strimzi.io
#   resource: kafkatopics
#   fields: [spec.partitions, "status.conditions[].type"]
`)
}

// expected are the products that provide a battery today.
func expected(in *facts.Input, battery string) []string {
	var names []string
	for _, impl := range in.Inventory {
		seen := impl.State == facts.StateRunning || impl.State == facts.StateHidden
		if seen && slices.Contains(impl.Batteries, battery) && !slices.Contains(names, impl.Name) {
			names = append(names, impl.Name)
		}
	}
	slices.Sort(names)
	return names
}
