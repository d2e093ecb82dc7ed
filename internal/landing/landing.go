// Package landing holds the judgement of several services against one target: which can land, what keeps
// most of them from it, and each one's own report.
package landing

import (
	"cmp"
	_ "embed"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

//go:generate go run ./generate

//go:embed landing.schema.json
var schema []byte

// Schema returns the JSON Schema of the document.
func Schema() []byte { return schema }

// Landing is the judgement of services against one target.
type Landing struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	// Tool is the kready version that judged.
	Tool    string        `json:"tool"`
	Target  report.Target `json:"target"`
	Profile string        `json:"profile"`
	Verdict Verdict       `json:"verdict"`
	// Batteries are those that requirements are of, in their order: the columns of the matrix.
	Batteries []string `json:"batteries"`
	// Services are in the order in which they were named.
	Services []Service `json:"services"`
	// Blockers are the requirements that are not met, by how many services each keeps from landing.
	Blockers []Blocker `json:"blockers"`
	// Questions are the requirements that could not be judged, must-haves first, by how many services they leave open.
	Questions []Question `json:"questions"`
	// Reports are the services' own, in the same order.
	Reports []report.Report `json:"reports"`
}

// Verdict counts services by what was found.
type Verdict struct {
	CanLand    int `json:"canLand"`
	CannotLand int `json:"cannotLand"`
	// CannotTell counts those of which a must-have could not be judged, and that lack nothing otherwise.
	CannotTell int `json:"cannotTell"`
	// ExitCode is the worst of the services': 1 takes precedence over 3.
	ExitCode int `json:"exitCode"`
}

// Service is one row of the matrix.
type Service struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace"`
	Objects   int    `json:"objects"`
	// Word is the verdict: CAN LAND, CANNOT LAND or CANNOT TELL; ExitCode is that of its report.
	Word     string `json:"word"`
	ExitCode int    `json:"exitCode"`
	// MustGaps and Gaps count the requirements that are not met.
	MustGaps int `json:"mustGaps"`
	Gaps     int `json:"gaps"`
	// Cells are the worst statuses by battery, in the order of Batteries: pass, gap, unknown, or skip where
	// nothing of the service is about it.
	Cells []Cell `json:"cells"`
}

// Cell is one battery of one service.
type Cell struct {
	Status string `json:"status"`
	// Must marks a gap of a must-have.
	Must bool `json:"must,omitempty"`
}

// Blocker is a requirement that is not met.
type Blocker struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Tier  string `json:"tier"`
	// Services are those that do not meet it; By counts findings by who can close them.
	Services []string `json:"services"`
	By       Parties  `json:"by"`
}

// Question is a requirement that could not be judged.
type Question struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Tier  string `json:"tier"`
	// Services are those of which it could not be judged, and Reasons why, each once.
	Services []string `json:"services"`
	Reasons  []string `json:"reasons"`
}

// Parties counts findings by who can close them.
type Parties struct {
	Service  int `json:"service"`
	Platform int `json:"platform"`
}

// New puts the reports of services side by side. There must be one at least.
func New(reports []report.Report) Landing {
	first := reports[0]
	l := Landing{
		APIVersion: report.APIVersion, Kind: "Landing", Tool: first.Tool, Target: first.Target, Profile: first.Profile,
		Batteries: []string{}, Blockers: []Blocker{}, Questions: []Question{}, Reports: reports,
	}
	for _, b := range first.Batteries { // all were judged by the same requirements
		l.Batteries = append(l.Batteries, b.Name)
	}
	for _, r := range reports {
		l.Services = append(l.Services, l.service(r))
		l.count(r)
	}
	slices.SortStableFunc(l.Blockers, func(a, b Blocker) int {
		return byWeight(a.Tier, b.Tier, len(a.Services), len(b.Services), a.ID, b.ID)
	})
	slices.SortStableFunc(l.Questions, func(a, b Question) int {
		return byWeight(a.Tier, b.Tier, len(a.Services), len(b.Services), a.ID, b.ID)
	})
	return l
}

// byWeight orders requirements: must-haves first, then by how many services they are about, then by name.
func byWeight(tierA, tierB string, servicesA, servicesB int, idA, idB string) int {
	tier := func(name string) int { return slices.Index(check.Tiers(), check.Tier(name)) }
	return cmp.Or(cmp.Compare(tier(tierA), tier(tierB)), cmp.Compare(servicesB, servicesA), cmp.Compare(idA, idB))
}

// service is the row of a report.
func (l *Landing) service(r report.Report) Service {
	word, _, _ := r.Verdict.Headline()
	s := Service{Name: r.Service.Name, Namespace: r.Service.Namespace, Objects: r.Service.Objects, Word: word, ExitCode: r.Verdict.ExitCode, MustGaps: r.Verdict.MustGaps, Gaps: r.Verdict.Counts.Gap}
	for _, battery := range l.Batteries {
		s.Cells = append(s.Cells, cellOf(r, battery))
	}
	return s
}

// cellOf is the worst status of a battery's requirements.
func cellOf(r report.Report, battery string) Cell {
	rank := []string{"skip", "pass", report.Waived, "unknown", "error", "gap"}
	worst := Cell{Status: "skip"}
	for _, x := range r.Results {
		if x.Battery != battery {
			continue
		}
		status := x.StatusOrWaived()
		if slices.Index(rank, status) > slices.Index(rank, worst.Status) {
			worst.Status = status
		}
		worst.Must = worst.Must || status == "gap" && x.Tier == string(check.TierMust)
	}
	return worst
}

// count counts a report's verdict and what it lacks.
func (l *Landing) count(r report.Report) {
	switch code := r.Verdict.ExitCode; {
	case code == 0 && r.Verdict.MustGaps > 0: // accepted by --fail-on never
		l.Verdict.CannotLand++
	case code == 0:
		l.Verdict.CanLand++
	case code == 1:
		l.Verdict.CannotLand++
		l.Verdict.ExitCode = 1
	default:
		l.Verdict.CannotTell++
		if l.Verdict.ExitCode == 0 {
			l.Verdict.ExitCode = r.Verdict.ExitCode
		}
	}
	for _, x := range r.Results {
		if x.Waiver == nil && (x.Status == string(check.StatusUnknown) || x.Status == string(check.StatusError)) {
			l.ask(x, r.Service.Name)
		}
		if x.Status != string(check.StatusGap) || x.Waiver != nil {
			continue
		}
		i := slices.IndexFunc(l.Blockers, func(b Blocker) bool { return b.ID == x.ID })
		if i < 0 {
			i = len(l.Blockers)
			l.Blockers = append(l.Blockers, Blocker{ID: x.ID, Title: x.Title, Tier: x.Tier})
		}
		b := &l.Blockers[i]
		b.Services = append(b.Services, r.Service.Name)
		for _, f := range x.Findings {
			if f.By == string(check.ByPlatform) {
				b.By.Platform++
			} else {
				b.By.Service++
			}
		}
	}
}

// ask adds a requirement that could not be judged of a service.
func (l *Landing) ask(x report.Result, service string) {
	i := slices.IndexFunc(l.Questions, func(q Question) bool { return q.ID == x.ID })
	if i < 0 {
		i = len(l.Questions)
		l.Questions = append(l.Questions, Question{ID: x.ID, Title: x.Title, Tier: x.Tier, Reasons: []string{}})
	}
	q := &l.Questions[i]
	q.Services = append(q.Services, service)
	if x.Reason != "" && !slices.Contains(q.Reasons, x.Reason) {
		q.Reasons = append(q.Reasons, x.Reason)
	}
}

// why is the reason of a question, where all services have the same.
func (q Question) why() string {
	if len(q.Reasons) == 1 {
		return q.Reasons[0]
	}
	return "for several reasons"
}

// Headline is the verdict in capitals, the status that stands for it, and what it means.
func (v Verdict) Headline() (word, status, meaning string) {
	all := v.CanLand + v.CannotLand + v.CannotTell
	word, status = "ALL CAN LAND", "pass"
	switch {
	case v.ExitCode == 1, v.ExitCode == 0 && v.CannotLand > 0:
		word, status = "NOT ALL CAN LAND", "gap"
	case v.ExitCode == 3:
		word, status = "CANNOT TELL OF ALL", "unknown"
	}
	meaning = text.Counted(all, "service", "services") + ": " + v.counts()
	return word, status, meaning
}

// counts says how many services came out how.
func (v Verdict) counts() string {
	said := text.Counted(v.CanLand, "can land", "can land")
	if v.CannotLand > 0 {
		said += ", " + text.Counted(v.CannotLand, "cannot", "cannot")
	}
	if v.CannotTell > 0 {
		said += ", " + text.Counted(v.CannotTell, "could not be judged", "could not be judged")
	}
	return said
}

// mark is a cell in a word: GAP is a must-have, gap a lesser one, - what the service does not have.
func (c Cell) mark() string {
	switch {
	case c.Must:
		return "GAP"
	case c.Status == "skip":
		return "-"
	case c.Status == "pass":
		return "ok"
	case c.Status == "unknown", c.Status == "error":
		return "?"
	}
	return c.Status
}
