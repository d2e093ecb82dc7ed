package target

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os/exec"
	"slices"
	"strings"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// inCluster is the name of the cluster that kready itself runs in.
const inCluster = "in-cluster"

// load makes a client configuration of the connection flags.
func load(flags *ConnectionFlags) (*rest.Config, facts.Target, error) {
	loader := flags.clientConfig()
	raw, err := loader.RawConfig()
	if err != nil && !clientcmd.IsEmptyConfig(err) {
		return nil, facts.Target{}, unreadable(flags, err)
	}
	server, name := flags.Server, flags.Context
	if name == "" {
		name = raw.CurrentContext
	}
	if problem := checkContext(flags, raw, name, server); problem != nil {
		return nil, facts.Target{}, problem
	}
	config, err := loader.ClientConfig()
	if err != nil {
		return nil, facts.Target{}, unusable(name, err)
	}
	described := facts.Target{Kind: "cluster", Name: name, Server: hostPort(config.Host)}
	if name == "" {
		described.Name = inCluster
		if server != "" {
			described.Name = described.Server
		}
	}
	return config, described, plugin(config, described)
}

// checkContext says what is wrong with the choice of a context, if anything.
func checkContext(flags *ConnectionFlags, raw clientcmdapi.Config, name, server string) error {
	where := flags.kubeconfigNames()
	switch {
	case name != "" && raw.Contexts[name] == nil && len(raw.Contexts) == 0:
		return configError(nil, "context %q does not exist: no contexts found in %s", name, where)
	case name != "" && raw.Contexts[name] == nil:
		return configError(nil, "context %q does not exist in %s: must be one of %s", name, where, names(raw))
	case server != "" || flags.Cluster != "":
		return nil
	case name != "":
		return hasServer(raw, name)
	case len(raw.Contexts) > 0:
		return configError(nil, "%s has no current context: set --context to one of %s", where, names(raw))
	}
	if _, err := rest.InClusterConfig(); err == nil {
		return nil
	}
	if path := flags.Kubeconfig; path != "" {
		return configError(nil, "the kubeconfig %s has no contexts", path)
	}
	return configError(nil, "no kubeconfig found at %s: set --kubeconfig or KUBECONFIG", where)
}

// hasServer says that a context leads to no server. Without this, client-go would
// look at localhost:8080 without a word.
func hasServer(raw clientcmdapi.Config, name string) error {
	cluster := raw.Contexts[name].Cluster
	if known := raw.Clusters[cluster]; known == nil || known.Server == "" {
		return configError(nil, "context %q cannot be used: its cluster %q has no server", name, cluster)
	}
	return nil
}

// unreadable says why a kubeconfig could not be read.
func unreadable(flags *ConnectionFlags, err error) error {
	path := flags.Kubeconfig
	var missing *fs.PathError
	if errors.As(err, &missing) {
		return configError(err, "cannot read the kubeconfig %s: %s", flags.env.shown(missing.Path), missing.Err)
	}
	if path == "" {
		path = flags.kubeconfigNames()
	}
	text := oneLine(err)
	if _, rest, ok := strings.Cut(text, `": `); ok && strings.HasPrefix(text, "error loading config file") {
		file, _, _ := strings.Cut(strings.TrimPrefix(text, `error loading config file "`), `"`)
		path, text = flags.env.shown(file), rest
	}
	return configError(err, "the kubeconfig %s does not parse: %s", path, text)
}

// unusable says why a context does not make a client configuration.
func unusable(name string, err error) error {
	text := strings.TrimPrefix(oneLine(err), "invalid configuration: ")
	if name == "" {
		return configError(err, "the cluster's own configuration cannot be used: %s", text)
	}
	return configError(err, "context %q cannot be used: %s", name, strings.Trim(text, "[]"))
}

// plugin looks for the program that a context signs in with, before anything needs it.
func plugin(config *rest.Config, described facts.Target) error {
	if config.ExecProvider == nil {
		return nil
	}
	_, err := exec.LookPath(config.ExecProvider.Command)
	if err == nil {
		return nil
	}
	hint := strings.Join(strings.Fields(config.ExecProvider.InstallHint), " ")
	if hint != "" {
		hint = ": " + hint
	}
	return configError(err, "context %q signs in with the program %q, which is not installed%s",
		described.Name, config.ExecProvider.Command, text.Truncate(hint, messageMax))
}

// SignIn returns the program that a live cluster is signed in with and that may talk to people; ""
// when there is none.
func SignIn(src Source) string {
	l, ok := src.(*live)
	if !ok || l.config.ExecProvider == nil || l.config.ExecProvider.InteractiveMode == clientcmdapi.NeverExecInteractiveMode {
		return ""
	}
	return l.config.ExecProvider.Command
}

// names lists the contexts of a kubeconfig, a few of them when there are many.
func names(raw clientcmdapi.Config) string {
	const most = 10
	var quoted []string
	for name := range raw.Contexts {
		quoted = append(quoted, fmt.Sprintf("%q", name))
	}
	slices.Sort(quoted)
	return text.List(quoted, most, ", ")
}

// hostPort is the host and port of a server, whatever form it was written in.
func hostPort(host string) string {
	if !strings.Contains(host, "://") {
		host = "https://" + host
	}
	u, err := url.Parse(host)
	if err != nil {
		return host
	}
	port := u.Port()
	switch {
	case port != "":
	case u.Scheme == "http":
		port = "80"
	default:
		port = "443"
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// configError is a ConfigError with a formatted message, without the secrets of URLs: servers
// and proxies of a kubeconfig may have a password.
func configError(err error, format string, args ...any) error {
	return &ConfigError{Message: text.RedactURLs(fmt.Sprintf(format, args...)), Err: err}
}
