// Package text writes plain English: counted nouns, short lists, durations, and texts cut
// to a length. It knows nothing of Kubernetes.
package text

import "fmt"

// Counted writes a number with its noun: Counted(1, "node", "nodes") is "1 node".
func Counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Are returns the verb for a number of things: "is" or "are".
func Are(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
