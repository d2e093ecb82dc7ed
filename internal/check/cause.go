package check

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Cause is why something that findings rest on is not well: package cause finds them.
type Cause struct {
	// Object is what is not well, or what keeps it from being so.
	Object facts.ObjectRef
	// Kind is one of a closed list: scaled-to-zero, crash-loop, ….
	Kind string
	// Message says it in one sentence without a full stop, the object's name included.
	Message string
	// Remedy is Markdown, with all names filled in; "" when the cause is not known well enough.
	Remedy string
	// Source is a page that says so; may be empty.
	Source string
}

// RemedyFor returns how to close the gap of a result in a place. The remedies of its causes take
// the place of the check's own where every finding has one, and come first where only some have. For
// a cause that the check itself found, as a state with a remedy, its own is the way: it knows the
// distribution. What is quoted of checks of the cluster, their remedies close.
func (r Result) RemedyFor(at Place) string {
	var texts []string
	found := false
	for _, c := range r.Causes {
		if slices.Contains(r.Outcome.States, c.Kind) && slices.Contains(r.Check.RemedyStates(), c.Kind) {
			found = true
			continue
		}
		texts = appendNew(texts, c.Remedy)
	}
	texts = mergeSame(texts)
	switch {
	case r.Quoted:
	case found || len(texts) == 0:
		texts = appendNew(texts, r.Check.RemedyFor(at, r.Outcome))
	case !r.Explained:
		own := r.Outcome // its commands are for what no cause explains
		if left := slices.DeleteFunc(slices.Clone(own.Findings), func(f Finding) bool { return f.Cause != "" }); len(left) > 0 {
			own.Findings = left
		}
		texts = appendNew(texts, r.Check.RemedyFor(at, own))
	}
	for _, lacking := range r.Lacks {
		texts = appendNew(texts, lacking.RemedyFor(at))
	}
	return strings.Join(texts, "\n\n")
}

// commandsMost is how many lines of commands one remedy has when several that say the same are made one.
const commandsMost = 3

// mergeSame makes one remedy of those that say the same in prose, such as of three programs that crash: that says it
// once, with the commands of each.
func mergeSame(texts []string) []string {
	var out []string
	at := map[string]int{}
	for _, one := range texts {
		prose, commands, simple := parts(one)
		i, known := at[prose]
		if !simple || !known {
			if simple {
				at[prose] = len(out)
			}
			out = append(out, one)
			continue
		}
		_, before, _ := parts(out[i])
		for _, c := range commands {
			if len(before) < commandsMost && !slices.Contains(before, c) {
				before = append(before, c)
			}
		}
		out[i] = prose + "\n\n" + strings.Join(before, "\n")
	}
	return out
}

// parts takes a remedy apart into prose and the lines of commands at its end; false for one that is made otherwise.
func parts(text string) (prose string, commands []string, simple bool) {
	prose, rest, found := strings.Cut(text, "\n\n    ")
	if !found {
		return text, nil, false
	}
	commands = strings.Split("    "+rest, "\n")
	simple = !slices.ContainsFunc(commands, func(line string) bool { return !strings.HasPrefix(line, "    ") })
	return prose, commands, simple
}

// appendNew adds a text that is not among others yet.
func appendNew(texts []string, more string) []string {
	if more = strings.Trim(more, "\n"); more == "" || slices.Contains(texts, more) {
		return texts
	}
	return append(texts, more)
}
