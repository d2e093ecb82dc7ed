package inventory

import (
	"strings"

	"github.com/kready/kready/internal/facts"
)

// nodeNames finds nodes by their labels and annotations: distributions are asked for by a hundred of them.
type nodeNames struct{ labels, annotations firstNodes }

// firstNodes is the index of the first node with each value of each key.
type firstNodes map[string]map[string]int

func nameNodes(nodes []facts.Node) nodeNames {
	named := nodeNames{firstNodes{}, firstNodes{}}
	for i := range nodes {
		named.labels.add(nodes[i].Labels, i)
		named.annotations.add(nodes[i].Annotations, i)
	}
	return named
}

func (f firstNodes) add(labels map[string]string, node int) {
	for key, value := range labels {
		values := f[key]
		if values == nil {
			values = map[string]int{}
			f[key] = values
		}
		if _, known := values[value]; !known {
			values[value] = node
		}
	}
}

// first returns the first node that has "key", "key=value" or one of "prefix*"; nil when none does.
func (f firstNodes) first(s *facts.Snapshot, want string) *facts.Node {
	key, value, exact := strings.Cut(want, "=")
	least := len(s.Nodes)
	for have, values := range f {
		if !glob(key, have) {
			continue
		}
		if at, there := values[value]; exact && !strings.Contains(value, "*") {
			if there {
				least = min(least, at)
			}
			continue
		}
		for v, at := range values {
			if !exact || glob(value, v) {
				least = min(least, at)
			}
		}
	}
	if least == len(s.Nodes) {
		return nil
	}
	return &s.Nodes[least]
}
