package collect

import (
	"sync"

	"github.com/kready/kready/internal/facts"
)

// forEach reads a part for each of some things, as runParallel does.
func forEach[T, F any](r *Run, all []T, part func(*Run, T) []F) []F {
	var parts []func(*Run) []F
	for _, one := range all {
		parts = append(parts, func(r *Run) []F { return part(r, one) })
	}
	return runParallel(r, parts)
}

// both reads two parts at the same time, in their order.
func both[F, G any](r *Run, one func(*Run) []F, other func(*Run) []G) (first []F, second []G) {
	forEach(r, []bool{true, false}, func(r *Run, isFirst bool) []struct{} {
		if isFirst {
			first = one(r)
		} else {
			second = other(r)
		}
		return nil
	})
	return first, second
}

// firstFound tries the ways to find something at the same time, and returns what the first of them
// found. What could not be read of the ways before it is a blind spot, of those after it is none.
func firstFound[T, F any](r *Run, ways []T, try func(*Run, T) (F, bool)) (found F, ok bool) {
	type result struct {
		found F
		ok    bool
		blind []facts.BlindSpot
	}
	for _, one := range forEach(r, ways, func(r *Run, way T) []result {
		own := &Run{shared: r.shared, Before: r.Before, kind: r.kind}
		found, ok := try(own, way)
		return []result{{found, ok, own.blind}}
	}) {
		for _, spot := range one.blind {
			r.addBlindSpot(spot)
		}
		if one.ok {
			return one.found, true
		}
	}
	return found, false
}

// runParallel reads several parts in parallel and joins their facts, in the order of the parts.
// Each part has its own Run, whose blind spots are joined too.
func runParallel[F any](r *Run, parts []func(*Run) []F) []F {
	runs := make([]Run, len(parts))
	results := make([][]F, len(parts))
	broken := make([]any, len(parts))
	var wg sync.WaitGroup
	for i, part := range parts {
		runs[i] = Run{shared: r.shared, Before: r.Before, kind: r.kind}
		wg.Go(func() {
			defer func() { broken[i] = recover() }()
			results[i] = part(&runs[i])
		})
	}
	wg.Wait()
	var out []F
	for i := range parts {
		if broken[i] != nil {
			panic(broken[i]) // the collector's own guard turns it into a blind spot
		}
		for _, spot := range runs[i].blind {
			r.addBlindSpot(spot) // a part may stand for a part of the kind of fact
		}
		out = append(out, results[i]...)
	}
	return out
}
