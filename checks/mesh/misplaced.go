package mesh

import (
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// optIn is a key by which namespaces ask a mesh for its proxy, which goes by it in one place alone.
type optIn struct {
	key string
	// values ask for the proxy; any does where there are none.
	values []string
	// annotation is true where it has to be an annotation, and a label of that name does nothing; false for the reverse.
	annotation bool
}

// optIns are the keys of the meshes. Kuma heeded annotations before 2.0.
var optIns = map[string][]optIn{
	"istio":             {{injectionLabel, []string{"enabled"}, false}, {revisionLabel, nil, false}, {ambientLabel, []string{"ambient"}, false}},
	"linkerd":           {{linkerdInject, []string{"enabled", "ingress"}, true}},
	"kuma":              {{"kuma.io/sidecar-injection", []string{"enabled", "true"}, false}},
	"open-service-mesh": {{"openservicemesh.io/monitored-by", nil, false}},
}

// misplaced returns the namespaces that ask a mesh where it does not look, and by nothing else.
func (m *mesh) misplaced(in *facts.Input) []check.Finding {
	var out []check.Finding
	for i := range in.Namespaces {
		n := &in.Namespaces[i]
		if how, _, _ := m.askedBy(n); how != "" || n.Phase == "Terminating" {
			continue
		}
		for _, o := range optIns[m.name] {
			wrong, is, reads := n.Annotations, "annotation", "label"
			if o.annotation {
				wrong, is, reads = n.Labels, "label", "annotation"
			}
			if value := wrong[o.key]; value != "" && (len(o.values) == 0 || slices.Contains(o.values, value)) {
				out = append(out, check.Finding{
					Object:  facts.ObjectRef{Kind: "Namespace", Name: n.Name},
					Message: fmt.Sprintf("it has %s=%s as %s, and %s looks for the %s alone", o.key, value, withArticle(is), m.title, reads),
				})
			}
		}
	}
	return out
}

func withArticle(noun string) string {
	if noun == "annotation" {
		return "an " + noun
	}
	return "a " + noun
}
