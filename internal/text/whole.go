package text

import "regexp"

// shareOf is a number of things out of all: "2 of 3 nodes".
var shareOf = regexp.MustCompile(`(^|[ (])([0-9]+) of ([0-9]+) `)

// Whole writes what is said of all things, as a share of them, as one does: "the only node" for "1 of 1
// node", "both nodes" for "2 of 2 nodes", "all 3 nodes" for "3 of 3 nodes".
func Whole(sentence string) string {
	return shareOf.ReplaceAllStringFunc(sentence, func(share string) string {
		m := shareOf.FindStringSubmatch(share)
		switch before, n := m[1], m[2]; {
		case n != m[3] || n == "0":
			return share
		case n == "1":
			return before + "the only "
		case n == "2":
			return before + "both "
		default:
			return before + "all " + n + " "
		}
	})
}
