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
	// wrong marks an answer that is not the expected one.
	wrong bool
}

// attempt makes one attempt over new connections: one that was opened before a policy was
// applied could outlive it.
type attempt func(ctx context.Context, t Trial) reply

// trialKinds are the kinds of trial.
func trialKinds() map[string]attempt {
	return map[string]attempt{
		"http":        tryHTTP,
		"upload":      tryUpload,
		"udp":         tryUDP,
		"mtu":         tryMTU,
		"tcp":         tryTCP,
		"reach":       tryReach,
		"dns":         tryDNS,
		"dns-load":    tryDNSLoad,
		"print":       tryPrint,
		"logs":        tryLogs,
		"write":       tryWrite,
		"read":        tryRead,
		"imds":        tryIMDS,
		"cgroup":      tryCgroup,
		"otlp":        tryOTLP,
		"promql":      tryPromQL,
		"deadman":     tryDeadman,
		"outputs":     tryOutputs,
		"certificate": tryCertificate,
	}
}

// pause is the time between two attempts of a trial.
const pause = 300 * time.Millisecond

// Run runs a script. It serves the kubelet's readiness probe on address: the pod becomes Ready
// when a step with Signal has succeeded.
func Run(ctx context.Context, s Script, address string) Result {
	var ready atomic.Bool
	server := &http.Server{Addr: address, ReadHeaderTimeout: 5 * time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if !ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})}
	if s.Serve != "" {
		go func() { _ = Serve(ctx, s.Serve) }() // the trials notice when it fails
	}
	go func() { _ = server.ListenAndServe() }() // without it the pod never becomes Ready, which the probe reports
	defer func() { _ = server.Close() }()
	var result Result
	for _, step := range s.Steps {
		answers, succeeded := step.run(ctx)
		result.Answers = append(result.Answers, answers...)
		if ctx.Err() != nil {
			result.Problem = "stopped before the script ended"
			return result
		}
		result.Steps++
		if step.Phase == facts.PhaseBaseline && !succeeded {
			return result
		}
		if step.Signal {
			ready.Store(succeeded)
		}
	}
	return result
}

// run makes all trials of a step in parallel, and reports whether all succeeded.
func (s Step) run(ctx context.Context) ([]Answer, bool) {
	answers := make([]Answer, len(s.Trials))
	var hope atomic.Bool
	var wg sync.WaitGroup
	for i, t := range s.Trials {
		wg.Go(func() { answers[i] = t.run(ctx, trialKinds()[t.Kind], &hope) })
	}
	wg.Wait()
	succeeded := true
	for i, t := range s.Trials {
		succeeded = succeeded && answers[i].Got == t.Expected
	}
	return answers, succeeded
}

// run makes attempts until the trial is decided or its time is up. It sets hope when two
// attempts in a row had the expected outcome, and gives up only while that is unset.
func (t Trial) run(ctx context.Context, try attempt, hope *atomic.Bool) Answer {
	began := time.Now()
	state := &trialState{trial: t, answer: Answer{Name: t.Name}}
	for {
		start := time.Now()
		attemptCtx, cancel := context.WithTimeout(ctx, t.perAttempt())
		got := try(attemptCtx, t)
		cancel()
		if state.add(got, start.Sub(began)) || ctx.Err() != nil {
			break
		}
		if t.GiveUp > 0 && state.inARow >= 2 { // one alone may be a packet that got lost
			hope.Store(true)
		}
		if t.GiveUp > 0 && !hope.Load() && time.Since(began) >= time.Duration(t.GiveUp)*time.Second {
			break
		}
		if t.Times == 0 && time.Since(began) >= t.timeout() {
			break
		}
		select {
		case <-ctx.Done():
		case <-time.After(t.pause()):
		}
	}
	state.finish()
	state.answer.Milliseconds = int(time.Since(began).Milliseconds())
	return state.answer
}

// trialState counts the attempts of a trial.
type trialState struct {
	trial      Trial
	answer     Answer
	inARow     int
	asExpected int
	// decided is set when enough attempts had the expected outcome; unexpected is the
	// last other outcome.
	decided    bool
	unexpected string
}

// finish is called after the last attempt. A trial whose outcome changed back and forth has
// not succeeded, even if the last attempt did.
func (s *trialState) finish() {
	if !s.decided && s.answer.Got == s.trial.Expected && s.unexpected != "" {
		s.answer.Got = s.unexpected
		s.answer.Detail += "; it came and went"
	}
}

// add counts one attempt, and reports whether the trial is decided: that it has the expected
// outcome. Otherwise the outcome of the last attempt counts when time is up.
func (s *trialState) add(got reply, after time.Duration) bool {
	a := &s.answer
	a.Attempts++
	result := outcome(got)
	if result == facts.Answered {
		a.Answers++
		if got.value != "" && !contains(a.Values, got.value) {
			a.Values = append(a.Values, got.value)
		}
	}
	a.Detail = got.detail
	if got.err != nil {
		a.Detail = explain(got.err)
	}
	if s.trial.Times > 0 {
		return s.addCounted(result)
	}
	a.Got = result
	if result != s.trial.Expected {
		s.inARow, s.unexpected = 0, result
		return false
	}
	if s.inARow++; s.inARow == 1 {
		a.SteadyAfter = int(after.Milliseconds())
	}
	s.decided = s.inARow >= Steady
	return s.decided
}

// addCounted counts an attempt of a trial with a fixed number of attempts. If more than
// Tolerate of them fail, the outcome is that of the last one that failed.
func (s *trialState) addCounted(result string) bool {
	if result == s.trial.Expected {
		s.asExpected++
	} else {
		s.answer.Got = result
	}
	if s.answer.Attempts < s.trial.Times {
		return false
	}
	if s.trial.Times-s.asExpected <= s.trial.Tolerate {
		s.answer.Got = s.trial.Expected
	}
	s.decided = true
	return true
}

func outcome(got reply) string {
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

// explain returns a short reason why there was no answer.
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

func tryTCP(ctx context.Context, t Trial) reply {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.Target)
	if err != nil {
		return reply{err: err}
	}
	return reply{detail: "connected", err: conn.Close()}
}
