package plan

import "strings"

// link says that the services which a requirement judges need some checks of the cluster to pass.
type link struct {
	requirement string
	checks      []string
	// applies is true where all of them do, whatever the requirement found: those with pods need a pod network.
	// Otherwise only those do of which the requirement is a gap, or could not be judged.
	applies bool
	// says is a part of the messages of the findings that it is about; "" for all.
	says string
}

// links is the table of what requirements rest on besides the checks that they require, by which they
// are judged themselves.
func links() []link {
	all := []link{
		{requirement: "identity/service-account-there", checks: foundations(), applies: true}, // it judges all that have pods
		{requirement: "storage/class-there", checks: []string{"storage/provisioner-live"}, applies: true},
		{requirement: "storage/class-there", checks: []string{"storage/default-class"}, says: " names no storage class, "},
		{requirement: "ingress/class-there", checks: []string{"ingress/present"}},
		{requirement: "certificates/issuer-there", checks: []string{"certificates/issuer-present"}},
		{requirement: "secrets/store-there", checks: []string{"secrets/mechanism"}},
	}
	for requirement, checks := range byMessage() {
		for id, says := range checks {
			for _, part := range says {
				all = append(all, link{requirement: requirement, checks: []string{id}, says: part})
			}
		}
	}
	for _, id := range []string{
		"ingress/present", "mesh/present", "secrets/mechanism", "certificates/issuer-present", "storage/snapshots",
		"metrics/pipeline", "tracing/collector", "policy/engine", "backup/present", "delivery/tool",
	} {
		// Of a kind that is not defined, it names the battery whose products define it.
		battery, _, _ := strings.Cut(id, "/")
		all = append(all, link{requirement: "cluster/custom-kinds", checks: []string{id}, says: "(" + battery + ")"})
	}
	return all
}

// byMessage are, for each requirement, the checks of the cluster that its findings rest on by what their messages say.
func byMessage() map[string]map[string][]string {
	const stopped, unenforced = "and the operator does not run", "whether anything enforces it is not known"
	engine := map[string][]string{"network/policy-engine": {unenforced}}
	return map[string]map[string][]string{
		"backup/namespace-scheduled": {"backup/schedules": {"no schedule of Velero takes the namespace"}},
		"certificates/issuer-there":  {"certificates/issuers-ready": {" is not ready: "}, "certificates/cert-manager-healthy": {"and cert-manager does not run"}},
		"delivery/project-allows":    {"delivery/tool": {" does not exist"}},
		"delivery/sources-there": {
			"delivery/tool": {" does not exist"}, "delivery/sources": {" cannot be fetched: "}, "delivery/controllers-healthy": {"Flux does not run: "},
		},
		"ingress/class-there":        {"ingress/controller-healthy": {" does not run"}, "ingress/default-class": {"several are the default"}},
		"ingress/route-gateways":     {"ingress/gateway-programmed": {" is not fit: "}},
		"logs/agents-reach":          {"logs/tolerations": {"(a taint keeps "}, "logs/coverage": {" has no pod here", " is not ready", " leaves it out"}},
		"mesh/opt-in-heard":          {"mesh/present": {" does not run"}},
		"metrics/monitor-kinds-read": {"metrics/pipeline": {" reads it, and does not run"}},
		"metrics/monitors-picked":    {"metrics/pipeline": {"there is no Prometheus of the operator"}},
		"metrics/rules-picked": {
			"metrics/pipeline": {"there is no Prometheus of the operator"}, "metrics/alert-routing": {"there is no Alertmanager of the operator"},
		},
		"network/egress-allowed":  engine,
		"network/ingress-allowed": engine,
		"network/mesh-allowed":    engine,
		"network/scrape-allowed":  engine,
		"secrets/opt-in-heard":    {"secrets/mechanism": {"secrets of ", "a Secret of "}, "secrets/reload": {"a restart when its configuration changes"}},
		"secrets/sealed-secrets-opened": {
			"secrets/mechanism": {"no controller of Sealed Secrets runs"}, "secrets/controller-healthy": {"its controller does not run: "},
		},
		"secrets/store-there":          {"secrets/stores-ready": {" is not ready: "}, "secrets/controller-healthy": {stopped}},
		"secrets/vault-auth-there":     {"secrets/stores-ready": {" is not valid: "}, "secrets/controller-healthy": {stopped}},
		"storage/inline-drivers-there": {"secrets/csi-driver": {"secrets-store.csi.k8s.io"}},
		"tracing/exporter-target":      {"tracing/collector": {" does not exist in the namespace "}},
	}
}

// Said returns what findings of a requirement have to say for the table of links, by its id.
func Said() map[string][]string {
	out := map[string][]string{}
	for _, l := range links() {
		if l.says != "" {
			out[l.requirement] = append(out[l.requirement], l.says)
		}
	}
	return out
}
