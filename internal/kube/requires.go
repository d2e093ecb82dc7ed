package kube

import (
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// requires is the annotation by which a service says what its pods need to reach: "db.data:5432,cache:6379".
const requires = "kready.dev/requires"

// HostPort is something that pods need to reach.
type HostPort struct {
	Host string
	Port int
}

// Requires returns what the pods of a template need to reach, as an annotation of the template says, or else of its
// workload, or else of the Namespace that comes with them. What is no host and port is left out.
func (b *Brought) Requires(pods *facts.LandingPods) []HostPort {
	said := pods.Annotations[requires]
	for o := range b.Named(pods.Kind, pods.Namespace, pods.Name) {
		if said == "" {
			said = o.Annotations[requires]
		}
	}
	if namespace := b.Object("", "Namespace", "", pods.Namespace); said == "" && namespace != nil {
		said = namespace.Annotations[requires]
	}
	var out []HostPort
	for entry := range strings.SplitSeq(said, ",") {
		host, number, found := strings.Cut(strings.TrimSpace(entry), ":")
		if port, err := strconv.Atoi(number); found && host != "" && err == nil {
			out = append(out, HostPort{host, port})
		}
	}
	return out
}

// ServiceOf reads a host name as pods of a namespace resolve it: "db", "db.data", "db.data.svc.cluster.local". The name
// is "" for one that is no Service's.
func ServiceOf(from, host string) (name, namespace string) {
	parts := strings.Split(strings.TrimSuffix(host, "."), ".")
	switch {
	case len(parts) == 1:
		return parts[0], from
	case len(parts) == 2, parts[2] == "svc":
		return parts[0], parts[1]
	}
	return "", ""
}
