package check

// Requirement is whether a kind of cluster needs a battery.
type Requirement string

// The three requirements. A battery that is optional and absent is no gap; one that is
// there is judged all the same.
const (
	Required Requirement = "required"
	Optional Requirement = "optional"
	None     Requirement = "none"
)

// Result is one check with what became of it.
type Result struct {
	Check   Check
	Outcome Outcome
	// Because is the check whose outcome decided this one, "" when it was judged itself.
	Because string
	// Unread marks an unknown that is one only for want of facts: what was read leaves nothing open.
	Unread bool
	// Folded marks a gap that follows from the one of Because, which reports its causes: it is a
	// skip that keeps its findings.
	Folded bool
	// Causes are why the objects that a gap's findings rest on are not well, as far as is known.
	// Explained is true when every finding has one with a remedy.
	Causes    []Cause
	Explained bool
	// Lacks are the gaps of the cluster that the gap of a requirement quotes.
	Lacks []Result
	// Quoted marks a gap that says nothing but these: they alone say how to close it.
	Quoted bool
	// Waiver covers all of a gap, or an unknown; it then counts for nothing.
	Waiver *Waiver
	// Waived are findings of a gap that waivers cover while others are left.
	Waived []Finding
}

// Worst returns the status that stands for several: a gap is worse than an error, that
// an unknown, that a pass; skip is left only when nothing else is there.
func Worst(results []Result) Status {
	for _, status := range Statuses() {
		for _, r := range results {
			if r.Outcome.Status == status && r.Waiver == nil {
				return status
			}
		}
	}
	return StatusSkip
}
