package kube

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Seen finds by their names what was read of a cluster for a service, which may name thousands of things. The snapshot must
// not change meanwhile, and it is for one goroutine.
type Seen struct {
	snapshot   *facts.Snapshot
	namespaces map[string]*facts.Namespace
	services   map[nameKey]*facts.NamedService
	claims     map[nameKey]*facts.NamedClaim
	accounts   map[nameKey]*facts.NamedServiceAccount
	objects    map[objectKey]*facts.NamedObject
	hosts      map[string]*facts.NamedHost
	// pods are those that were looked up, by namespace and labels, and workloads those of the platform by namespace.
	pods      map[nameKey]*facts.NamedPods
	workloads map[string][]*facts.Workload
	named     map[objectKey]*facts.Workload
}

// NewSeen returns what finds the things of a snapshot.
func NewSeen(s *facts.Snapshot) *Seen { return &Seen{snapshot: s} }

// Namespace returns a namespace; nil when it is not there, or not known.
func (s *Seen) Namespace(name string) *facts.Namespace {
	if s.namespaces == nil {
		s.namespaces = FirstBy(s.snapshot.Namespaces, func(n *facts.Namespace) string { return n.Name })
	}
	return s.namespaces[name]
}

// Service returns a Service that was looked up; nil when it was not.
func (s *Seen) Service(namespace, name string) *facts.NamedService {
	if s.services == nil {
		s.services = FirstBy(s.snapshot.NamedServices, func(o *facts.NamedService) nameKey { return nameKey{o.Namespace, o.Name} })
	}
	return s.services[nameKey{namespace, name}]
}

// Claim reports whether a PersistentVolumeClaim is there, and whether that is known: where its namespace is not, it is not
// either.
func (s *Seen) Claim(namespace, name string) (there, known bool) {
	if s.claims == nil {
		s.claims = FirstBy(s.snapshot.NamedClaims, func(o *facts.NamedClaim) nameKey { return nameKey{o.Namespace, o.Name} })
	}
	if c := s.claims[nameKey{namespace, name}]; c != nil {
		return c.Exists, true
	}
	return false, s.Namespace(namespace) == nil
}

// Account is Claim for a ServiceAccount.
func (s *Seen) Account(namespace, name string) (there, known bool) {
	if s.accounts == nil {
		s.accounts = FirstBy(s.snapshot.NamedServiceAccounts, func(o *facts.NamedServiceAccount) nameKey { return nameKey{o.Namespace, o.Name} })
	}
	if a := s.accounts[nameKey{namespace, name}]; a != nil {
		return a.Exists, true
	}
	return false, s.Namespace(namespace) == nil
}

// Object returns what was looked up of an object; nil where it was not. In a namespace that is not there, nothing is.
func (s *Seen) Object(resource, namespace, name string) *facts.NamedObject {
	if s.objects == nil {
		s.objects = FirstBy(s.snapshot.NamedObjects, func(o *facts.NamedObject) objectKey { return objectKey{o.Resource, o.Namespace, o.Name} })
	}
	if o := s.objects[objectKey{resource, namespace, name}]; o != nil {
		return o
	}
	if namespace != "" && len(s.snapshot.Namespaces) > 0 && s.Namespace(namespace) == nil {
		return &facts.NamedObject{Resource: resource, Namespace: namespace, Name: name}
	}
	return nil
}

// Host returns what was looked up of a host; nil when it was not.
func (s *Seen) Host(name string) *facts.NamedHost {
	if s.hosts == nil {
		s.hosts = FirstBy(s.snapshot.NamedHosts, func(h *facts.NamedHost) string { return h.Host })
	}
	return s.hosts[name]
}

// Workload returns a workload of the platform; nil when it has none of that name.
func (s *Seen) Workload(kind, namespace, name string) *facts.Workload {
	if s.named == nil {
		s.named = FirstBy(s.snapshot.Workloads, func(w *facts.Workload) objectKey { return objectKey{w.Kind, w.Namespace, w.Name} })
	}
	return s.named[objectKey{kind, namespace, name}]
}

// Pods reports whether the cluster has a pod with some labels, among the workloads of its platform or those that were
// looked up, and whether that is known.
func (s *Seen) Pods(namespace string, with map[string]string) (there, known bool) {
	if s.workloads == nil {
		s.workloads = map[string][]*facts.Workload{}
		for i := range s.snapshot.Workloads {
			w := &s.snapshot.Workloads[i]
			s.workloads[w.Namespace] = append(s.workloads[w.Namespace], w)
		}
		s.pods = FirstBy(s.snapshot.NamedPods, func(p *facts.NamedPods) nameKey { return nameKey{p.Namespace, LabelsKey(p.Labels)} })
	}
	if slices.ContainsFunc(s.workloads[namespace], func(w *facts.Workload) bool { return HasLabels(w.PodLabels, with) }) {
		return true, true
	}
	if p := s.pods[nameKey{namespace, LabelsKey(with)}]; p != nil {
		return p.Exists, true
	}
	return false, s.Namespace(namespace) == nil
}

// LabelsKey is a text that is the same for the same labels alone.
func LabelsKey(labels map[string]string) string {
	var out strings.Builder
	for _, key := range sortedKeys(labels) {
		out.WriteString(strconv.Quote(key) + strconv.Quote(labels[key]))
	}
	return out.String()
}
