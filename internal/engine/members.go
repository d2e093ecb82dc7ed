package engine

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/progress"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Members names the clusters of a fleet.
type Members struct {
	// Contexts are names of contexts, in which * stands for anything.
	Contexts []string
	// Files are what --from takes.
	Files []string
	// Inventory is a file that says what each cluster is. Where neither contexts nor files are named,
	// its clusters are the fleet. "" for none.
	Inventory string
	// GroupBy are patterns of names and labels of the inventory; none means by state.
	GroupBy []string
}

// member is a cluster to read.
type member struct {
	name   string
	target Target
	// rules are what it is judged by, labels those of the inventory.
	rules  *Rules
	labels map[string]string
	// named is true when it is named by itself, not by a pattern.
	named bool
	notes bytes.Buffer
	// file is true when it is not a context: when it cannot be read, the command line is wrong.
	file   bool
	report *report.Report
	err    error
	// progress counts what is read of it; done is set when it is judged.
	progress *progress.Reading
	done     atomic.Bool
}

// list returns the members, without any request. The target says how all of them are read.
func (m Members) list(r *Rules, t Target) ([]*member, error) {
	var known config.Clusters
	if m.Inventory != "" {
		var err error
		if known, err = config.LoadClusters(r.env.Dir, m.Inventory); err != nil {
			return nil, Usagef("%w", err)
		}
	}
	contexts, files, err := m.names(r, t, known)
	if err != nil {
		return nil, err
	}
	if t.Complete && len(files) == 0 {
		return nil, Usagef("--complete requires --from")
	}
	if len(t.Kinds) > 0 && len(files) == 0 {
		return nil, Usagef("--kinds requires --from")
	}
	t.member = true
	var all []*member
	for _, name := range contexts {
		one := &member{name: name, target: t, named: slices.Contains(m.Contexts, name) || namesContext(known, name), progress: &progress.Reading{}}
		one.target.Connection, one.target.From = target.ForContext(t.Connection, name), ""
		one.target.Complete, one.target.Kinds = false, nil
		all = append(all, one)
	}
	for _, file := range files {
		one := &member{name: file, target: t, file: true, progress: &progress.Reading{}}
		one.target.From = file
		all = append(all, one)
	}
	return all, describe(r, all, known)
}

// names are the contexts and the files of the fleet: those that the command line names, or else those of
// the inventory.
func (m Members) names(r *Rules, t Target, known config.Clusters) (contexts, files []string, err error) {
	files = m.Files
	if len(m.Contexts) > 0 {
		if contexts, err = target.Contexts(t.Connection, m.Contexts); err != nil {
			return nil, nil, TargetError(err)
		}
	}
	if len(m.Contexts)+len(m.Files) > 0 {
		return contexts, files, nil
	}
	for _, entry := range known.Entries {
		switch {
		case entry.From != "" && entry.Pattern():
			found, err := filepath.Glob(r.env.Path(entry.From))
			if err != nil || len(found) == 0 {
				return nil, nil, Usagef("%s: no file matches %q", known.File, entry.From)
			}
			files = addNew(files, found)
		case entry.From != "":
			files = addNew(files, []string{entry.From})
		case entry.Pattern():
			found, err := target.Contexts(t.Connection, []string{entry.Context})
			if err != nil {
				return nil, nil, Usagef("%s: %w", known.File, err)
			}
			contexts = addNew(contexts, found)
		default: // one that does not exist any more is a cluster that cannot be reached
			contexts = addNew(contexts, []string{entry.Context})
		}
	}
	return contexts, files, nil
}

func addNew(all, more []string) []string {
	for _, name := range more {
		if !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return all
}

// namesContext reports whether an entry names a context by itself.
func namesContext(known config.Clusters, name string) bool {
	return slices.ContainsFunc(known.Entries, func(c config.Cluster) bool { return c.Context == name })
}

// describe gives members what the inventory says of them: their labels, and rules of their own.
func describe(r *Rules, members []*member, known config.Clusters) error {
	type own struct{ configuration, profile string }
	rules := map[own]*Rules{{}: r}
	for _, m := range members {
		entry := entryOf(r.env, m, known)
		m.labels = entry.Labels
		key := own{entry.Config, entry.Profile}
		if rules[key] == nil {
			with, err := r.with(entry.Config, entry.Profile)
			if err != nil {
				return Usagef("%s: %s: %w", known.File, text.Clean(entry.Name()), err)
			}
			rules[key] = with
		}
		m.rules = rules[key]
	}
	return nil
}

// entryOf is what the inventory says of a member: the entry that names it, or else the first whose
// pattern matches.
func entryOf(env Env, m *member, known config.Clusters) config.Cluster {
	for _, pattern := range []bool{false, true} {
		for _, entry := range known.Entries {
			if entry.Pattern() == pattern && covers(env, entry, m) {
				return entry
			}
		}
	}
	return config.Cluster{}
}

func covers(env Env, entry config.Cluster, m *member) bool {
	switch {
	case m.file && entry.From != "" && entry.Pattern():
		matches, err := filepath.Match(env.Path(entry.From), env.Path(m.target.From))
		return err == nil && matches
	case m.file:
		return entry.From != "" && filepath.Clean(env.Path(entry.From)) == filepath.Clean(env.Path(m.target.From))
	}
	return entry.Context == m.name || entry.Pattern() && entry.Context != "" && target.Matches(entry.Context, m.name)
}

// groupOf returns what says in which group a cluster is, nil to group by state.
func (m Members) groupOf(members []*member) (func(name string, labels map[string]string) string, error) {
	if len(m.GroupBy) == 0 {
		return nil, nil
	}
	for _, by := range m.GroupBy {
		known := strings.Contains(by, "*") || slices.ContainsFunc(members, func(one *member) bool { return one.labels[by] != "" })
		if !known {
			return nil, Usagef("--group-by %s is neither a pattern of names, with a *, nor a label that the inventory gives a cluster", by)
		}
	}
	return func(name string, labels map[string]string) string {
		var values []string
		for _, by := range m.GroupBy {
			switch {
			case strings.Contains(by, "*"):
				if target.Matches(by, name) {
					return by
				}
			case labels[by] != "":
				values = append(values, by+"="+labels[by])
			}
		}
		if len(values) == 0 {
			return "others"
		}
		return strings.Join(values, ", ")
	}, nil
}
