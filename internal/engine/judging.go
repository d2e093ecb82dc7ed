package engine

import (
	"runtime"
	"sync"

	"github.com/kready/kready/internal/evaluate"
	"github.com/kready/kready/internal/memory"
)

// judging lets clusters of usual size be judged side by side, on the processors that there are,
// and any other one alone: it takes much memory.
type judging struct {
	large  sync.RWMutex
	places chan struct{}
}

// usualSize is how many entries the facts of a cluster of usual size have at most.
const usualSize = 10_000

func newJudging(env Env) *judging {
	return &judging{places: make(chan struct{}, memory.Members(env.getenv, runtime.GOMAXPROCS(0)))}
}

// enter waits for a place to judge a cluster of some size. The function that it returns leaves
// the place.
func (j *judging) enter(size int) (leave func()) {
	if size > usualSize {
		j.large.Lock()
		return j.large.Unlock
	}
	j.places <- struct{}{}
	j.large.RLock()
	return func() {
		j.large.RUnlock()
		<-j.places
	}
}

// forSeveral returns the rules for several clusters, which may have much in common: what a check
// answers to the same facts is worked out once.
func (r *Rules) forSeveral() *Rules {
	several := *r
	several.memo = &evaluate.Memo{}
	return &several
}
