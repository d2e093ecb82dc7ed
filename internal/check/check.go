// Package check holds the vocabulary of judgement: what a check is, which
// outcomes it has, and when a set of checks is well formed. A check is a value, whether it is
// written in Go or in Rego.
package check

import (
	"context"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Check is one question with one id.
type Check struct {
	// ID is "battery/name" in kebab-case. It is never reused.
	ID string
	// Title is a sentence that is true when the check passes, without a full stop.
	Title string
	// Doc is Markdown: why it matters, how it is judged, what it cannot see.
	Doc   string
	Level Level
	Tier  Tier
	// Subject is what it judges: the cluster, or a service that is to land on it, which makes it a requirement.
	Subject Subject
	// Reads are the fields of the input that it judges by. When a kind of fact among them,
	// or one that a derived part rests on, could not be read, the engine answers unknown in
	// its stead.
	Reads facts.Fields
	// OptionalReads are fields that it judges by as well, and that it can do without.
	OptionalReads facts.Fields
	// Needs and Optional are the kinds of fact behind these fields, sorted. They are worked
	// out when checks are loaded: those without which the answer is unknown, and those that
	// are collected besides.
	Needs    []facts.Kind
	Optional []facts.Kind
	// StandsWithout says which answers do not depend on which of these facts.
	StandsWithout StandsWithout
	// Requires are the checks that must pass first.
	Requires []string
	// Remediation is Markdown: how to close the gap, shortest way first.
	Remediation string
	// Remedies are ways that hold in some clusters or states, in place of Remediation.
	Remedies []Remedy
	// Links are pages that a reader can trust on the matter.
	Links []string
	// Since is the kready version that introduced the check.
	Since string
	// Position is the file and line that somebody's own policy is written at; "" for the checks
	// that kready ships.
	Position string
	// Needy names the objects of the service for which the cluster checks of Requires matter: each finding
	// says what the object needs. It is nil for checks of the cluster, and for requirements without such.
	Needy func(context.Context, *facts.Input) ([]Finding, error)
	// Run judges. An error means that the check broke, never that it found something.
	Run func(context.Context, *facts.Input) (Outcome, error)

	// Preparer is what readies Run ahead of time; nil when there is nothing to ready.
	Preparer Preparer

	broken error // why it judges nothing
}

// Preparer readies checks that take time to load.
type Preparer interface {
	// Prepare begins to ready the checks with these ids, all that will run, and returns at
	// once.
	Prepare(ids []string)
	// Wait returns when the check with this id is ready to judge in, or when ctx ends. Run
	// returns what kept it from being ready.
	Wait(ctx context.Context, id string, in *facts.Input)
	// Shares returns what the check with this id shares with others, which are not judged side by side.
	Shares(id string) any
}

// Shares returns what the check shares with others, so that they are not judged side by side; nil for nothing.
func (c Check) Shares() any {
	if c.Preparer == nil {
		return nil
	}
	return c.Preparer.Shares(c.ID)
}

// Prepare begins to ready the checks that are going to run, side by side, while something
// else is done.
func Prepare(checks []Check) {
	byPreparer := map[Preparer][]string{}
	for _, c := range checks {
		if c.Preparer != nil {
			byPreparer[c.Preparer] = append(byPreparer[c.Preparer], c.ID)
		}
	}
	for preparer, ids := range byPreparer {
		preparer.Prepare(ids)
	}
}

// Battery is the part of the id before the slash.
func (c Check) Battery() string {
	for i := range c.ID {
		if c.ID[i] == '/' {
			return c.ID[:i]
		}
	}
	return ""
}

// Outcome is the judgement of one check on one input.
type Outcome struct {
	Status Status
	// Reason says it in one sentence without a full stop; findings carry the detail.
	Reason   string
	Findings []Finding
	// Follows is the id of another check whose gap explains this one; "" for none.
	Follows string
	// States say which remedies are the way: each is the state of one of the check's Remedies.
	States []string
	// Without is what could not be read and could add to the evidence: why it is unknown, or what its
	// status stands without. Checks leave it empty.
	Without []facts.BlindSpot
}

// UnreadReason begins the reason of an outcome that is unknown because something could not be read.
const UnreadReason = "could not be read: "

// In returns the outcome with states that hold, by which its remedy is chosen.
func (o Outcome) In(states ...string) Outcome {
	o.States = append(slices.Clone(o.States), states...)
	return o
}

// Finding is one object's part in a gap: which object, and what was seen on it.
type Finding struct {
	Object  facts.ObjectRef `json:"object"`
	Message string          `json:"message"`
	// At is where the object is written, and By who can close the gap: findings of requirements have both.
	At At    `json:"at,omitzero"`
	By Party `json:"by,omitempty"`
	// State is the one of the outcome's states that this finding is in, when it is in a single one:
	// that remedy's commands are for it.
	State string `json:"-"`
	// Cause says why what it rests on is not well; "" when nothing tells. Checks leave it empty.
	Cause string `json:"-"`
}

// Pass says that the check holds, and by what evidence.
func Pass(reason string) Outcome { return Outcome{Status: StatusPass, Reason: text.Whole(reason)} }

// Gap says what is missing or wrong, and on which objects.
func Gap(reason string, findings ...Finding) Outcome {
	return Outcome{Status: StatusGap, Reason: text.Whole(reason), Findings: findings}
}

// Skip says why the check does not apply here.
func Skip(reason string) Outcome { return Outcome{Status: StatusSkip, Reason: reason} }

// Unknown says why the check cannot tell.
func Unknown(reason string, findings ...Finding) Outcome {
	return Outcome{Status: StatusUnknown, Reason: text.Whole(reason), Findings: findings}
}
