package report

import (
	"strings"

	"github.com/kready/kready/internal/text"
)

// Details says what the target is, in a few pieces that are not cleaned.
func (t Target) Details() []string {
	var details []string
	if t.About != "" {
		details = append(details, t.About)
	}
	if t.Version != "" {
		details = append(details, "Kubernetes "+t.Version+t.versionFrom())
	}
	if t.ForVersion != "" {
		details = append(details, "judged for Kubernetes "+t.ForVersion)
	}
	if t.DistributionTitle != "" {
		details = append(details, t.DistributionTitle)
	}
	if t.Nodes > 0 {
		details = append(details, text.Counted(t.Nodes, "node", "nodes"))
	}
	if t.Server != "" {
		details = append(details, t.Server)
	}
	return details
}

// Details says what the service is, in a few pieces that are not cleaned.
func (s Service) Details() []string {
	details := []string{text.Counted(s.Objects, "object", "objects")}
	if len(s.Files) > 1 {
		details = append(details, text.Counted(len(s.Files), "file", "files"))
	}
	return append(details, "namespace "+s.Namespace)
}

// versionFrom says where the version was read, unless the API server said it.
func (t Target) versionFrom() string {
	switch {
	case t.VersionGuess:
		return " (a guess, by " + t.VersionFrom + ": it is this or a newer one)"
	case t.VersionFrom != "":
		return " (by " + t.VersionFrom + ")"
	}
	return ""
}

// Describe names the product with its version, and says where it does not simply run: "Cilium
// 1.20.2", "cert-manager (left-overs)".
func (i Implementation) Describe() string {
	name := i.Title
	if i.Version != "" {
		name += " " + strings.TrimPrefix(i.Version, "v")
	}
	switch i.State {
	case "declared":
		name += " (asked for, not seen running)"
	case "remnant":
		name += " (left-overs)"
	case "hidden":
		name += " (run out of sight)"
	}
	return name
}

// Describe says in a line what a side of a comparison is.
func (s Side) Describe() string {
	words := []string{s.Name, s.Target.Name, "profile " + s.Profile}
	if !s.Target.CollectedAt.IsZero() {
		words = append(words, "read "+s.Target.CollectedAt.UTC().Format("2006-01-02 15:04 UTC"))
	}
	if !s.Target.AsOf.Equal(s.Target.CollectedAt) {
		words = append(words, "judged as of "+s.Target.AsOf.Format("2006-01-02"))
	}
	return strings.Join(append(words, "kready "+s.Tool), " · ")
}
