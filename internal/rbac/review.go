package rbac

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kready/kready/internal/target"
)

// Answers are the results of reviewing demands in a cluster.
type Answers struct {
	// Unmet are the demands that are refused or unsure.
	Unmet []Answer
	// Complete is false when one of the authorizers does not list its rules.
	Complete bool
	// Requests counts the reviews.
	Requests int
}

// Review compares demands with the rights of the identity in a live cluster. It posts
// reviews of rights, which change nothing, and lists the APIs that are served.
func Review(ctx context.Context, src target.Source, demands []Demand) (Answers, error) {
	reviewer, ok := target.NewReviewer(src)
	if !ok {
		return Answers{}, errors.New("reviewing rights requires a live cluster")
	}
	posted := reviews{reviewer: reviewer, complete: true}
	open, err := posted.unmetByRules(ctx, demands)
	if err != nil {
		return Answers{}, err
	}
	apis, failed := src.Discover(ctx)
	open = slices.DeleteFunc(open, func(a Answer) bool { // discovery itself worked, or the resource is not there
		_, served := apis.Version(a.Group, a.Resource)
		return failed == nil && (strings.HasPrefix(a.URL, "/api") || a.IfServed && !served)
	})
	open, err = posted.refused(ctx, open)
	if err != nil {
		return Answers{}, err
	}
	return Answers{Unmet: append(open, unavailable(demands, apis, failed)...), Complete: posted.complete, Requests: posted.requests}, nil
}

// unavailable returns the demands for custom resources that cannot be read whatever the rights:
// their server does not answer, or discovery failed.
func unavailable(demands []Demand, apis target.Discovery, failed error) []Answer {
	var out []Answer
	for _, d := range demands {
		if !d.IfServed {
			continue
		}
		why := ""
		if failed != nil {
			why = failed.Error()
		}
		i := slices.IndexFunc(apis.Failed, func(f target.FailedGroup) bool { return f.Group == d.Group })
		if _, served := apis.Version(d.Group, d.Resource); i >= 0 && !served {
			why = apis.Failed[i].Message
		}
		if why != "" {
			out = append(out, Answer{Demand: d, Missing: d.Right, Unavailable: why})
		}
	}
	return out
}
