package fleet

import (
	"cmp"
	"slices"

	"github.com/kready/kready/internal/check"
)

// Gap is a check that is a gap somewhere, with the clusters that have it.
type Gap struct {
	Check   string `json:"check"`
	Title   string `json:"title"`
	Battery string `json:"battery"`
	Tier    string `json:"tier"`
	Level   string `json:"level"`
	// Clusters have the gap. One that somebody waived is left out.
	Clusters []string `json:"clusters"`
	// Unknown counts the clusters on which it could not be judged.
	Unknown int `json:"unknown"`
}

// gaps are what is missing where: must-haves first, and of a tier what most clusters lack.
func gaps(members []Member) []Gap {
	all := []Gap{}
	at := map[string]int{}
	unknown := map[string]int{}
	for _, m := range members {
		if m.Report == nil {
			continue
		}
		for _, x := range m.Report.Results {
			switch {
			case x.Waiver != nil:
			case x.Status == string(check.StatusUnknown), x.Status == string(check.StatusError):
				unknown[x.ID]++
			case x.Status == string(check.StatusGap):
				i, known := at[x.ID]
				if !known {
					i = len(all)
					at[x.ID] = i
					all = append(all, Gap{Check: x.ID, Title: x.Title, Battery: x.Battery, Tier: x.Tier, Level: x.Level})
				}
				all[i].Clusters = append(all[i].Clusters, m.Name)
			}
		}
	}
	for i := range all {
		all[i].Unknown = unknown[all[i].Check]
	}
	slices.SortStableFunc(all, func(a, b Gap) int {
		return cmp.Or(
			cmp.Compare(tierRank(a.Tier), tierRank(b.Tier)),
			cmp.Compare(len(b.Clusters), len(a.Clusters)),
			cmp.Compare(check.BatteryOrder(a.Battery), check.BatteryOrder(b.Battery)),
		)
	})
	return all
}

func tierRank(tier string) int { return slices.Index(check.Tiers(), check.Tier(tier)) }
