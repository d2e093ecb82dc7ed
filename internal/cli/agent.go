package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/engine"
)

// newAgent is what the pods of probes run. It is of no use to people, and hidden.
func newAgent(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:    "agent",
		Short:  "Run as the agent of a probe, inside the cluster",
		Hidden: true,
		Args:   cobra.NoArgs,
		RunE:   func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newAgentServe(), newAgentTry(env))
	return cmd
}

func newAgentServe() *cobra.Command {
	var run string
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Answer HTTP and UDP",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := agent.Serve(cmd.Context(), run); err != nil {
				return &engine.IncompleteError{Err: err}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&run, "run", "", "what to answer with")
	return cmd
}

func newAgentTry(env Env) *cobra.Command {
	var script, result string
	cmd := &cobra.Command{
		Use:   "try",
		Short: "Work through a script and leave what came back",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			parsed, err := agent.ParseScript(script)
			var out agent.Result
			if err != nil {
				out.Problem = err.Error()
			} else {
				out = agent.Run(cmd.Context(), parsed, fmt.Sprintf(":%d", agent.PortReady))
			}
			encoded := out.Encode()
			fmt.Fprintln(env.Stdout, string(encoded))
			if err := os.WriteFile(env.Path(result), encoded, 0o600); err != nil {
				return &engine.IncompleteError{Err: fmt.Errorf("cannot write %s: %w", result, engine.ShortError(err))}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&script, "script", "", "what to do, as JSON")
	cmd.Flags().StringVar(&result, "result", "/dev/termination-log", "`FILE` for what came back")
	return cmd
}
