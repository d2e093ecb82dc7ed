package target

import (
	"fmt"
	"maps"
	"slices"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/internal/text"
)

// Named is an entry of a kubeconfig. Detail is what a list shows beside it:
// the cluster of a context, the server of a cluster; "" for a user.
type Named struct {
	Name, Detail string
}

// Kubeconfig is what the files that --kubeconfig and KUBECONFIG name hold, each kind by
// name. No request is sent to a cluster.
type Kubeconfig struct {
	Contexts, Clusters, Users []Named
}

// ReadKubeconfig lists the entries of the kubeconfig that path names; "" means the files
// of KUBECONFIG, or kubectl's own, as env has them.
func ReadKubeconfig(env Environment, path string) (Kubeconfig, error) {
	flags := NewConnectionFlags(env)
	flags.Kubeconfig = path
	raw, err := flags.loadingRules().Load()
	if err != nil {
		return Kubeconfig{}, fmt.Errorf("reading the kubeconfig: %w", err)
	}
	return Kubeconfig{
		Contexts: named(raw.Contexts, func(c *clientcmdapi.Context) string { return c.Cluster }),
		Clusters: named(raw.Clusters, func(c *clientcmdapi.Cluster) string { return c.Server }),
		Users:    named(raw.AuthInfos, func(*clientcmdapi.AuthInfo) string { return "" }),
	}, nil
}

func named[T any](entries map[string]*T, detail func(*T) string) []Named {
	var all []Named
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if entry := entries[name]; entry != nil {
			all = append(all, Named{name, text.RedactURLs(detail(entry))})
		}
	}
	return all
}
