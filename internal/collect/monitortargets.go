package collect

import (
	"context"
	"errors"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func monitorTargetReads() []Read {
	services, pods := list("", "services"), list("", "pods")
	services.When = "there is a ServiceMonitor"
	pods.When = "a PodMonitor selects the pods of no workload: until one is found"
	return append(monitorReads(), services, pods)
}

func monitorTargetsCollector() Collector {
	return Collector{
		Facts:   facts.KindMonitorTargets,
		Reads:   monitorTargetReads(),
		After:   []facts.Kind{facts.KindWorkloads},
		Collect: collectMonitorTargets,
	}
}

// collectMonitorTargets holds the selectors of monitors against Services and pods, and keeps what
// comes of it: not the Services, which grow with the applications.
func collectMonitorTargets(ctx context.Context, r *Run) Fill {
	looked := runParallel(r, []func(*Run) []facts.MonitorTargets{
		func(r *Run) (found []facts.MonitorTargets) {
			all := r.monitors("servicemonitors", r.serviceMonitors)
			if len(all) == 0 {
				return nil
			}
			services := r.services()
			findServices(all, listed(r, services))
			for i := range all {
				// What is not among the Services that could be read may be among the others.
				if m := &all[i].MonitorTargets; len(services.blind) == 0 || m.Found && len(m.MissingPorts) == 0 {
					found = append(found, *m)
				}
			}
			return found
		},
		func(r *Run) []facts.MonitorTargets {
			all := r.monitors("podmonitors", r.podMonitors)
			findWorkloads(all, r.Before)
			return forEach(r, all, func(r *Run, m monitor) []facts.MonitorTargets {
				if !r.findPods(ctx, &m.MonitorTargets) {
					return nil
				}
				return []facts.MonitorTargets{m.MonitorTargets}
			})
		},
	})
	sortBy(looked,
		func(m facts.MonitorTargets) string { return m.Kind },
		func(m facts.MonitorTargets) string { return m.Namespace },
		func(m facts.MonitorTargets) string { return m.Name })
	return func(s *facts.Snapshot) { s.MonitorTargets = looked }
}

// monitor is a ServiceMonitor or PodMonitor with the ports that it asks for.
type monitor struct {
	facts.MonitorTargets
	ports []string
}

// monitorRead is one ServiceMonitor or PodMonitor as both of its collectors need it.
type monitorRead struct {
	labelled facts.Monitor
	targets  distilResult[monitor]
}

// monitorsOnce returns a function that lists a kind of monitor where it is served, at the first call.
func monitorsOnce(ctx context.Context, s shared, resource, kind string) func() listing[monitorRead] {
	q := target.Query{Group: promGroup, Resource: resource}
	distil := tryDistil(distilMonitorTargets)
	return servedOnce(ctx, s, q, func(o *unstructured.Unstructured) monitorRead {
		labelled := facts.Monitor{Kind: kind, Namespace: o.GetNamespace(), Name: o.GetName(), Labels: shortenValues(o.GetLabels())}
		return monitorRead{labelled, distil(o)}
	})
}

// monitors returns the monitors of a kind, without those that do not decode: these are blind spots.
func (r *Run) monitors(resource string, once func() listing[monitorRead]) []monitor {
	var all []distilResult[monitor]
	for _, m := range listed(r, once()) {
		all = append(all, m.targets)
	}
	return distilled(r, target.Query{Group: promGroup, Resource: resource}, all)
}

func distilMonitorTargets(o *unstructured.Unstructured) (monitor, error) {
	read := reader{fields: o.Object}
	out := monitor{MonitorTargets: facts.MonitorTargets{
		Kind: o.GetKind(), Namespace: o.GetNamespace(), Name: o.GetName(), Selector: read.selector("spec", "selector"),
	}}
	out.AnyNamespace, _ = read.boolean("spec", "namespaceSelector", "any")
	names, _, err := unstructured.NestedStringSlice(o.Object, "spec", "namespaceSelector", "matchNames")
	if err != nil {
		read.fail([]string{"spec", "namespaceSelector", "matchNames"}, "holds something that is not a text")
	}
	out.Namespaces = sorted(names)
	for _, fields := range read.list("spec", "endpoints") {
		one := reader{fields: fields}
		if name := one.text("port"); name != "" {
			out.ports = append(out.ports, name)
		}
		read.takeError(&one)
	}
	return out, read.err
}

// looksInto reports whether a monitor looks into a namespace.
func looksInto(m *facts.MonitorTargets, namespace string) bool {
	switch {
	case m.AnyNamespace:
		return true
	case len(m.Namespaces) > 0:
		return slices.Contains(m.Namespaces, namespace)
	}
	return namespace == m.Namespace
}

// findServices fills in what ServiceMonitors find among the Services.
func findServices(monitors []monitor, services []service) {
	const most = 3
	sortBy(services, func(s service) string { return s.ref.Namespace + "/" + s.ref.Name })
	for i := range monitors {
		m := &monitors[i]
		selects := kube.Selecting(&m.Selector)
		missing := map[string]bool{}
		for _, port := range m.ports {
			missing[port] = true
		}
		for _, s := range services {
			switch {
			case !selects(s.labels):
			case looksInto(&m.MonitorTargets, s.ref.Namespace):
				m.Found = true
				for _, port := range s.ports {
					delete(missing, port)
				}
			case len(m.Elsewhere) < most && len(m.Selector.Requirements) > 0:
				m.Elsewhere = append(m.Elsewhere, s.ref)
			}
		}
		if !m.Found {
			continue
		}
		m.Elsewhere = nil
		for port := range missing {
			m.MissingPorts = append(m.MissingPorts, port)
		}
		slices.Sort(m.MissingPorts)
	}
}

// findWorkloads marks the monitors that find the pods of a workload.
func findWorkloads(monitors []monitor, s *facts.Snapshot) {
	if len(monitors) == 0 {
		return
	}
	selects := make([]func(map[string]string) bool, len(monitors))
	for i := range monitors {
		selects[i] = kube.Selecting(&monitors[i].Selector)
	}
	find := func(w *facts.Workload) {
		for i := range monitors {
			m := &monitors[i].MonitorTargets
			m.Found = m.Found || looksInto(m, w.Namespace) && selects[i](w.PodLabels)
		}
	}
	for i := range s.Workloads {
		find(&s.Workloads[i])
	}
	for w := range s.EachApart() {
		find(w)
	}
}

// findPods fills in whether a PodMonitor that finds no workload finds any pod. It returns false when that is
// not known.
func (r *Run) findPods(ctx context.Context, m *facts.MonitorTargets) bool {
	if m.Found {
		return true
	}
	namespaces := m.Namespaces
	if len(namespaces) == 0 {
		namespaces = []string{m.Namespace}
	}
	if m.AnyNamespace {
		namespaces = []string{metav1.NamespaceAll}
	}
	for _, namespace := range namespaces {
		found, err := r.anyPod(ctx, namespace, &m.Selector)
		if err != nil {
			return false
		}
		m.Found = m.Found || found
	}
	return true
}

// errEnough ends a list that need not be read on.
var errEnough = errors.New("one is enough")

// anyPod reports whether a namespace, or any for "", has a pod with these labels. An error is a
// blind spot already.
func (r *Run) anyPod(ctx context.Context, namespace string, s *facts.Selector) (bool, error) {
	selector, err := labels.Parse(s.String())
	if err != nil {
		return false, nil // an invalid selector selects nothing
	}
	q := target.Query{Version: "v1", Resource: "pods", Namespace: namespace, LabelSelector: selector.String(), Metadata: true, PageSize: 1}
	err = r.src.Each(ctx, q, func(runtime.Object) error { return errEnough })
	switch {
	case errors.Is(err, errEnough):
		return true, nil
	case err != nil:
		r.fail("list", q, err)
	}
	return false, err
}
