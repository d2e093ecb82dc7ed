package target

import (
	"fmt"
	"time"

	"github.com/kready/kready/internal/text"
)

// about says in one line what was recognised: "troubleshoot support bundle of 2024-11-05, 61 kinds,
// 14 namespaces".
func (p *objectSet) about(d *dump, moment time.Time) string {
	kinds, namespaces := 0, map[string]bool{}
	for resource, items := range d.objects {
		if len(items) > 0 {
			kinds++
		}
		for _, it := range items {
			if namespace := it.namespace; namespace != "" {
				namespaces[namespace] = true
			} else if resourceName(resource) == "namespaces" {
				namespaces[it.name] = true
			}
		}
	}
	what := string(p.bundle.maker())
	if what == "" {
		return ""
	}
	if !moment.IsZero() {
		what += " of " + moment.UTC().Format("2006-01-02")
	}
	return fmt.Sprintf("%s, %s, %s", what, text.Counted(kinds, "kind", "kinds"), text.Counted(len(namespaces), "namespace", "namespaces"))
}
