package metrics

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// States of monitors: that no Prometheus picks up, and that are picked up and have no target.
const (
	notPickedUp    = "not-picked-up"
	selectsNothing = "selects-nothing"
)

const selectsNothingRemedy = `See what the monitor selects by, and the labels and port names of the Service:

    kubectl -n NAMESPACE get KIND NAME -o jsonpath='{.spec.selector}{"\n"}{.spec.namespaceSelector}{"\n"}'
    kubectl get services -A --show-labels

A Service in another namespace needs ` + "`namespaceSelector: {matchNames: [...]}`" + ` in the monitor's
spec. ` + "`port`" + ` is the name of the Service's port, not its number. Delete monitors that charts
left behind.`

// aim is what the monitors that are picked up find to scrape.
type aim struct {
	idle, unseen []check.Finding
}

// withTargets adds to the outcome of being picked up whether what is picked up selects anything.
func withTargets(in *facts.Input, picked check.Outcome, taken []subject, total int) check.Outcome {
	a := aimOf(in, taken)
	monitors := text.Counted(total, "monitor", "monitors")
	selectNothing := fmt.Sprintf("%d of %s %s nothing that could be scraped", len(a.idle), monitors, selects(len(a.idle)))
	if picked.Status == check.StatusGap {
		picked = picked.In(notPickedUp)
		for i := range picked.Findings {
			picked.Findings[i].State = notPickedUp
		}
	}
	switch {
	case picked.Status == check.StatusGap && len(a.idle) > 0:
		return check.Gap(picked.Reason+"; "+selectNothing, slices.Concat(picked.Findings, a.idle)...).In(notPickedUp, selectsNothing)
	case picked.Status == check.StatusGap:
		return picked
	case len(a.idle) > 0:
		return check.Gap(selectNothing, a.idle...).In(selectsNothing)
	case picked.Status != check.StatusPass || len(a.unseen) == 0:
		return picked
	}
	return check.Unknown(fmt.Sprintf("what %d of %s %s is not known", len(a.unseen), monitors, selects(len(a.unseen))), a.unseen...)
}

func selects(n int) string {
	if n == 1 {
		return "selects"
	}
	return "select"
}

// aimOf looks up what each of the monitors finds.
func aimOf(in *facts.Input, monitors []subject) aim {
	var out aim
	applied := in.Applied()
	targets := make(map[facts.ObjectRef]*facts.MonitorTargets, len(in.MonitorTargets))
	for i := range in.MonitorTargets {
		t := &in.MonitorTargets[i]
		targets[facts.ObjectRef{Kind: t.Kind, Namespace: t.Namespace, Name: t.Name}] = t
	}
	for _, m := range monitors {
		t := targets[m.ref]
		if t == nil {
			out.unseen = append(out.unseen, check.Finding{Object: m.ref, Message: "what it selects was not read"})
			continue
		}
		switch why := finds(t); {
		case why == "":
		case applied:
			out.idle = append(out.idle, check.Finding{Object: m.ref, Message: why, State: selectsNothing})
		default:
			out.unseen = append(out.unseen, check.Finding{Object: m.ref, Message: why + " of these manifests; an operator may make it"})
		}
	}
	return out
}

// finds is why a monitor has nothing to scrape; "" when it has something.
func finds(t *facts.MonitorTargets) string {
	what := "Service"
	if t.Kind == "PodMonitor" {
		what = "pod"
	}
	where := "namespace " + t.Namespace + ", its own,"
	switch {
	case t.AnyNamespace:
		where = "any namespace"
	case len(t.Namespaces) == 1:
		where = "namespace " + t.Namespaces[0]
	case len(t.Namespaces) > 1:
		where = "the namespaces " + strings.Join(t.Namespaces, ", ")
	}
	switch {
	case !t.Found && findsAPIServer(t):
		return ""
	case !t.Found && len(t.Elsewhere) > 0:
		return fmt.Sprintf("it selects no %s: it looks into %s and %s has the labels %s", what, where, elsewhere(t), &t.Selector)
	case !t.Found && len(t.Selector.Requirements) == 0:
		return fmt.Sprintf("it selects no %s: there is none in %s", what, strings.TrimSuffix(where, ","))
	case !t.Found:
		return fmt.Sprintf("it selects no %s: none in %s has the labels %s", what, where, &t.Selector)
	case len(t.MissingPorts) > 0:
		return "no Service that it selects has a port of the name " + strings.Join(t.MissingPorts, " or ")
	}
	return ""
}

// findsAPIServer reports whether a monitor selects the Service of the API server, which the API
// server makes itself and which dumps leave out.
func findsAPIServer(t *facts.MonitorTargets) bool {
	return t.Kind == "ServiceMonitor" && (t.AnyNamespace || slices.Contains(t.Namespaces, "default")) &&
		kube.Selects(&t.Selector, map[string]string{"component": "apiserver", "provider": "kubernetes"})
}

// elsewhere names the first Service that would fit, of another namespace.
func elsewhere(t *facts.MonitorTargets) string {
	first := t.Elsewhere[0]
	return fmt.Sprintf("Service %s/%s", first.Namespace, first.Name)
}
