package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// promGroup is the API group of the Prometheus operator.
const promGroup = "monitoring.coreos.com"

// wish is a kind of object that wants to be picked up, and what could do it.
type wish struct {
	kind       string
	candidates []candidate
	// none says that there is nothing which could.
	none string
	// readers are other products that may read it.
	readers []string
	// whole are objects that are picked up by their name.
	whole []facts.ObjectRef
	// unread says that what the candidates select was not read.
	unread bool
}

// stateNoServer is the state of what nothing could pick up.
const stateNoServer = "no-server"

// toNoServer is the way out of it.
func toNoServer(server string) check.Remedy {
	return check.Remedy{State: stateNoServer, Text: "Have the platform run a " + server + " of the operator that picks it up, or write it for what collects metrics here."}
}

// statePaused is the state of what a server selects that is paused.
const statePaused = "paused"

// toPaused is the way out of it.
func toPaused() check.Remedy {
	return check.Remedy{State: statePaused, Text: "Have the platform let the operator act on the server again: `spec.paused: false`."}
}

// picking is what became of the wishes of a service.
type picking struct {
	total, leftAlone int
	gaps, unknowns   []check.Finding
	states           []string
	// readers are the other products that may read what nothing selects.
	readers []string
}

// serviceMatcher is a matcher that knows the namespaces of the service as well.
func serviceMatcher(in *facts.Input) matcher {
	matches := newMatcher(in)
	for _, o := range in.Service.Objects {
		if o.Group == "" && o.Kind == "Namespace" {
			labels := map[string]string{corev1.LabelMetadataName: o.Name}
			maps.Copy(labels, o.Labels)
			matches.labels[o.Name] = labels
		}
	}
	return matches
}

// pick holds the objects of a service against the wishes for their kinds.
func pick(in *facts.Input, wishes ...wish) picking {
	var out picking
	matches := serviceMatcher(in)
	for i := range in.Service.Objects {
		o := &in.Service.Objects[i]
		at := slices.IndexFunc(wishes, func(w wish) bool { return w.kind == o.Kind })
		if o.Group != promGroup || at < 0 {
			continue
		}
		out.total++
		if o.Labels[userMonitoring] == "false" || matches.labels[o.Namespace][userMonitoring] == "false" {
			out.leftAlone++
			continue
		}
		out.one(matches, o, &wishes[at])
	}
	slices.Sort(out.readers)
	out.readers = slices.Compact(out.readers)
	return out
}

// one holds one object against the wish for its kind.
func (p *picking) one(matches matcher, o *facts.LandingObject, w *wish) {
	ref := facts.ObjectRef{Kind: o.Kind, Namespace: o.Namespace, Name: o.Name}
	got, why := matches.match(subject{ref, o.Labels}, w.candidates)
	by, state := check.ByService, ""
	if paused := heldBack(matches, subject{ref, o.Labels}, w.candidates); paused != "" {
		got, why, by, state = kube.NotPicked, paused, check.ByPlatform, statePaused
	}
	if len(w.candidates) == 0 {
		why, by, state = w.none, check.ByPlatform, stateNoServer
		if len(w.readers) > 0 {
			why = "whether " + text.List(w.readers, 3, " or ") + " picks it up is not judged"
		}
	}
	switch {
	case got == kube.Picked, slices.Contains(w.whole, ref):
	case w.unread && len(w.candidates) > 0:
		p.unknowns = append(p.unknowns, check.OfManifest(o.Manifest, 0, by, "what selects it was not read, by an older kready"))
	case got == kube.Undetermined || len(w.readers) > 0:
		p.unknowns = append(p.unknowns, check.OfManifest(o.Manifest, 0, by, why))
		p.readers = append(p.readers, w.readers...)
	default:
		finding := check.OfManifest(o.Manifest, 0, by, why)
		if finding.State = state; state != "" && !slices.Contains(p.states, state) {
			p.states = append(p.states, state)
		}
		p.gaps = append(p.gaps, finding)
	}
}

// heldBack says which servers would pick up something new, were they not paused; "" where another one does, or none would.
func heldBack(matches matcher, s subject, candidates []candidate) string {
	var paused []string
	for _, c := range candidates {
		switch got, _ := matches.matchOne(s, c); {
		case got == kube.Picked && c.paused:
			paused = append(paused, kube.FormatRef(c.ref))
		case got != kube.NotPicked:
			return ""
		}
	}
	if len(paused) == 0 {
		return ""
	}
	return fmt.Sprintf("%s %s it and %s paused: the operator picks up nothing new", text.List(paused, 3, " and "),
		map[bool]string{true: "selects", false: "select"}[len(paused) == 1], text.Are(len(paused)))
}

// ownServers names what the service brings of some kinds of the operator.
func ownServers(in *facts.Input, kinds ...string) []string {
	var out []string
	for _, o := range in.Service.Objects {
		if o.Group == promGroup && slices.Contains(kinds, o.Kind) {
			out = append(out, "the service's own "+o.Kind)
		}
	}
	return out
}

// outcome is the answer on things that are counted, which a server picks up.
func (p *picking) outcome(counted, server string) check.Outcome {
	switch {
	case len(p.gaps) > 0:
		return check.Gap(fmt.Sprintf("no %s picks up %d of %s", server, len(p.gaps), counted), p.gaps...).In(p.states...)
	case len(p.readers) > 0:
		return check.Unknown(fmt.Sprintf("whether %s reads %d of %s is in its configuration", strings.Join(p.readers, " or "), len(p.unknowns), counted), p.unknowns...)
	case len(p.unknowns) > 0:
		return check.Unknown(fmt.Sprintf("whether a %s picks up %d of %s is not known", server, len(p.unknowns), counted), p.unknowns...)
	}
	if p.leftAlone > 0 {
		counted += fmt.Sprintf(", of which %d %s to be left alone", p.leftAlone, text.Are(p.leftAlone))
	}
	if p.leftAlone == p.total {
		return check.Pass(counted)
	}
	return check.Pass(counted + ", picked up by a " + server)
}
