package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
)

// marker is a log line of two words, neither of which can be derived from the other. Both are
// derived from a seed in the pods, so that no object and no audit log contains them. The log
// store is searched for the first; a store that logs its queries finds the query too, but
// only the line itself contains the second.
type marker struct{ query, proof string }

func newMarker(seed string) marker {
	word := func(salt string) string {
		sum := sha256.Sum256([]byte(salt + " " + seed))
		return hex.EncodeToString(sum[:10])
	}
	return marker{query: word("ask"), proof: word("proof")}
}

func (m marker) line() string { return "kready probe " + m.query + " " + m.proof }

// tryPrint prints the marker of the seed Target to the pod's log.
func tryPrint(_ context.Context, t Trial) reply { return printTo(os.Stdout, t) }

func printTo(w io.Writer, t Trial) reply {
	if _, err := fmt.Fprintln(w, newMarker(t.Target).line()); err != nil {
		return reply{err: fmt.Errorf("printing: %w", err)}
	}
	return reply{detail: "printed"}
}
