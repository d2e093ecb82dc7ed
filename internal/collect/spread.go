package collect

import "sync"

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
