package collect

import (
	"context"
	"errors"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// callerGroupsMax is how many groups are kept.
const callerGroupsMax = 20

func callerCollector() Collector {
	return Collector{
		Facts:   facts.KindCaller,
		Collect: collectCaller,
	}
}

// collectCaller keeps what the caller's client certificate says; nothing is asked for.
func collectCaller(_ context.Context, r *Run) Fill {
	groups, told, err := target.GroupsOf(r.src)
	var read *target.ReadError
	if r.src.Describe().Kind == manifests && errors.As(err, &read) && read.Reason == facts.ReasonNotContained {
		return func(s *facts.Snapshot) { s.Caller = facts.Caller{} } // nobody signs in to a file
	}
	if err != nil {
		r.fail("get", target.Query{Resource: "the client certificate"}, err)
		return nil
	}
	out := facts.Caller{Told: told}
	for _, g := range sorted(groups) {
		if (strings.HasPrefix(g, "system:") || strings.HasPrefix(g, "kubeadm:")) && len(g) <= valueMax && len(out.Groups) < callerGroupsMax {
			out.Groups = append(out.Groups, g)
		}
	}
	return func(s *facts.Snapshot) { s.Caller = out }
}
