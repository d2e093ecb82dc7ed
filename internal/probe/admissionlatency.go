package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

const (
	// dryRuns is how many requests of each kind are timed.
	dryRuns = 10
	// slowAdmission is what admission may add to a request: a chart of 50 objects is applied in less
	// than half a minute then. The limit is kready's own.
	slowAdmission = 500 * time.Millisecond
)

// admissionAdds is the measure of what admission adds to a request at most, but for the slowest of
// ten.
const admissionAdds = "added by admission"

// admissionLatency measures how long dry runs take of what every service has, compared to reads.
func admissionLatency() Probe {
	return Probe{
		Name:            "policy/admission-latency",
		Creates:         fmt.Sprintf("nothing: %d dry runs each of a pod, a Deployment and a Service in the probes' namespace", dryRuns),
		ExpectedSeconds: 5,
		Rights:          podCreate(),
		Run:             runAdmissionLatency,
	}
}

func runAdmissionLatency(ctx context.Context, s *Session, out *Result) error {
	read, err := timed(ctx, func() error {
		_, err := s.services(s.Namespace).list(ctx, metav1.ListOptions{Limit: 1})
		return err
	})
	if err != nil {
		return fmt.Errorf("timing a read: %w", err)
	}
	slices.Sort(read)
	for _, kind := range dryObjects() {
		took, err := timed(ctx, func() error { return kind.try(ctx, s, s.Namespace) })
		if r, refused := refusedByAdmission(err); refused {
			return &ObstacleError{fmt.Sprintf("%s was refused by %s in a dry run", kind.what, r.by)}
		}
		if err != nil {
			return fmt.Errorf("making %s in a dry run: %w", kind.what, err)
		}
		out.addLatency(kind.what, took, read[len(read)/2])
	}
	return nil
}

// timed makes requests one after the other, the first of which opens the connection and does not count, and
// returns how long each took.
func timed(ctx context.Context, try func() error) ([]time.Duration, error) {
	var took []time.Duration
	for i := range dryRuns + 1 {
		began := time.Now()
		if err := try(); err != nil {
			return nil, err
		}
		if i > 0 {
			took = append(took, time.Since(began))
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return took, nil
}

// addLatency adds the trial of one kind: all requests but the slowest must take no longer than a read and
// slowAdmission. One that is slow by itself may be a packet that was lost.
func (r *Result) addLatency(what string, took []time.Duration, read time.Duration) {
	slices.Sort(took)
	adds := max(0, took[len(took)-2]-read)
	t := facts.Trial{
		Phase: facts.PhaseProof, What: fmt.Sprintf("%d dry runs of %s", len(took), what), Expected: facts.Answered, Got: facts.Answered,
		Failure:  "took long",
		Detail:   fmt.Sprintf("all but the slowest took up to %d ms, a read %d ms", took[len(took)-2].Milliseconds(), read.Milliseconds()),
		Attempts: len(took), Answers: len(took),
	}
	for _, d := range took {
		t.Milliseconds += int(d.Milliseconds())
	}
	if adds > slowAdmission {
		t.Got = facts.Wrong
	}
	r.Add(t)
	r.addMax(admissionAdds, int(adds.Milliseconds()), "milliseconds")
}
