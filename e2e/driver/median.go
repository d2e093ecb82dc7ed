package driver

import (
	"context"
	"fmt"
	"slices"
)

// Median runs kready so many times, at least once, and returns the run of median duration.
// A command line that kready refuses is an error.
func (k Kready) Median(ctx context.Context, runs int, args ...string) (Outcome, error) {
	var outcomes []Outcome
	for range max(1, runs) {
		out, err := k.Run(ctx, args...)
		if err != nil {
			return out, err
		}
		if out.ExitCode == ExitUsage {
			return out, fmt.Errorf("kready %v: %s", args, out.Stderr)
		}
		outcomes = append(outcomes, out)
	}
	slices.SortFunc(outcomes, func(a, b Outcome) int { return int(a.Elapsed - b.Elapsed) })
	return outcomes[len(outcomes)/2], nil
}
