// Package agent is the part of kready that runs inside the cluster while it is probed:
// servers that echo, and a client that works through a script and counts the answers.
// It reads nothing but its own command line, talks to what the script names, and leaves
// its result as the pod's termination message.
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

// Steady is how many answers in a row make a verdict: a single one may be luck.
const Steady = 3

// Script is what one client does, step after step. It ends at a baseline that fails,
// for what comes after would prove nothing.
type Script struct {
	Steps []Step `json:"steps"`
	// Serve, when set, makes the client answer like a server as well, with this as the
	// run's id: for a pod that calls itself by a Service.
	Serve string `json:"serve,omitempty"`
}

// Step is a set of trials that are made side by side.
type Step struct {
	// Phase is one of facts.Phase….
	Phase string `json:"phase"`
	// Signal makes the pod Ready when the step has met what it wanted: that is how the
	// change between baseline and proof is timed, without a word between the two.
	Signal bool  `json:"signal,omitempty"`
	Trials []Try `json:"trials"`
}

// Try is one trial: the same attempt, again and again, until Steady attempts in a row
// met what is wanted or the time is up. A failing attempt changes nothing by itself.
type Try struct {
	// Name is given back with the answer.
	Name string `json:"name"`
	// Kind names what is attempted: http, udp, dns, …: a key of attempts().
	Kind string `json:"kind"`
	// Target is a URL, a host and port, or a name to look up, as Kind has it.
	Target string `json:"target"`
	// Params are further settings of the kind.
	Params map[string]string `json:"params,omitempty"`
	// Want is facts.Answered or facts.Blocked.
	Want string `json:"want"`
	// Seconds is how long to go on; PerAttempt bounds each attempt. Zero means 20 and 2.
	Seconds    int `json:"seconds,omitempty"`
	PerAttempt int `json:"perAttempt,omitempty"`
	// Pause is the seconds between two attempts; zero means a moment.
	Pause int `json:"pause,omitempty"`
	// Times, when set, makes exactly so many attempts and wants all but Tolerate of them
	// to be as wanted, instead of Steady in a row.
	Times    int `json:"times,omitempty"`
	Tolerate int `json:"tolerate,omitempty"`
}

// Answer is what became of one Try.
type Answer struct {
	Name     string `json:"n"`
	Got      string `json:"g"`
	Detail   string `json:"d"`
	Attempts int    `json:"a"`
	Answers  int    `json:"k"`
	// Milliseconds is how long the trial took; SteadyAfter, from the beginning of the
	// trial until the first of the attempts in a row that settled it.
	Milliseconds int `json:"ms"`
	SteadyAfter  int `json:"st"`
	// Values are what the kind reads off: the names of servers that answered, latencies.
	Values []string `json:"v,omitempty"`
}

// Result is a client's termination message.
type Result struct {
	// Steps are how many were worked through to their end.
	Steps   int      `json:"steps"`
	Answers []Answer `json:"answers"`
	// Problem says why the script could not be worked through.
	Problem string `json:"problem,omitempty"`
}

// messageMax is how much the kubelet keeps of a termination message.
// See https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/.
const messageMax = 4096

// detailMax is how much of a detail is kept, so that a dozen answers fit in a message.
const detailMax = 120

// ParseScript reads a script, and says what is wrong with it.
func ParseScript(text string) (Script, error) {
	var s Script
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return s, fmt.Errorf("reading the script: %w", err)
	}
	known := attempts()
	for _, step := range s.Steps {
		for _, try := range step.Trials {
			if known[try.Kind] == nil {
				return s, fmt.Errorf("the script tries %q, which this agent does not know: its image is of another version of kready", try.Kind)
			}
			if try.Want != facts.Answered && try.Want != facts.Blocked {
				return s, fmt.Errorf("the script wants %q of %s", try.Want, try.Name)
			}
		}
	}
	return s, nil
}

func (t Try) patience() time.Duration {
	if t.Seconds == 0 {
		return 20 * time.Second
	}
	return time.Duration(t.Seconds) * time.Second
}

func (t Try) pause() time.Duration {
	if t.Pause == 0 {
		return pause
	}
	return time.Duration(t.Pause) * time.Second
}

func (t Try) perAttempt() time.Duration {
	if t.PerAttempt == 0 {
		return 2 * time.Second
	}
	return time.Duration(t.PerAttempt) * time.Second
}

// Encode writes the result so that it fits into a termination message: details give
// way before answers do.
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
