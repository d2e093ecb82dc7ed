package target

import (
	"slices"

	"github.com/gobwas/glob"
	"k8s.io/client-go/tools/clientcmd"
)

// Contexts returns the names of the kubeconfig's contexts that patterns match: names, or
// globs in which * stands for anything. They come in the order of the patterns, each once.
// A pattern that matches none is an error of the class of IsConfigError.
func Contexts(flags *ConnectionFlags, patterns []string) ([]string, error) {
	raw, err := flags.clientConfig().RawConfig()
	if err != nil && !clientcmd.IsEmptyConfig(err) {
		return nil, unreadable(flags, err)
	}
	where := flags.kubeconfigNames()
	if len(raw.Contexts) == 0 {
		return nil, configError(nil, "no context matches --contexts: %s has no contexts", where)
	}
	var known []string
	for name := range raw.Contexts {
		known = append(known, name)
	}
	slices.Sort(known)
	var chosen []string
	for _, pattern := range patterns {
		matching, err := match(pattern, known)
		if err != nil {
			return nil, configError(err, "%q is not a pattern for context names: %s", pattern, oneLine(err))
		}
		if len(matching) == 0 {
			return nil, configError(nil, "no context matches %q in %s: must be one of %s", pattern, where, names(raw))
		}
		for _, name := range matching {
			if !slices.Contains(chosen, name) {
				chosen = append(chosen, name)
			}
		}
	}
	return chosen, nil
}

// match returns the names that a pattern means: itself, before anything else.
func match(pattern string, known []string) ([]string, error) {
	if slices.Contains(known, pattern) {
		return []string{pattern}, nil
	}
	compiled, err := glob.Compile(pattern)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !compiled.Match(name) }), nil
}

// Matches reports whether a name is what a pattern means: that name, or one that it matches.
func Matches(pattern, name string) bool {
	matching, err := match(pattern, []string{name})
	return err == nil && len(matching) > 0
}

// ForContext returns flags like the given ones for another context. What names one
// cluster or one user is left out: it belongs to the context.
func ForContext(flags *ConnectionFlags, name string) *ConnectionFlags {
	own := NewConnectionFlags(flags.env)
	own.Kubeconfig, own.Context = flags.Kubeconfig, name
	own.As, own.AsUID, own.AsGroups, own.AsUserExtra = flags.As, flags.AsUID, flags.AsGroups, flags.AsUserExtra
	own.Insecure, own.RequestTimeout = flags.Insecure, flags.RequestTimeout
	own.DisableCompression, own.ProxyURL = flags.DisableCompression, flags.ProxyURL
	return own
}

// SingleClusterFlags are the connection flags that ForContext leaves out.
func SingleClusterFlags() []string {
	return []string{
		"context", "cluster", "server", "tls-server-name", "certificate-authority",
		"user", "token", "client-certificate", "client-key",
	}
}
