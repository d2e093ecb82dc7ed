// Package agent is the part of kready that runs in the pods of probes: servers that echo,
// and a client that runs a script and counts the answers. It reads nothing but its command
// line, connects only to what the script names, and writes its result as the pod's
// termination message.
package agent

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Ports of the agent, all above 1024.
const (
	PortHTTP  = 8080
	PortUDP   = 8081
	PortReady = 8082
)

// Steady is how many attempts in a row must have the expected outcome: a single one may be
// chance.
const Steady = 3

// Script is what one client does, step after step. It ends after a baseline that fails:
// without a baseline, later steps prove nothing.
type Script struct {
	Steps []Step `json:"steps"`
	// Serve, when set, makes the client answer like a server as well, with this as the
	// run's id: for a pod that calls itself by a Service.
	Serve string `json:"serve,omitempty"`
}

// Step is a set of trials that are made in parallel.
type Step struct {
	// Phase is one of facts.Phase….
	Phase string `json:"phase"`
	// Signal makes the pod Ready when the step has succeeded. The probe waits for that before
	// it makes the change between baseline and proof.
	Signal bool    `json:"signal,omitempty"`
	Trials []Trial `json:"trials"`
}

// Trial is the same attempt, repeated until Steady attempts in a row have the expected outcome
// or the time is up. A single failed attempt decides nothing.
type Trial struct {
	// Name is repeated in the answer.
	Name string `json:"name"`
	// Kind names what is attempted: http, udp, dns, …: a key of trialKinds().
	Kind string `json:"kind"`
	// Target is a URL, a host and port, or a name to look up, as Kind has it.
	Target string `json:"target"`
	// Params are further settings of the kind.
	Params map[string]string `json:"params,omitempty"`
	// Want is facts.Answered or facts.Blocked.
	Expected string `json:"want"`
	// Seconds limits the trial, PerAttempt each attempt. Zero means 20 and 2.
	Seconds    int `json:"seconds,omitempty"`
	PerAttempt int `json:"perAttempt,omitempty"`
	// GiveUp, when set, ends the trial after that many seconds if no two attempts in a row at any
	// trial of its step that gives up had the expected outcome by then: nothing shows that it will
	// come.
	GiveUp int `json:"giveUp,omitempty"`
	// Pause is the seconds between two attempts; zero means 0.3.
	Pause int `json:"pause,omitempty"`
	// Times, when set, is the number of attempts; all but Tolerate of them must have the
	// expected outcome, instead of Steady in a row.
	Times    int `json:"times,omitempty"`
	Tolerate int `json:"tolerate,omitempty"`
}

// Answer is the outcome of one Trial.
type Answer struct {
	Name     string `json:"n"`
	Got      string `json:"g"`
	Detail   string `json:"d"`
	Attempts int    `json:"a"`
	Answers  int    `json:"k"`
	// Milliseconds is how long the trial took; SteadyAfter, from the beginning of the
	// trial until the first of the attempts in a row that decided it.
	Milliseconds int `json:"ms"`
	SteadyAfter  int `json:"st"`
	// Values are what the kind of trial reports: names of servers that answered, latencies.
	Values []string `json:"v,omitempty"`
}

// Result is a client's termination message.
type Result struct {
	// Steps is how many were completed.
	Steps   int      `json:"steps"`
	Answers []Answer `json:"answers"`
	// Problem is why the script could not be completed.
	Problem string `json:"problem,omitempty"`
}

// messageMax is how much the kubelet keeps of a termination message.
// See https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/.
const messageMax = 4096

// detailMax is how much of a detail is kept, so that a dozen answers fit in a message.
const detailMax = 120

// ParseScript parses and validates a script.
func ParseScript(text string) (Script, error) {
	var s Script
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("parsing the script: %w", err)
	}
	known := trialKinds()
	for _, step := range s.Steps {
		for _, try := range step.Trials {
			if known[try.Kind] == nil {
				return s, fmt.Errorf("unknown kind of trial %q: the agent's image is of another version of kready", try.Kind)
			}
			if try.Expected != facts.Answered && try.Expected != facts.Blocked {
				return s, fmt.Errorf("unknown outcome %q expected of trial %s: must be one of %s, %s", try.Expected, try.Name, facts.Answered, facts.Blocked)
			}
		}
	}
	return s, nil
}

func (t Trial) timeout() time.Duration {
	if t.Seconds == 0 {
		return 20 * time.Second
	}
	return time.Duration(t.Seconds) * time.Second
}

func (t Trial) pause() time.Duration {
	if t.Pause == 0 {
		return pause
	}
	return time.Duration(t.Pause) * time.Second
}

func (t Trial) perAttempt() time.Duration {
	if t.PerAttempt == 0 {
		return 2 * time.Second
	}
	return time.Duration(t.PerAttempt) * time.Second
}

// Encode writes the result so that it fits into a termination message: details are cut
// before answers are.
func (r Result) Encode() []byte {
	for most := detailMax; ; most /= 2 {
		for i := range r.Answers {
			r.Answers[i].Detail = text.Truncate(r.Answers[i].Detail, most)
		}
		out, err := json.Marshal(r)
		if err != nil { // strings and numbers always encode
			return []byte(`{"problem":"the result cannot be encoded"}`)
		}
		if len(out) <= messageMax || most == 0 {
			return out
		}
	}
}
