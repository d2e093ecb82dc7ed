package fleet

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// labelKeys are those of all clusters, in the order of the alphabet.
func (f Fleet) labelKeys() []string {
	all := map[string]bool{}
	for _, c := range f.Clusters {
		for key := range c.Labels {
			all[key] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// labelled are the labels of a cluster in a line: "owner=net-team, region=eu".
func (c Cluster) labelled() string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(c.Labels)) {
		all = append(all, fmt.Sprintf("%s=%s", key, c.Labels[key]))
	}
	return strings.Join(all, ", ")
}
