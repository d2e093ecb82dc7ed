package check

// Found are the findings of a requirement: gaps, and what may be one.
type Found struct{ Gaps, Unknowns []Finding }

// Add keeps a finding, as a gap where it is certain. One without a message is none.
func (f *Found) Add(finding Finding, certain bool) {
	switch {
	case finding.Message == "":
	case certain:
		f.Gaps = append(f.Gaps, finding)
	default:
		f.Unknowns = append(f.Unknowns, finding)
	}
}

// ByFindings is the outcome of a requirement by its findings: a gap where there are any that are certain, else unknown
// where there are others, else a pass. Each has its reason.
func ByFindings(gaps, unknowns []Finding, gap, unknown, pass string) Outcome {
	switch {
	case len(gaps) > 0:
		return Gap(gap, gaps...)
	case len(unknowns) > 0:
		return Unknown(unknown, unknowns...)
	}
	return Pass(pass)
}
