package evaluate

import "runtime"

// worker runs one function after the other in a goroutine of its own, whose stack has grown
// after the first few checks, and on a thread of its own, whose work can be told from that of others.
type worker struct {
	jobs  chan func()
	clock clock
	lanes int
}

// newWorker returns one of so many that work side by side.
func newWorker(lanes int) *worker {
	w := &worker{jobs: make(chan func()), lanes: lanes}
	started := make(chan clock)
	go func(jobs <-chan func()) {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		started <- threadClock(lanes)
		for job := range jobs {
			job()
		}
	}(w.jobs)
	w.clock = <-started
	return w
}

// do begins to run a job, once the one before it has ended.
func (w *worker) do(job func()) { w.jobs <- job }

// giveUp leaves the job that runs alone and goes on in another goroutine.
func (w *worker) giveUp() {
	close(w.jobs)
	*w = *newWorker(w.lanes)
}

// end ends the goroutine.
func (w *worker) end() { close(w.jobs) }
