package check

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
