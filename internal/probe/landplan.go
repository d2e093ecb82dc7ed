package probe

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// LandPlan describes what trials of services create, where, and for how long.
func LandPlan(services []Service, settings Settings) string {
	var namespaces []string
	pods, connections, routes := 0, 0, 0
	for i, s := range services {
		for _, t := range routesOf(i, s.Own) {
			if routes < routesMax {
				routes++
				namespaces = append(namespaces, t.proof.Namespace)
			}
		}
		for _, t := range s.Templates {
			if pods == triedMax {
				break
			}
			pods++
			connections += min(len(t.Needs), 1)
			namespaces = append(namespaces, t.Namespace)
		}
	}
	slices.Sort(namespaces)
	namespaces = slices.Compact(namespaces)
	if pods+routes == 0 {
		return "Probing creates nothing: the services have no pods and no routes.\n\n"
	}
	var b strings.Builder
	in := "namespace " + namespaces[0]
	if len(namespaces) > 1 {
		in = fmt.Sprintf("%d namespaces (%s)", len(namespaces), text.List(namespaces, 5, ", "))
	}
	fmt.Fprintf(&b, "Probing creates the following in %s, each for at most %.0f seconds:\n\n", in, landLimit.Seconds())
	if pods > 0 {
		fmt.Fprintf(&b, "  %s with a pod that is set up like those of a template, and runs nothing of it\n", text.Counted(pods, "Job", "Jobs"))
	}
	if connections > 0 {
		fmt.Fprintf(&b, "  %s with a pod that opens connections\n", text.Counted(connections, "Job", "Jobs"))
	}
	if routes > 0 {
		fmt.Fprintf(&b, "  %s for names that nobody has, a server behind them in each namespace, 2 client Jobs for each\n", text.Counted(routes, "Ingress or HTTPRoute", "Ingresses and HTTPRoutes"))
	}
	if connections+routes > 0 {
		fmt.Fprintf(&b, "\nwith the image %s.\n", settings.Image)
	}
	fmt.Fprintf(&b, "\nThey are labelled %s, are never Ready, and are removed as soon as each has ended. It takes at most\n%s. Ctrl-C ends it and cleans up.\n\n", LabelRun, limitText(settings))
	return b.String()
}
