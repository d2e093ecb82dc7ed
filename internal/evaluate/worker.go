package evaluate

// worker runs one function after the other in a goroutine of its own, whose stack has grown
// after the first few checks.
type worker struct{ jobs chan func() }

func newWorker() *worker {
	w := &worker{jobs: make(chan func())}
	go func(jobs <-chan func()) {
		for job := range jobs {
			job()
		}
	}(w.jobs)
	return w
}

// do begins to run a job, once the one before it has ended.
func (w *worker) do(job func()) { w.jobs <- job }

// giveUp leaves the job that runs alone and goes on in another goroutine.
func (w *worker) giveUp() {
	close(w.jobs)
	*w = *newWorker()
}

// end ends the goroutine.
func (w *worker) end() { close(w.jobs) }
