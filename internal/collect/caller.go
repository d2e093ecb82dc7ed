package collect

import (
	"context"
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

// collectCaller asks the API server whom it takes the caller for. Everybody who is signed in may.
func collectCaller(ctx context.Context, r *Run) Fill {
	groups, told, err := target.GroupsOf(ctx, r.src)
	if err != nil {
		r.fail("create", target.Query{Group: "authentication.k8s.io", Resource: "selfsubjectreviews"}, err)
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
