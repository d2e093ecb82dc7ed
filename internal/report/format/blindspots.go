package format

import (
	"slices"
	"strings"

	"github.com/kready/kready/internal/report"
)

// blind gathers what could not be read by the reason, in their order.
func blind(r report.Report) (reasons []string, byReason map[string][]string) {
	byReason = map[string][]string{}
	for _, b := range r.BlindSpots {
		what := b.What()
		if _, ok := byReason[b.Reason]; !ok {
			reasons = append(reasons, b.Reason)
		}
		if !slices.Contains(byReason[b.Reason], what) {
			byReason[b.Reason] = append(byReason[b.Reason], what)
		}
	}
	return reasons, byReason
}

func blindTitle(reason string) string {
	switch reason {
	case "forbidden":
		return "Forbidden for this identity"
	case "not-in-dump":
		return "Not in the dump"
	case "partial":
		return "In the dump only in part"
	case "not-served":
		return "Not served"
	case "timeout":
		return "No complete answer in time"
	case "unavailable":
		return "The API did not answer as it should"
	case "expired":
		return "The list changed faster than it could be read"
	case "malformed":
		return "Does not decode"
	case "hidden":
		return "Out of sight, at the provider"
	case "not-collected":
		return "Not collected when the snapshot was taken"
	case "too-large":
		return "More than kready keeps"
	}
	return reason
}

// blindHelp says what would open a reader's eyes, given what could not be read.
func blindHelp(reason string, what []string) string {
	switch reason {
	case "forbidden":
		return "To judge these checks, run kready as an identity that may get and list them. No Secret is ever needed."
	case "not-in-dump":
		if !slices.ContainsFunc(what, ofObjects) {
			return "Only the API server itself tells these."
		}
		return "If the dump is the whole cluster, say so with --complete: what it does not contain then counts as absent. If it holds all objects of some kinds, name these with --kinds, as in --kinds deploy,cronjobs."
	case "partial":
		return "If all objects of such a kind are in the dump, name it with --kinds, as in --kinds deploy,cronjobs."
	case "timeout":
		return "A longer --timeout may help."
	case "not-collected":
		return "Take a new snapshot with all checks."
	case "too-large":
		return "Narrow the entry of collect: in kready.yaml to one namespace, or to shorter fields."
	}
	return ""
}

// ofObjects is report.OfObjects for a name with perhaps " in NAMESPACE" behind it.
func ofObjects(what string) bool {
	resource, _, _ := strings.Cut(what, " in ")
	return report.OfObjects(resource)
}
