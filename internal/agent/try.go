package agent

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/kready/kready/internal/facts"
)

// reply is what one attempt came back with. It is an answer when err is nil.
type reply struct {
	detail string
	// value is kept in the answer's values, once: which server it was.
	value string
	err   error
	// wrong marks an answer that is not the one that was asked for.
	wrong bool
}

// attempt makes one attempt, with connections of its own: a policy that is put in
// between must not be outlived by a connection that was open before.
type attempt func(ctx context.Context, t Try) reply

// attempts are the kinds of trial.
func attempts() map[string]attempt {
	return map[string]attempt{
		"http":     tryHTTP,
		"upload":   tryUpload,
		"udp":      tryUDP,
		"mtu":      tryMTU,
		"tcp":      tryTCP,
		"dns":      tryDNS,
		"dns-load": tryDNSLoad,
		"print":    tryPrint,
		"logs":     tryLogs,
		"write":    tryWrite,
		"read":     tryRead,
		"imds":     tryIMDS,
	}
}

// pause is the time between two attempts of a trial.
const pause = 300 * time.Millisecond

// Run works through a script. Ready is served for the kubelet on address, and says yes
// once a step with Signal has met what it wanted.
func Run(ctx context.Context, s Script, address string) Result {
	var ready atomic.Bool
	server := &http.Server{Addr: address, ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})}
	if s.Serve != "" {
		go func() { _ = Serve(ctx, s.Serve) }() // what fails is met by the trials
	}
	go func() { _ = server.ListenAndServe() }() // without it the pod is never Ready, and the probe says so
	defer func() { _ = server.Close() }()
	var result Result
	for _, step := range s.Steps {
		answers, met := step.run(ctx)
		result.Answers = append(result.Answers, answers...)
		if ctx.Err() != nil {
			result.Problem = "stopped before its end"
			return result
		}
		result.Steps++
		if step.Phase == facts.PhaseBaseline && !met {
			return result
		}
		if step.Signal {
			ready.Store(met)
		}
	}
	return result
}

// run makes all trials of a step side by side, and reports whether all met what they
// wanted.
func (s Step) run(ctx context.Context) ([]Answer, bool) {
	answers := make([]Answer, len(s.Trials))
	var wg sync.WaitGroup
	for i, t := range s.Trials {
		wg.Go(func() { answers[i] = t.run(ctx, attempts()[t.Kind]) })
	}
	wg.Wait()
	met := true
	for i, t := range s.Trials {
		met = met && answers[i].Got == t.Want
	}
	return answers, met
}

// run makes attempts until the matter is settled.
func (t Try) run(ctx context.Context, try attempt) Answer {
	began := time.Now()
	settle := &settling{try: t, answer: Answer{Name: t.Name}}
	for {
		start := time.Now()
		attemptCtx, cancel := context.WithTimeout(ctx, t.perAttempt())
		got := try(attemptCtx, t)
		cancel()
		if settle.add(got, start.Sub(began)) || ctx.Err() != nil {
			break
		}
		if t.Times == 0 && time.Since(began) >= t.patience() {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(t.pause()):
		}
	}
	settle.end()
	settle.answer.Milliseconds = int(time.Since(began).Milliseconds())
	return settle.answer
}

// settling counts the attempts of a trial.
type settling struct {
	try    Try
	answer Answer
	inARow int
	asked  int
	// settled says that enough attempts met what was wanted; other is the last thing met
	// that was not wanted.
	settled bool
	other   string
}

// end is called when no more attempts are made. What came and went is not what was
// wanted, even if the last attempt was.
func (s *settling) end() {
	if !s.settled && s.answer.Got == s.try.Want && s.other != "" {
		s.answer.Got = s.other
		s.answer.Detail += "; it came and went"
	}
}

// add takes one attempt, and reports whether the trial is settled. What is settled is
// what was wanted; whatever else came last stands when time is up.
func (s *settling) add(got reply, after time.Duration) bool {
	a := &s.answer
	a.Attempts++
	met := classify(got)
	if met == facts.Answered {
		a.Answers++
		if got.value != "" && !contains(a.Values, got.value) {
			a.Values = append(a.Values, got.value)
		}
	}
	a.Detail = got.detail
	if got.err != nil {
		a.Detail = explain(got.err)
	}
	if s.try.Times > 0 {
		return s.counted(met)
	}
	a.Got = met
	if met != s.try.Want {
		s.inARow, s.other = 0, met
		return false
	}
	if s.inARow++; s.inARow == 1 {
		a.SteadyAfter = int(after.Milliseconds())
	}
	s.settled = s.inARow >= Steady
	return s.settled
}

// counted settles a trial with a number of attempts. One that is not as wanted too often
// has got the last of what it met instead.
func (s *settling) counted(met string) bool {
	if met == s.try.Want {
		s.asked++
	} else {
		s.answer.Got = met
	}
	if s.answer.Attempts < s.try.Times {
		return false
	}
	if s.try.Times-s.asked <= s.try.Tolerate {
		s.answer.Got = s.try.Want
	}
	s.settled = true
	return true
}

func classify(got reply) string {
	switch {
	case got.err != nil:
		return facts.Blocked
	case got.wrong:
		return facts.Wrong
	}
	return facts.Answered
}

func contains(all []string, one string) bool {
	for _, a := range all {
		if a == one {
			return true
		}
	}
	return false
}

// explain says in a few words why nothing came back.
func explain(err error) string {
	var timeout net.Error
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns):
		return "lookup of " + dns.Name + ": " + dns.Err
	case errors.Is(err, syscall.ECONNREFUSED):
		return "connection refused"
	case errors.Is(err, syscall.ECONNRESET):
		return "connection reset"
	case errors.Is(err, syscall.EHOSTUNREACH):
		return "no route to host"
	case errors.Is(err, syscall.ENETUNREACH):
		return "network unreachable"
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "timeout"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "connection closed before the end"
	}
	return err.Error()
}

func tryTCP(ctx context.Context, t Try) reply {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.Target)
	if err != nil {
		return reply{err: err}
	}
	return reply{detail: "connected", err: conn.Close()}
}
