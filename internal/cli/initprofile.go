package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// chosenProfile is the profile of a first configuration, and what the choice does.
type chosenProfile struct {
	config.Profile
	// why says in words what chose it.
	why string
	// gaps are the must-have gaps by it, and byDefault those by the default profile.
	gaps, byDefault []string
}

// chooseProfile takes the profile that was asked for, or the one that suits the cluster, and judges
// the cluster by it and by the default.
func chooseProfile(ctx context.Context, draft *engine.Draft, asked string) (chosenProfile, error) {
	name, why := suits(draft.Input.Distribution, asked)
	p, err := config.ProfileByName(name)
	if err != nil {
		return chosenProfile{}, engine.Usagef("%w", err)
	}
	chosen := chosenProfile{Profile: p, why: why}
	rep, err := draft.Judge(ctx, name)
	if err != nil {
		return chosen, err
	}
	chosen.gaps = mustGaps(rep)
	if chosen.byDefault = chosen.gaps; name != config.Default {
		if rep, err = draft.Judge(ctx, config.Default); err != nil {
			return chosen, err
		}
		chosen.byDefault = mustGaps(rep)
	}
	return chosen, nil
}

// suits returns the profile for a distribution, and why; asked is what --profile says.
func suits(d facts.Distribution, asked string) (name, why string) {
	switch {
	case asked != "":
		return asked, "as --profile says"
	case slices.Contains([]string{"kind", "minikube", "docker-desktop"}, d.Name):
		return "kind", fmt.Sprintf("because the cluster is %s", d.Title)
	}
	return config.Default, "the default"
}

// mustGaps returns the ids of the must-haves that are gaps.
func mustGaps(rep report.Report) []string {
	var ids []string
	for _, r := range rep.Results {
		if r.Status == string(check.StatusGap) && r.Tier == string(check.TierMust) && r.Waiver == nil {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// says tells in sentences what the choice does.
func (p chosenProfile) says() []string {
	said := []string{
		fmt.Sprintf("profile %s, %s: %s", p.Name, p.why, p.Description),
		"by it there " + count(p.gaps) + " today",
	}
	if p.Name == config.Default {
		return said
	}
	var left, more []string
	for _, id := range p.byDefault {
		if !slices.Contains(p.gaps, id) {
			left = append(left, id)
		}
	}
	for _, id := range p.gaps {
		if !slices.Contains(p.byDefault, id) {
			more = append(more, id)
		}
	}
	said[1] += fmt.Sprintf("; by %s there %s", config.Default, count(p.byDefault))
	if len(left) > 0 {
		said = append(said, fmt.Sprintf("the profile %s does not ask for %s: choose --profile %s where that matters", p.Name, strings.Join(left, ", "), config.Default))
	}
	if len(more) > 0 {
		said = append(said, fmt.Sprintf("the profile %s asks for %s as well", p.Name, strings.Join(more, ", ")))
	}
	return said
}

// count says how many gaps there are, with their verb.
func count(ids []string) string {
	return text.Are(len(ids)) + " " + text.Counted(len(ids), "must-have gap", "must-have gaps")
}
