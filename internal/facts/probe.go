package facts

import "time"

// Probe is what one probe tried and what came back: the evidence for the check of the
// same name. A probe measures; the check judges.
type Probe struct {
	// Name is the id of the check that it is for: "network/pod-to-pod".
	Name      string    `json:"name"`
	StartedAt time.Time `json:"startedAt,omitzero"`
	// Milliseconds is how long it took, setting up included.
	Milliseconds int `json:"milliseconds"`
	// NotApplicable says why there is nothing to prove in this cluster; "" otherwise.
	NotApplicable string `json:"notApplicable"`
	// RuledOut says why nothing was tried: the facts leave no doubt that it would fail. ""
	// otherwise.
	RuledOut string `json:"ruledOut"`
	// Obstacle says why the probe came to no answer: a missing right, a pod that does
	// not start. "" when it came to one.
	Obstacle string `json:"obstacle"`
	// Trials are what was tried, in order.
	Trials []Trial `json:"trials"`
	// Measures are numbers that were read off on the way.
	Measures []Measure `json:"measures"`
}

// Phases of a probe.
const (
	PhaseBaseline = "baseline" // before the change: without it nothing is proven
	PhaseProof    = "proof"    // what the verdict rests on
	PhaseRestored = "restored" // after the change was taken back
)

// Outcomes of a trial.
const (
	Answered = "answered" // the expected answer came back
	Blocked  = "blocked"  // nothing came back in time, or the connection was refused
	Wrong    = "wrong"    // something else came back
)

// Trial is one thing that was tried, as often as it takes to be sure.
type Trial struct {
	Phase string `json:"phase" jsonschema:"enum=baseline,enum=proof,enum=restored"`
	// What was tried, in words: "HTTP to pod 10.244.1.7". When says in what circumstances:
	// "under a policy that lets nothing in"; "" for none.
	What string `json:"what"`
	When string `json:"when"`
	// FromNode and ToNode are where it began and where it should end; "" when that does
	// not matter.
	FromNode string `json:"fromNode"`
	ToNode   string `json:"toNode"`
	// Namespace is where it was tried, when that matters; "" otherwise.
	Namespace string `json:"namespace"`
	// Expected is the outcome that proves it, Got the one that was observed: Answered,
	// Blocked or Wrong.
	Expected string `json:"want" jsonschema:"enum=answered,enum=blocked,enum=wrong"`
	Got      string `json:"got" jsonschema:"enum=answered,enum=blocked,enum=wrong"`
	// Failure is what an outcome that was not expected means, in words, where it is not about
	// requests that are answered: "was let in"; "" otherwise.
	Failure string `json:"failure"`
	// Detail is what came back last: "HTTP 200, 1048576 bytes", "timeout after 2s".
	Detail string `json:"detail"`
	// Attempts were made, Answers of them were answered.
	Attempts int `json:"attempts"`
	Answers  int `json:"answers"`
	// Milliseconds is how long the trial took.
	Milliseconds int `json:"milliseconds"`
}

// AsExpected reports whether the outcome is the expected one.
func (t Trial) AsExpected() bool { return t.Got == t.Expected }

// Measure is a number with its unit.
type Measure struct {
	// Name says what was measured: "time to enforce".
	Name  string `json:"name"`
	Value int    `json:"value"`
	// Unit is that of the value, in words: "milliseconds", "percent", "".
	Unit string `json:"unit"`
}

// Probe returns what the probe of a name did; false when it was not run.
func (s *Snapshot) Probe(name string) (Probe, bool) {
	for _, p := range s.Probes {
		if p.Name == name {
			return p, true
		}
	}
	return Probe{}, false
}

// Measure returns a measured number by name; false when it was not measured.
func (p Probe) Measure(name string) (Measure, bool) {
	for _, m := range p.Measures {
		if m.Name == name {
			return m, true
		}
	}
	return Measure{}, false
}
