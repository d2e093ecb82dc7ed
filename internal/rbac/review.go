package rbac

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/kready/kready/internal/target"
)

// Answers are what the API server answered to demands.
type Answers struct {
	// Unmet are the demands that are refused, or of which nobody knows.
	Unmet []Answer
	// Complete is false when an authorizer decides that does not list its rules.
	Complete bool
	// Requests counts the reviews.
	Requests int
}

// Review holds demands against what the identity may do in a live cluster. It posts
// reviews of rights, which change nothing, and lists the APIs that are served.
func Review(ctx context.Context, src target.Source, demands []Demand) (Answers, error) {
	reviewer, ok := target.NewReviewer(src)
	if !ok {
		return Answers{}, errors.New("rights can be reviewed in a live cluster only")
	}
	posted := reviews{reviewer: reviewer, complete: true}
	open, err := posted.unlisted(ctx, demands)
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

// unavailable are the demands for custom resources that no right helps to read: the server
// behind them does not answer, or nobody says which are served.
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
