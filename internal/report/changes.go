package report

import "github.com/kready/kready/internal/check"

// Waived is the status, among changes, of a result that a waiver covers.
const Waived = "waived"

// Side is one of two reports that are compared.
type Side struct {
	// Name is the file that it came from.
	Name string `json:"name"`
	// Form is what the file holds: report or snapshot; a snapshot was judged now.
	Form string `json:"form"`
	// Tool is the kready version that judged, Profile the kind of cluster it judged for.
	Tool    string `json:"tool"`
	Profile string `json:"profile"`
	Target  Target `json:"target"`
}

// Changes are what is different between an old report and a new one. Only checks that
// both have are compared.
type Changes struct {
	// Notes say what the comparison cannot be taken for, such as other targets.
	Notes []string `json:"notes"`
	// NewGaps are gaps now, and were none that counts; one whose waiver is over is new.
	NewGaps []Change `json:"newGaps"`
	// ChangedGaps are gaps in both, on other objects.
	ChangedGaps []Change `json:"changedGaps"`
	// ClosedGaps pass now.
	ClosedGaps []Change `json:"closedGaps"`
	// SkippedGaps were gaps and are skipped now: because of another gap, because there is
	// nothing left to judge, or because nothing was probed.
	SkippedGaps []Change `json:"unaskedGaps"`
	// NewlyWaived are gaps and unknowns that a waiver covers now and did not before.
	NewlyWaived []Change `json:"newlyWaived"`
	// NewlyUnknown could be judged, or were waived, and are unknown now.
	NewlyUnknown []Change `json:"newlyUnknown"`
	// NewlyJudged were unknown, and pass.
	NewlyJudged []Change `json:"newlyJudged"`
	// Levels that a battery has lost or reached.
	Levels []LevelChange `json:"levels"`
	// Products that appeared, went, or have another version or state.
	Products []ProductChange `json:"products"`
	// Cluster is what changed about the target itself.
	Cluster []ClusterChange `json:"cluster"`
	// Waivers expired since the old report, or expire soon.
	Waivers []WaiverLeft `json:"waivers"`
	// OnlyNew and OnlyOld are checks that only one of the reports has.
	OnlyNew []Lone `json:"onlyNew"`
	OnlyOld []Lone `json:"onlyOld"`
}

// Change is one check whose outcome is another one.
type Change struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Battery string `json:"battery"`
	Level   string `json:"level"`
	Tier    string `json:"tier"`
	// Was and Is are statuses: pass, gap, unknown, skip, error or waived.
	Was string `json:"was"`
	Is  string `json:"is"`
	// Worse says that the cluster, or what can be known of it, is in a worse state.
	Worse bool `json:"worse"`
	// Reason is that of the new report.
	Reason string `json:"reason"`
	// Because names the check whose outcome decided this one.
	Because string `json:"because,omitempty"`
	// Waiver covers it now, or covered it before.
	Waiver *Waiver `json:"waiver,omitempty"`
	// Appeared are findings that are new, Went those that are gone, Accepted those that
	// are still there and that a waiver covers now.
	Appeared []Finding `json:"appeared"`
	Gone     []Finding `json:"went"`
	Accepted []Finding `json:"accepted"`
}

// LevelChange is a level of a battery that was lost or reached.
type LevelChange struct {
	Battery string `json:"battery"`
	Level   string `json:"level"`
	// Was and Is are the worst status of the level among the checks that both reports
	// have; waived is worse than a pass.
	Was string `json:"was"`
	Is  string `json:"is"`
	// Change is regressed or improved.
	Change string `json:"change"`
}

// ProductChange is a product that is not as it was.
type ProductChange struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Batteries []string `json:"batteries"`
	// Change is appeared, gone or changed.
	Change string       `json:"change"`
	Was    ProductState `json:"was"`
	Is     ProductState `json:"is"`
}

// ProductState is how a product was found.
type ProductState struct {
	// State is running, declared, remnant or hidden; "" when it was not found.
	State string `json:"state"`
	// Version is "" when it is not known; several are joined by commas.
	Version string `json:"version"`
}

// ClusterChange is a fact about the target that is another one.
type ClusterChange struct {
	// What is Kubernetes, distribution or nodes.
	What string `json:"what"`
	Was  string `json:"was"`
	Is   string `json:"is"`
}

// WaiverLeft is a waiver with the days that it has left; below zero it has expired.
type WaiverLeft struct {
	Waiver
	DaysLeft int `json:"daysLeft"`
}

// Lone is a check that only one report has.
type Lone struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Tier   string `json:"tier"`
	Status string `json:"status"`
}

// CountWorse counts new gaps, and gaps that grew, of tier floor or above.
func (c Changes) CountWorse(floor check.Tier) int {
	n := 0
	for _, list := range [][]Change{c.NewGaps, c.ChangedGaps} {
		for _, x := range list {
			if x.Worse && check.Tier(x.Tier).AtLeast(floor) {
				n++
			}
		}
	}
	return n
}

// CountLost counts must-haves that can no longer be judged.
func (c Changes) CountLost() int {
	n := 0
	for _, x := range c.NewlyUnknown {
		if x.Worse {
			n++
		}
	}
	return n
}
