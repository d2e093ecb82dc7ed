package target

import (
	"strings"

	"github.com/spf13/pflag"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// ConnectionFlags are kubectl's flags that choose a cluster and a user, with kubectl's
// names, defaults and meanings. They are kready's own, since k8s.io/cli-runtime, where
// kubectl has them, links kustomize and every API group into the binary. kubectl's
// --namespace and --cache-dir are left out: kready looks at whole clusters, and keeps
// nothing between runs.
type ConnectionFlags struct {
	// Kubeconfig is the path of the kubeconfig; "" means the files of KUBECONFIG, else
	// ~/.kube/config.
	Kubeconfig string
	// Context, Cluster and User are names of the kubeconfig's entries; "" means the
	// current context and what belongs to it.
	Context, Cluster, User string
	// Server, TLSServerName, CAFile, Insecure and ProxyURL replace what the kubeconfig says
	// of the cluster.
	Server, TLSServerName, CAFile, ProxyURL string
	Insecure                                bool
	// Token, CertFile and KeyFile replace the kubeconfig's credentials.
	Token, CertFile, KeyFile string
	// As, AsUID, AsGroups and AsUserExtra ("key=value") are who is impersonated.
	As, AsUID             string
	AsGroups, AsUserExtra []string
	// RequestTimeout bounds a single request, as a duration; "0" means no bound.
	RequestTimeout     string
	DisableCompression bool

	env Environment
}

// Named reports whether a flag names the cluster, so that no other will do.
func (f *ConnectionFlags) Named() bool {
	return f.Kubeconfig != "" || f.Context != "" || f.Cluster != "" || f.User != "" || f.Server != ""
}

// NewConnectionFlags returns the flags with kubectl's defaults. What they leave open is
// looked up in env.
func NewConnectionFlags(env Environment) *ConnectionFlags {
	return &ConnectionFlags{RequestTimeout: "0", AsGroups: []string{}, AsUserExtra: []string{}, env: env}
}

// AddTo adds the flags to a set, with kubectl's help texts.
func (f *ConnectionFlags) AddTo(set *pflag.FlagSet) {
	set.StringVar(&f.Kubeconfig, "kubeconfig", f.Kubeconfig, "Path to the kubeconfig file to use for CLI requests.")
	set.StringVar(&f.Context, "context", f.Context, "The name of the kubeconfig context to use")
	set.StringVar(&f.Cluster, "cluster", f.Cluster, "The name of the kubeconfig cluster to use")
	set.StringVar(&f.User, "user", f.User, "The name of the kubeconfig user to use")
	f.addServer(set)
	f.addIdentity(set)
	set.StringVar(&f.RequestTimeout, "request-timeout", f.RequestTimeout, "The length of time to wait before giving up on a single server request. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). A value of zero means don't timeout requests.")
	set.BoolVar(&f.DisableCompression, "disable-compression", f.DisableCompression, "If true, opt-out of response compression for all requests to the server")
}

func (f *ConnectionFlags) addServer(set *pflag.FlagSet) {
	set.StringVarP(&f.Server, "server", "s", f.Server, "The address and port of the Kubernetes API server")
	set.StringVar(&f.TLSServerName, "tls-server-name", f.TLSServerName, "Server name to use for server certificate validation. If it is not provided, the hostname used to contact the server is used")
	set.StringVar(&f.CAFile, "certificate-authority", f.CAFile, "Path to a cert file for the certificate authority")
	set.BoolVar(&f.Insecure, "insecure-skip-tls-verify", f.Insecure, "If true, the server's certificate will not be checked for validity. This will make your HTTPS connections insecure")
	set.StringVar(&f.ProxyURL, "proxy-url", f.ProxyURL, "Proxy URL to use for requests to the API server")
}

func (f *ConnectionFlags) addIdentity(set *pflag.FlagSet) {
	set.StringVar(&f.Token, "token", f.Token, "Bearer token for authentication to the API server")
	set.StringVar(&f.CertFile, "client-certificate", f.CertFile, "Path to a client certificate file for TLS")
	set.StringVar(&f.KeyFile, "client-key", f.KeyFile, "Path to a client key file for TLS")
	set.StringVar(&f.As, "as", f.As, "Username to impersonate for the operation. User could be a regular user or a service account in a namespace.")
	set.StringVar(&f.AsUID, "as-uid", f.AsUID, "UID to impersonate for the operation.")
	set.StringArrayVar(&f.AsGroups, "as-group", f.AsGroups, "Group to impersonate for the operation, this flag can be repeated to specify multiple groups.")
	set.StringArrayVar(&f.AsUserExtra, "as-user-extra", f.AsUserExtra, "User extras to impersonate for the operation, this flag can be repeated to specify multiple values for the same key.")
}

// clientConfig returns what loads the kubeconfig and puts the flags above it.
func (f *ConnectionFlags) clientConfig() clientcmd.ClientConfig {
	rules := f.loadingRules()
	rules.DefaultClientConfig = &clientcmd.DefaultClientConfig
	return clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, f.overrides())
}

// overrides are what the flags replace of a kubeconfig.
func (f *ConnectionFlags) overrides() *clientcmd.ConfigOverrides {
	return &clientcmd.ConfigOverrides{
		ClusterDefaults: clientcmd.ClusterDefaults,
		CurrentContext:  f.Context,
		Context:         clientcmdapi.Context{Cluster: f.Cluster, AuthInfo: f.User},
		ClusterInfo: clientcmdapi.Cluster{
			Server: f.Server, TLSServerName: f.TLSServerName, CertificateAuthority: f.env.path(f.CAFile),
			InsecureSkipTLSVerify: f.Insecure, ProxyURL: f.ProxyURL, DisableCompression: f.DisableCompression,
		},
		AuthInfo: clientcmdapi.AuthInfo{
			Token: f.Token, ClientCertificate: f.env.path(f.CertFile), ClientKey: f.env.path(f.KeyFile),
			Impersonate: f.As, ImpersonateUID: f.AsUID, ImpersonateGroups: f.AsGroups,
			ImpersonateUserExtra: userExtra(f.AsUserExtra),
		},
		Timeout: f.RequestTimeout,
	}
}

// userExtra reads key=value pairs; what has no = is passed over, as kubectl does.
func userExtra(pairs []string) map[string][]string {
	var extra map[string][]string
	for _, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		if !ok {
			continue
		}
		if extra == nil {
			extra = map[string][]string{}
		}
		extra[key] = append(extra[key], value)
	}
	return extra
}
