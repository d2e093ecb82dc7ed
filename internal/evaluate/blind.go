package evaluate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// runOnWhatWasRead runs a check. Where facts that it reads are missing, its answer is kept only when
// the check declares that this one does not depend on them; otherwise it is unknown. It reports
// whether it is unknown for that alone, and not to the check itself as well.
func runOnWhatWasRead(ctx context.Context, in *facts.Input, c check.Check, opts Options) (check.Outcome, bool) {
	out := answer(ctx, in, c, opts)
	blind := c.StandsWithout.Matter(in.BlindTo(c.Reads...))
	switch {
	case len(blind) == 0 || out.Status == check.StatusError:
		return out, false
	case c.IsRequirement() && out.Status == check.StatusSkip: // it says what the service does not have
		return out, false
	case out.Status == check.StatusUnknown:
		return unread(blind), false
	case len(c.StandsWithout.Missing(out.Status, blind)) > 0 || out.Status == check.StatusPass && slices.ContainsFunc(blind, malformed):
		return unread(blind), true
	}
	return ofWhatWasRead(out, blind), false
}

// malformed reports whether facts are there and damaged: no pass stands on what is left of them.
func malformed(b facts.BlindSpot) bool { return b.Reason == facts.ReasonMalformed }

// ofWhatWasRead marks an answer that stands although facts are missing, in words as well: it is not
// about the whole.
func ofWhatWasRead(out check.Outcome, blind []facts.BlindSpot) check.Outcome {
	out.Without = blind
	unread := text.Few(resources(blind))
	if out.Status == check.StatusGap {
		out.Reason += fmt.Sprintf(" (there may be more; not read: %s)", unread)
		return out
	}
	out.Reason += fmt.Sprintf(" (of what was gathered; not read: %s)", unread)
	return out
}

// unread says which facts are missing and why, reason by reason.
func unread(blind []facts.BlindSpot) check.Outcome {
	var reasons []string
	byReason := map[string][]facts.BlindSpot{}
	for _, b := range blind {
		if !slices.Contains(reasons, b.Reason) {
			reasons = append(reasons, b.Reason)
		}
		byReason[b.Reason] = append(byReason[b.Reason], b)
	}
	parts := make([]string, 0, len(reasons))
	for _, reason := range reasons {
		parts = append(parts, fmt.Sprintf("%s (%s)", text.Few(resources(byReason[reason])), reason))
	}
	out := check.Unknown(check.UnreadReason + strings.Join(parts, "; "))
	out.Without = blind
	return out
}

// resources names what blind spots are of, each once.
func resources(blind []facts.BlindSpot) []string {
	var names []string
	for _, b := range blind {
		if what := b.What(); !slices.Contains(names, what) {
			names = append(names, what)
		}
	}
	return names
}
