package driver

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Report is the part of kready's JSON report that the tests look at.
type Report struct {
	APIVersion string      `json:"apiVersion"`
	Kind       string      `json:"kind"`
	Profile    string      `json:"profile"`
	Verdict    Verdict     `json:"verdict"`
	Batteries  []Battery   `json:"batteries"`
	Results    []Result    `json:"results"`
	BlindSpots []BlindSpot `json:"blindSpots"`
}

// Verdict is the outcome in one glance.
type Verdict struct {
	ExitCode int `json:"exitCode"`
}

// Battery is one line of the ladder.
type Battery struct {
	Name            string            `json:"name"`
	Required        bool              `json:"required"`
	Levels          map[string]string `json:"levels"`
	Implementations []Implementation  `json:"implementations"`
}

// Implementation is a product that provides a battery.
type Implementation struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	State   string `json:"state"`
}

// Result is one check's outcome.
type Result struct {
	ID       string    `json:"id"`
	Level    string    `json:"level"`
	Tier     string    `json:"tier"`
	Status   string    `json:"status"`
	Reason   string    `json:"reason"`
	Because  string    `json:"because"`
	Without  []string  `json:"without"`
	Findings []Finding `json:"findings"`
	// Remediation is Markdown; its commands are indented by four.
	Remediation string `json:"remediation"`
}

// Finding is what was seen on one object.
type Finding struct {
	Object struct {
		Kind      string `json:"kind"`
		Namespace string `json:"namespace"`
		Name      string `json:"name"`
	} `json:"object"`
	Message string `json:"message"`
	// Cause says why, where that is known.
	Cause string `json:"cause"`
}

// BlindSpot is something that could not be read, and why.
type BlindSpot struct {
	Facts     string `json:"facts"`
	Verb      string `json:"verb"`
	Resource  string `json:"resource"`
	Namespace string `json:"namespace"`
	Reason    string `json:"reason"`
	Message   string `json:"message"`
}

// Report decodes the JSON report on stdout.
func (o Outcome) Report() (Report, error) {
	var r Report
	if err := json.Unmarshal([]byte(o.Stdout), &r); err != nil {
		return r, fmt.Errorf("stdout is not a JSON report: %w\nstdout: %.600s\nstderr: %.2000s", err, o.Stdout, o.Stderr)
	}
	if r.Kind != "Report" || r.APIVersion != "kready.dev/v1" {
		return r, fmt.Errorf("stdout is a %s %s, not a kready.dev/v1 Report", r.APIVersion, r.Kind)
	}
	return r, nil
}

// WithoutCaller returns a report without what it says of who asked: a file does not tell, the client certificate of an
// administrator does not get through a proxy, and an account has none.
func (r Report) WithoutCaller() Report {
	r.Results = slices.DeleteFunc(slices.Clone(r.Results), func(one Result) bool { return one.ID == "identity/whoami" })
	return r
}

// ByID returns the results by the id of their check.
func (r Report) ByID() map[string]Result {
	out := make(map[string]Result, len(r.Results))
	for _, result := range r.Results {
		out[result.ID] = result
	}
	return out
}

// Status returns a check's status, "absent" when the report does not have it.
func (r Report) Status(id string) string {
	if result, ok := r.ByID()[id]; ok {
		return result.Status
	}
	return "absent"
}

// Blind returns the blind spots on a resource, such as "daemonsets.apps".
func (r Report) Blind(resource string) []BlindSpot {
	var out []BlindSpot
	for _, b := range r.BlindSpots {
		if b.Resource == resource {
			out = append(out, b)
		}
	}
	return out
}

// Summary lists results by status and blind spots by reason, for messages of failed tests.
func (r Report) Summary() string {
	byStatus := map[string][]string{}
	for _, result := range r.Results {
		byStatus[result.Status] = append(byStatus[result.Status], result.ID)
	}
	var b strings.Builder
	for _, status := range slices.Sorted(maps.Keys(byStatus)) {
		fmt.Fprintf(&b, "\n  %s: %s", status, strings.Join(byStatus[status], " "))
	}
	blind := map[string][]string{}
	for _, spot := range r.BlindSpots {
		blind[spot.Reason] = append(blind[spot.Reason], spot.Verb+" "+spot.Resource)
	}
	for _, reason := range slices.Sorted(maps.Keys(blind)) {
		slices.Sort(blind[reason])
		fmt.Fprintf(&b, "\n  %s: %s", reason, strings.Join(slices.Compact(blind[reason]), ", "))
	}
	return b.String()
}
