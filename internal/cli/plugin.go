package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// Names that the binary can be started by besides its own: kubectl runs the first for
// `kubectl kready`, and the second, if there is one, to complete what follows that.
const (
	pluginName         = "kubectl-kready"
	pluginCompleteName = "kubectl_complete-kready"
)

// namePlugin makes the help say `kubectl kready` where the binary was started as a
// plugin of kubectl. It returns the arguments to run with.
func namePlugin(root *cobra.Command, argv0 string, args []string) []string {
	switch strings.TrimSuffix(filepath.Base(argv0), ".exe") {
	case pluginName:
		root.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl kready"}
		for _, cmd := range allCommands(root) {
			cmd.Example = strings.ReplaceAll(cmd.Example, "kready ", "kubectl kready ")
		}
	case pluginCompleteName:
		return slices.Concat([]string{cobra.ShellCompRequestCmd}, args)
	}
	return args
}

// addCompletionCommand adds cobra's own `completion`, with a word on plugins.
func addCompletionCommand(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd, _, err := root.Find([]string{"completion"})
	if err != nil || cmd == root {
		return // another name for it was chosen
	}
	cmd.Long = `Completion prints a script by which a shell completes kready's commands, flags,
checks, formats, profiles and the contexts of the kubeconfig. Each command below says
how its script is loaded. No completion asks a cluster.

kubectl (1.26 and later) completes "kubectl kready" through a program of the name
kubectl_complete-kready. The binary is its own:

  ln -s "$(command -v kubectl-kready)" ~/.local/bin/kubectl_complete-kready`
}
