package inventory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// hidden returns the products that the provider of the distribution runs out of sight: first those of which something
// tells, then those that are there unless another has their role.
func (f *finder) hidden(d facts.Distribution, found []facts.Implementation) []facts.Implementation {
	told := f.hiddenBy(d, found, nil, func(h catalog.Hidden) bool { return h.Unless == "" })
	return slices.Concat(told, f.hiddenBy(d, found, told, func(h catalog.Hidden) bool { return h.Unless != "" }))
}

// hiddenBy returns those by the rules that are asked for; told are those that are known already.
func (f *finder) hiddenBy(d facts.Distribution, found, told []facts.Implementation, asked func(catalog.Hidden) bool) []facts.Implementation {
	var more []facts.Implementation
	args := nodeArgs(f.s.Nodes)
	for e := range f.c.Entries {
		entry := &f.c.Entries[e]
		for _, h := range entry.Hidden {
			if h.Distribution != d.Name || h.Feature != "" && !slices.Contains(d.Features, h.Feature) || !asked(h) || has(found, entry.Name) || has(told, entry.Name) || has(more, entry.Name) {
				continue
			}
			if fromAbsence(h) && f.mayRunUnseen() || len(h.NodeArgs) > 0 && serversUnseen(f.s.Nodes) {
				continue
			}
			seen, ok := f.isHidden(h, args)
			if !ok || h.Unless != "" && (provided(found, h.Unless) || provided(told, h.Unless)) {
				continue
			}
			impl := f.newImplementation(e, facts.StateHidden)
			if own := slices.Concat(h.Marks.CSIDrivers, h.Marks.Provisioners); len(own) > 0 {
				impl.Provisioners = own // the provider's own names, not those that everybody else installs
			}
			note := h.Note
			if note == "" {
				note = fmt.Sprintf("%s runs it where no API shows it", d.Title)
			}
			impl.Evidence = append([]string{note}, statements(append(seen, f.marks[e]...))...)
			roles := h.Provides
			if len(roles) == 0 {
				roles = entry.Provides
			}
			more = append(more, withRoles(impl, roles))
		}
	}
	return more
}

// fromAbsence reports whether nothing but the absence of another product speaks for a rule.
func fromAbsence(h catalog.Hidden) bool {
	for _, want := range h.NodeReasons {
		if !strings.HasPrefix(want, "!") {
			return false
		}
	}
	return h.Unless != "" && h.Feature == "" && len(h.NodeArgs)+len(h.NodeLabels) == 0 && h.Marks.Empty()
}

// mayRunUnseen reports whether controllers or static pods can be there that were not read. CronJobs
// provide nothing that a provider runs instead.
func (f *finder) mayRunUnseen() bool {
	return slices.ContainsFunc(f.s.Blind([]facts.Kind{facts.KindWorkloads}), func(b facts.BlindSpot) bool {
		return b.Resource != "cronjobs.batch" && b.Resource != "statefulsets.apps"
	})
}

// provided reports whether a role is provided by an implementation that runs, in sight or out of it.
func provided(found []facts.Implementation, role string) bool {
	return slices.ContainsFunc(found, func(i facts.Implementation) bool {
		return (i.State == facts.StateRunning || i.State == facts.StateHidden) && slices.Contains(i.Roles, role)
	})
}

// isHidden reports whether all conditions of a rule hold, and which marks say so.
func (f *finder) isHidden(h catalog.Hidden, args map[string][]string) ([]mark, bool) {
	for key, want := range h.NodeLabels {
		var values []string
		for _, n := range f.s.Nodes {
			if v, ok := n.Labels[key]; ok {
				values = append(values, v)
			}
		}
		if !satisfies(want, values...) {
			return nil, false
		}
	}
	for kind, want := range h.NodeReasons {
		if !satisfies(want, reasonsOf(f.s.Nodes, kind)...) {
			return nil, false
		}
	}
	for flag, want := range h.NodeArgs {
		if !satisfies(want, args[flag]...) {
			return nil, false
		}
	}
	if h.Marks.Empty() {
		return nil, true
	}
	one := &finder{s: f.s, c: &catalog.Catalog{Entries: []catalog.Entry{{Marks: h.Marks}}}}
	seen := one.findMarks()[0]
	return seen, len(seen) > 0
}

// reasonsOf returns the reasons of the nodes' conditions of a type.
func reasonsOf(nodes []facts.Node, kind string) []string {
	var reasons []string
	for _, n := range nodes {
		for _, c := range n.Conditions {
			if c.Type == kind {
				reasons = append(reasons, c.Reason)
			}
		}
	}
	return reasons
}

// nodeArgs returns the flags that k3s and RKE2 were started with, as they write them
// down on their nodes: a JSON array of the command line, configuration file included.
func nodeArgs(nodes []facts.Node) map[string][]string {
	flags := map[string][]string{}
	for _, n := range nodes {
		for _, key := range []string{"k3s.io/node-args", "rke2.io/node-args"} {
			text, written := n.Annotations[key]
			var words []string
			if !written || json.Unmarshal([]byte(text), &words) != nil {
				continue
			}
			for i, word := range words {
				flag, isFlag := strings.CutPrefix(word, "--")
				if !isFlag {
					continue
				}
				name, value, given := strings.Cut(flag, "=")
				if !given && i+1 < len(words) && !strings.HasPrefix(words[i+1], "--") {
					value, given = words[i+1], true
				}
				if !given {
					value = "true"
				}
				for part := range strings.SplitSeq(value, ",") {
					flags[name] = append(flags[name], part)
				}
			}
		}
	}
	return flags
}
