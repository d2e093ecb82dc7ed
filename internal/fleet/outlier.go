package fleet

import (
	"slices"
	"strings"
)

// Outlier is a cluster, or several alike, that differs from the others of its group.
type Outlier struct {
	Clusters []string `json:"clusters"`
	// Gaps are the checks that are a gap on it alone, Passed those that are one on the others.
	Gaps   []string `json:"gaps"`
	Passed []string `json:"passed"`
	// Unknown are the checks that could not be judged on it alone.
	Unknown []string `json:"unknown"`
	// Products run on it alone; Without are those that run on the others.
	Products []string `json:"products"`
	Without  []string `json:"without"`
	// NotReached is true for clusters without a report. Distribution and Profile are those of the
	// clusters where the others have another one.
	NotReached   bool   `json:"notReached,omitempty"`
	Distribution string `json:"distribution,omitempty"`
	Profile      string `json:"profile,omitempty"`
}

// leaderOf returns the state that a rare one deviates from: the nearest with which it has more
// in common than not; nil when it stands for a group of its own.
func leaderOf(s *state, leaders []*state, clusters int) *state {
	const manyClusters = 20
	if len(s.clusters) > max(1, clusters/50) {
		return nil
	}
	var nearest *state
	least := 0
	for _, leader := range leaders {
		if leader.kind != s.kind || len(leader.clusters) == 1 && clusters < manyClusters {
			continue
		}
		apart := len(without(s.words, leader.words)) + len(without(leader.words, s.words))
		if apart*2 <= len(s.words)+len(leader.words) && (nearest == nil || apart < least) {
			nearest, least = leader, apart
		}
	}
	return nearest
}

// outlier says in what a state differs from that of the group.
func outlier(s, leader *state) Outlier {
	more, less := without(s.words, leader.words), without(leader.words, s.words)
	if s.reached != leader.reached { // then nothing of one of them is known
		more, less = nil, nil
	}
	gaps, unknown := of(more, wordGap), of(more, wordUnknown)
	o := Outlier{
		Clusters: s.clusters, Gaps: gaps, Unknown: unknown,
		Passed:   without(of(less, wordGap), unknown),
		Products: of(more, wordProduct), Without: of(less, wordProduct), NotReached: !s.reached,
	}
	if s.distribution != leader.distribution {
		o.Distribution = s.distribution
	}
	if s.profile != leader.profile {
		o.Profile = s.profile
	}
	return o
}

// without are the words of a that b does not have. Both are sorted.
func without(a, b []string) []string {
	left := []string{}
	for _, word := range a {
		if _, found := slices.BinarySearch(b, word); !found {
			left = append(left, word)
		}
	}
	return left
}

// of are the words of one sort, without its name.
func of(words []string, sort string) []string {
	all := []string{}
	for _, word := range words {
		if rest, ok := strings.CutPrefix(word, sort); ok {
			all = append(all, rest)
		}
	}
	return all
}
