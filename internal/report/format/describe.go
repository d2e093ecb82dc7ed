package format

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/kready/kready/internal/report"
)

// judged says by which measure and when, in a few pieces.
func judged(r report.Report) []string {
	judged := []string{"profile " + r.Profile}
	if !r.Target.AsOf.Equal(r.Target.CollectedAt) {
		judged = append(judged, "judged as of "+r.Target.AsOf.Format("2006-01-02"))
	}
	if !r.Target.CollectedAt.IsZero() {
		judged = append(judged, "read "+r.Target.CollectedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	return judged
}

// levelWord is the word for a level of a battery: GAP in capitals is a must-have, "-" is
// not there to judge.
func levelWord(r report.Report, b report.Battery, level, status string) string {
	switch status {
	case "skip":
		return "-"
	case "gap":
		if r.MustGap(b.Name, level) {
			return "GAP"
		}
	}
	return status
}

// providers names the products of a battery, those that run before the others.
func providers(b report.Battery) string {
	var names []string
	for _, impl := range b.Implementations {
		if name := impl.Describe(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	const most = 4
	if len(names) > most {
		names = append(names[:most-1], fmt.Sprintf("%d more", len(names)-most+1))
	}
	return strings.Join(names, ", ")
}

// describeFinding writes a finding as "Kind namespace/name: message", that of a service with the line of its
// file and who can close it.
func describeFinding(f report.Finding) string {
	about := f.Object.String()
	if f.File != "" {
		about = strings.TrimSpace(fmt.Sprintf("%s:%d %s", f.File, f.Line, about))
	}
	if f.By != "" {
		about = strings.TrimSpace(about + " [" + f.By + "]")
	}
	if about == "" {
		return f.Message
	}
	return about + ": " + f.Message
}

// because says why what a finding rests on is not well; "" when nothing tells.
func because(f report.Finding) string {
	if f.Cause == "" {
		return ""
	}
	return "because " + f.Cause
}

// follower is a gap that follows from another, in a few words.
func follower(x report.Result) string {
	reason, _, _ := strings.Cut(x.Reason, "; that follows from ")
	return x.ID + " (" + reason + ")"
}

// followers are the gaps that follow from that of a check.
func followers(r report.Report, id string) []string {
	var out []string
	for _, x := range r.Following(id) {
		out = append(out, follower(x))
	}
	return out
}

// stamp is a moment as the formats for machines write it, "" when it is not known.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// webLink reports whether a link is one to a page on the web.
func webLink(link string) bool {
	u, err := url.Parse(link)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && !strings.ContainsAny(link, "<>\"' \t\r\n")
}
