package certificates

import (
	"fmt"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// lifetimeShare is the part of a short life that stands for the threshold. It is shorter
// than what products that renew their own CA leave: Knative a day of a week,
// CloudNativePG (EXPIRING_CHECK_THRESHOLD) a week of 90 days.
const lifetimeShare = 15

// unreadable is the fault of a bundle that the API server cannot use.
const unreadable = "its CA bundle holds no certificate that can be read: calls fail"

// fault describes what is wrong with a bundle; "" when nothing is.
func (t *trust) fault(bundle *facts.CABundle, renewedBy string) string {
	last, ok := bundle.LastExpiry()
	if !ok {
		return unreadable
	}
	left := last.NotAfter.Sub(t.in.AsOf)
	switch {
	case left <= 0:
		return fmt.Sprintf("its CA%s has expired on %s: calls fail", quoted(last.Name), day(last.NotAfter))
	case left < warningPeriod(last, renewedBy, t.in.Thresholds.OrDefault()):
		return fmt.Sprintf("its CA%s expires on %s, in %s%s", quoted(last.Name), day(last.NotAfter), text.Duration(left), renewalText(renewedBy))
	}
	return ""
}

// warningPeriod is how long before its end a bundle becomes a gap.
func warningPeriod(c facts.CACertificate, renewedBy string, limits facts.Thresholds) time.Duration {
	before := min(limits.CAExpiryDays.Duration(), c.NotAfter.Sub(c.NotBefore)/lifetimeShare)
	if renewedBy != "" {
		before = min(before, limits.CARenewalHours.Duration())
	}
	return before
}

// renewalText says whether something should have renewed a bundle.
func renewalText(renewedBy string) string {
	if renewedBy == "" {
		return ", and nothing shows that it is renewed"
	}
	return fmt.Sprintf(", and %s has not renewed it", renewedBy)
}

// quoted writes a certificate's name in quotes after a blank; nothing for one without.
func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf(" %q", name)
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
