package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// ServicePorts asks whether containers declare the ports that a service's Services lead to.
func ServicePorts() check.Check {
	return check.Check{
		ID:      "network/service-ports",
		Title:   "The containers of the service declare the ports that its Services lead to",
		Subject: check.SubjectService,
		Doc: `A Service leads to the port of its pods that ` + "`targetPort`" + ` says, or to its own number where it says nothing. The API
server does not compare it with the containers: with a wrong number, every connection is refused.

What containers declare under ` + "`ports`" + ` is for people, and one may listen on more than that. So this is a hint: it is
a gap where the containers of the pods behind a Service declare ports of its protocol, and not that one. Pods that
declare none are not judged. So is a port of a headless Service by a name that no container has: it has no SRV record in DNS.`,
		Level:       check.LevelConfigured,
		Tier:        check.TierCould,
		Reads:       facts.Fields{facts.PartService},
		Remediation: "Let `targetPort` name a port that a container declares, or declare the one that it listens on.",
		Links:       []string{"https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports"},
		Since:       "0.2.0",
		Run:         runServicePorts,
	}
}

func runServicePorts(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps []check.Finding
	total, brings := 0, kube.NewBrought(&in.Service)
	for i := range in.Service.Services {
		s := &in.Service.Services[i]
		pods := brings.Pods(s.Namespace, s.Selector)
		if s.Headless {
			unnamed := missingPorts(s, pods)
			gaps, total = append(gaps, unnamed...), total+len(unnamed)
		}
		for _, port := range s.Ports {
			if port.Target == 0 || len(pods) == 0 {
				continue
			}
			declared, has := declaredBy(pods, port)
			if !declared {
				continue
			}
			if total++; !has {
				gaps = append(gaps, check.OfManifest(s.Manifest, port.Line, check.ByService,
					fmt.Sprintf("it leads to the %s port %d of %s %s, whose containers declare others", port.Protocol, port.Target, pods[0].Kind, pods[0].Name)))
			}
		}
	}
	if total == 0 {
		return check.Skip("no Service of the service leads by number to pods that declare ports"), nil
	}
	return check.ByFindings(gaps, nil, fmt.Sprintf("%d of %s %s not declared by the pods behind", len(gaps), text.Counted(total, "port", "ports"), text.Are(len(gaps))), "",
		fmt.Sprintf("%s, declared by the pods behind", text.Counted(total, "port", "ports"))), nil
}

// declaredBy reports whether pods declare any port of a protocol, and whether the one of a Service is among them.
func declaredBy(pods []*facts.LandingPods, of facts.LandingServicePort) (declared, has bool) {
	for _, p := range pods {
		for _, c := range p.Containers {
			declared = declared || slices.ContainsFunc(c.Ports, func(port facts.LandingPort) bool { return port.Protocol == of.Protocol })
			has = has || slices.ContainsFunc(c.Ports, func(port facts.LandingPort) bool { return port.Protocol == of.Protocol && port.Port == of.Target })
		}
	}
	return declared, has
}
