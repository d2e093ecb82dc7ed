package collect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// knownFlags are the command line flags whose values checks and catalogue read. A name that
// ends in "*" is a prefix.
var knownFlags = []string{
	"admission-control-config-file", "advertise-cluster-ip", "allocate-node-cidrs", "annotation-filter", "authentication-config", "authentication-token-webhook-config-file", "audit-log-path", "audit-policy-file", "audit-webhook-config-file",
	"authorization-config", "authorization-mode", "cloud-provider", "cluster-cidr", "concurrent-service-syncs", "conf", "config", "config-dir", "configmap", "configuration",
	"controller-class", "controllers", "controller", "default-policy", "default-snapshot-move-data", "default-ssl-certificate",
	"default-volumes-to-fs-backup", "default-volumes-to-restic", "disable-admission-plugins", "domain-filter", "enable-admission-plugins",
	"enable-aggregator-routing", "enable-cluster-store-reconciler", "enable-np", "enable-network-policy", "enable-secret-rotation", "enable-secret-store-reconciler", "encryption-provider-config", "feature-gates", "features",
	"ignore-exclude-lb", "ingress-class", "kubelet-insecure-tls", "label-filter", "leader-elect", "localip", "metric-resolution", "mode", "node-cidr-mask-size",
	"node-cidr-mask-size-ipv4", "node-cidr-mask-size-ipv6", "oidc-issuer-url", "profile", "provider", "providers.*", "proxy-mode",
	"run-firewall", "run-router", "run-service-proxy", "secrets-encryption", "service-cluster-ip-range", "service-node-port-range",
	"terminated-pod-gc-threshold", "tracing-config-file", "watch-ingress-without-class",
}

// knownWords are flags whose values are kept where they are plain words, as those of ExternalDNS' sources are: programs have a
// flag of that name for other things.
var knownWords = []string{"source"}

// knownEnv are the environment variables whose values are kept.
var knownEnv = []string{
	"CALICO_NETWORKING_BACKEND", "DD_APM_ENABLED", "DD_LOGS_CONFIG_CONTAINER_COLLECT_ALL", "DD_LOGS_ENABLED",
	"ENABLE_POD_ENI", "NETWORK_POLICY_ENFORCING_MODE",
}

// keptArgs are the flags and environment variables whose values are kept. Any other value can
// be a secret.
type keptArgs struct{ flags, env []string }

// newKeptArgs returns the known names with those of the options.
func newKeptArgs(opts Options) keptArgs {
	return keptArgs{flags: slices.Concat(knownFlags, opts.Flags), env: slices.Concat(knownEnv, opts.Env)}
}

// subCommand matches a sub-command.
var subCommand = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)

// flag reports whether a flag's value is kept.
func (k keptArgs) flag(name string) bool {
	return slices.ContainsFunc(k.flags, func(known string) bool {
		prefix, many := strings.CutSuffix(known, "*")
		return name == known || many && strings.HasPrefix(name, prefix)
	})
}

// args keeps the known flags and the sub-commands of a command line. Command's first
// word is the program, of which the name is kept.
func (k keptArgs) args(command, args []string) []facts.Arg {
	words := slices.Concat(command, args)
	if len(command) > 0 {
		words[0] = path.Base(words[0])
	}
	var out []facts.Arg
	open := false // the word before is a flag that may take this one as its value
	for i, w := range words {
		switch {
		case strings.ContainsAny(w, " \t\n"):
			out = append(out, k.script(w)...)
			open = false
		case strings.HasPrefix(w, "-") && len(w) > 1:
			name, value, joined := strings.Cut(strings.TrimLeft(w, "-"), "=")
			open = !joined
			if !joined {
				value = "true"
				if next := i + 1; next < len(words) && !strings.HasPrefix(words[next], "-") {
					value = words[next]
				}
			}
			word := slices.Contains(knownWords, name) && subCommand.MatchString(value)
			if !k.flag(name) && !word {
				continue
			}
			out = append(out, facts.Arg{Name: name, Value: text.Truncate(value, valueMax)})
		case open:
			open = false
		case subCommand.MatchString(w):
			out = append(out, facts.Arg{Name: w})
		}
	}
	return out
}

// script finds known flags in a shell script, such as `exec kube-proxy --proxy-mode=ipvs`.
// Nothing else is kept of it.
func (k keptArgs) script(script string) []facts.Arg {
	var out []facts.Arg
	for _, w := range strings.Fields(script) {
		name, value, joined := strings.Cut(w, "=")
		name, dashed := strings.CutPrefix(name, "--")
		if dashed && joined && k.flag(name) {
			out = append(out, facts.Arg{Name: name, Value: text.Truncate(strings.Trim(value, `"'`), valueMax)})
		}
	}
	return out
}

// environment keeps the literal values of known variables.
func (k keptArgs) environment(env []corev1.EnvVar) []facts.Field {
	var out []facts.Field
	for _, e := range env {
		if e.ValueFrom == nil && slices.Contains(k.env, e.Name) {
			out = append(out, facts.Field{Name: e.Name, Value: text.Truncate(e.Value, valueMax)})
		}
	}
	sortBy(out, func(f facts.Field) string { return f.Name })
	return out
}
