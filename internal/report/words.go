package report

// What other packages say in the same words.

// About says what the target is, in a few pieces; they are not clean.
func (t Target) About() []string { return t.about() }

// Words are the verdict and what it means, with its exit code.
func (v Verdict) Words() (word, meaning string) {
	word, _, meaning = v.words()
	return word, meaning
}

// Status is the status in whose colour the verdict stands.
func (v Verdict) Status() string {
	_, status, _ := v.words()
	return status
}

// Tally says how many checks came out how.
func (v Verdict) Tally() string { return v.counts() }

// Cell makes a text safe for a cell of a spreadsheet.
func Cell(s string) string { return cell(s) }

// Painter returns what paints a word in the colour of a status, or leaves it as it is.
func Painter(on bool) func(status, word string) string { return newPaint(on).status }
