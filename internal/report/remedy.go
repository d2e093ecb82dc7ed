package report

// Remedy returns the shortest way out of a remediation for a terminal: its first
// paragraph with what belongs to it, wrapped to width after indent, cleaned.
func Remedy(markdown, indent string, width int) []string {
	lines := remedy(markdown, indent, width)
	for i := range lines {
		lines[i] = clean(lines[i])
	}
	return lines
}

// Wrap breaks a text into lines of at most width runes after indent, cleaned.
func Wrap(text, indent string, width int) []string { return wrap(clean(text), indent, width) }
