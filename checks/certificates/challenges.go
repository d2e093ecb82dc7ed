package certificates

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// challenges are cert-manager's objects of the ACME servers' demands.
const challenges = "challenges.acme.cert-manager.io"

// challengeOf repeats what the first Challenge of a Certificate says that is not over; "" when there is none.
func challengeOf(c *facts.Certificate, all []facts.ProductObject) string {
	for i := range all {
		o := &all[i]
		if o.Namespace != c.Namespace || !isChallengeOf(o.Name, c.Name) {
			continue
		}
		state, reason := valueOf(o, "status.state"), valueOf(o, "status.reason")
		if reason == "" || state == "valid" || state == "ready" {
			continue
		}
		return fmt.Sprintf("its %s Challenge for %s is %s: %s", valueOf(o, "spec.type"), valueOf(o, "spec.dnsName"), orPending(state), reason)
	}
	return ""
}

// isChallengeOf reports whether a Challenge has the name that cert-manager makes of a Certificate's: those of its request, its
// order and the Challenge are appended. Long names are shortened, and are not told.
func isChallengeOf(name, certificate string) bool {
	rest, ok := strings.CutPrefix(name, certificate+"-")
	parts := strings.Split(rest, "-")
	return ok && len(parts) == 3 && isNumber(parts[1]) && isNumber(parts[2])
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func orPending(state string) string {
	if state == "" {
		return "pending"
	}
	return state
}

// valueOf is the first value of a field; "" where the object does not have it.
func valueOf(o *facts.ProductObject, path string) string {
	i := slices.IndexFunc(o.Fields, func(f facts.ProductField) bool { return f.Name == path })
	if i < 0 || len(o.Fields[i].Values) == 0 {
		return ""
	}
	return o.Fields[i].Values[0]
}
