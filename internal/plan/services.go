package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// Service is one that the plan is made for.
type Service struct {
	Name string `json:"name"`
	// Verdict is CAN LAND, CANNOT LAND or CANNOT TELL, as of today.
	Verdict string `json:"verdict"`
	// First marks a key customer.
	First bool `json:"first,omitempty"`
	// Requirements counts those that apply to it; Most marks the services with most of them.
	Requirements int  `json:"requirements"`
	Most         bool `json:"most,omitempty"`
	// Steps are the numbers of those that it needs.
	Steps []int `json:"steps"`
	// Besides are the requirements that are not met, or could not be judged, for other reasons than what a
	// step closes, or what is to be found out.
	Besides []Unmet `json:"besides"`
}

// Unmet is a requirement that the steps of the plan do not meet.
type Unmet struct {
	Requirement string `json:"requirement"`
	Tier        string `json:"tier"`
	Status      string `json:"status"`
	Reason      string `json:"reason"`
}

// services describes the services with the steps that they need: key customers first, then those with most
// requirements.
func (d Demand) services(steps []Step, questions []Question) []Service {
	var out []Service
	var ids []string
	for _, s := range steps {
		for _, g := range s.Closes {
			ids = append(ids, g.Check)
		}
	}
	for _, q := range questions {
		ids = append(ids, q.Check)
	}
	for _, r := range d.Reports {
		word, _, _ := r.Verdict.Headline()
		s := Service{Name: r.Service.Name, Verdict: word, First: d.isFirst(r.Service.Name), Steps: []int{}, Besides: besides(r, ids)}
		for _, x := range r.Results {
			if x.Status != string(check.StatusSkip) {
				s.Requirements++
			}
		}
		for _, step := range steps {
			if slices.Contains(step.Services, s.Name) {
				s.Steps = append(s.Steps, step.Number)
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b Service) int {
		return cmp.Or(cmp.Compare(d.place(a.Name), d.place(b.Name)), cmp.Compare(b.Requirements, a.Requirements), cmp.Compare(a.Name, b.Name))
	})
	markMost(out)
	return out
}

// markMost marks the tenth of the services that requires most, one at least, and none where all require
// the same.
func markMost(all []Service) {
	var counts []int
	for _, s := range all {
		counts = append(counts, s.Requirements)
	}
	slices.Sort(counts)
	const tenth = 10
	for i := range all {
		floor := counts[len(counts)-(len(counts)+tenth-1)/tenth]
		all[i].Most = all[i].Requirements >= floor && floor > counts[0]
	}
}

// besides are the open requirements of a service that do not rest on some checks alone.
func besides(r report.Report, ids []string) []Unmet {
	out := []Unmet{}
	for _, x := range r.Results {
		if open(x) && !covered(x, ids) {
			out = append(out, Unmet{Requirement: x.ID, Tier: x.Tier, Status: x.Status, Reason: x.Reason})
		}
	}
	return out
}

// laterNote says what is below the heading of the steps that no service needs.
const laterNote = "None of the services needs these, as far as their manifests say; the cluster itself may."

// servicesNote says what is below the heading of the services.
const servicesNote = "Behind \"besides\" is what no step closes: `kready land` says what, and in which line. A step is not all that a service needs: judge it again after it."

// servicesMost is how many services the texts list.
const servicesMost = 40

// landed says how many services can land already: "3, of which 1 can land today".
func (p Plan) landed() string {
	can := 0
	for _, s := range p.Services {
		if s.Verdict == "CAN LAND" {
			can++
		}
	}
	return fmt.Sprintf("%d, of which %d can land today", len(p.Services), can)
}

// describe says what there is to say of a service, without its name.
func (s Service) describe() string {
	parts := []string{s.Verdict}
	if s.First {
		parts = append(parts, "key customer")
	}
	count := text.Counted(s.Requirements, "requirement", "requirements")
	if s.Most {
		count += ", more than most services"
	}
	parts = append(parts, count)
	if len(s.Steps) > 0 {
		parts = append(parts, "needs "+Step{After: s.Steps}.describeAfter())
	}
	return strings.Join(parts, "; ")
}

// besidesLine names what no step closes: "ingress/class-there (gap)"; "" for none.
func (s Service) besidesLine() string {
	var out []string
	for _, u := range s.Besides {
		out = append(out, u.Requirement+" ("+u.Status+")")
	}
	return strings.Join(out, ", ")
}

// neededBy says which services need something: "2 of 3 services: cart, shop".
func (p Plan) neededBy(names []string) string {
	return strconv.Itoa(len(names)) + " of " + text.Counted(len(p.Services), "service", "services") + ": " + text.Few(names)
}
