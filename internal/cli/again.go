package cli

import (
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/output"
)

// askAgain says on the options which flags let another command look at the same target by the same
// rules. There are none for what stdin held, and none that hold a password or a token.
func askAgain(cmd *cobra.Command, o output.Options) output.Options {
	var words []string
	o.CanAsk = true
	o.Live = true
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "from":
			o.Live = false
		case "token", "username", "password":
			o.CanAsk = false
		}
		if !namesTarget(f.Name) {
			return
		}
		for _, value := range flagValues(f) {
			quoted, ok := check.Quote(value)
			o.CanAsk = o.CanAsk && ok && value != "-"
			if f.Value.Type() == "bool" {
				words = append(words, "--"+f.Name)
				continue
			}
			words = append(words, "--"+f.Name, quoted)
		}
	})
	o.Again = strings.Join(words, " ")
	return o
}

// namesTarget reports whether a flag says what is looked at, and by which rules.
func namesTarget(flag string) bool {
	switch flag {
	case "from", "complete", "kinds", "profile", "config", "policies", "catalog", "as-of",
		"kubeconfig", "context", "cluster", "user", "server", "as", "as-group", "as-uid",
		"certificate-authority", "client-certificate", "client-key", "tls-server-name", "insecure-skip-tls-verify":
		return true
	}
	return false
}

// flagValues are the values of a flag that can be given more than once, or the one of another.
func flagValues(f *pflag.Flag) []string {
	if several, ok := f.Value.(pflag.SliceValue); ok {
		return several.GetSlice()
	}
	return []string{f.Value.String()}
}
