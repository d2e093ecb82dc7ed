package text

import "fmt"

// Share writes how many of all things: "1 of 3 nodes", "all 3 nodes", "both nodes", "none of 3 nodes", "the only
// node" and "no node".
func Share(n, all int, one, many string) string {
	switch {
	case all == 0 || all == 1 && n == 0:
		return "no " + one
	case all == 1:
		return "the only " + one
	case n == 0:
		return fmt.Sprintf("none of %d %s", all, many)
	case n == all && all == 2:
		return "both " + many
	case n == all:
		return fmt.Sprintf("all %d %s", all, many)
	}
	return fmt.Sprintf("%d of %d %s", n, all, many)
}
