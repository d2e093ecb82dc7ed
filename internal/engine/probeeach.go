package engine

import (
	"context"
	"fmt"
	"strings"

	"github.com/kready/kready/internal/text"
)

// fleetConsent refuses probes of clusters that nobody has named, and of files.
func (p Probes) fleetConsent(members []*member) error {
	if p.List == "" {
		return nil
	}
	for _, m := range members {
		switch {
		case m.file:
			return Usagef("--probe requires live clusters and cannot be used with --from")
		case !m.named:
			return Usagef("--probe creates pods, and of several clusters only in those that are named: name context %q itself, without *", m.name)
		}
	}
	// The same flags hold for all.
	_, err := p.Select(members[0].target, func(string) bool { return true })
	return err
}

// probeEach reads, probes and judges members one after the other. Once the run is interrupted, no
// further one is begun; what probes created in the one before is removed by then.
func (r *Rules) probeEach(ctx context.Context, members []*member, p Probes) {
	if len(members) == 0 {
		return
	}
	var names []string
	for _, m := range members {
		names = append(names, m.name)
	}
	fmt.Fprintf(r.env.Stderr, "kready: probes create pods, and remove them, in %s, one after the other: %s\n",
		text.Counted(len(members), "cluster", "clusters"), text.Clean(strings.Join(names, ", ")))
	for i, m := range members {
		if ctx.Err() != nil {
			return
		}
		fmt.Fprintf(r.env.Stderr, "kready: %d of %d: %s\n", i+1, len(members), text.Clean(m.name))
		rep, err := m.rules.Check(ctx, m.target, p, nil)
		if err != nil {
			m.err = err
			continue
		}
		m.report = &rep
	}
}
