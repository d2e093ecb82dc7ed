// Package checks lists the checks that are written in Go: those that need an
// algorithm. Predicates over facts are in policies/, in Rego.
package checks

import (
	"github.com/kready/kready/checks/backup"
	"github.com/kready/kready/checks/certificates"
	"github.com/kready/kready/checks/cluster"
	"github.com/kready/kready/checks/dns"
	"github.com/kready/kready/checks/ingress"
	"github.com/kready/kready/checks/logs"
	"github.com/kready/kready/checks/metrics"
	"github.com/kready/kready/checks/network"
	"github.com/kready/kready/checks/policy"
	"github.com/kready/kready/checks/scaling"
	"github.com/kready/kready/internal/check"
)

// All returns every Go check.
func All() []check.Check {
	return []check.Check{
		backup.Recent(),
		certificates.CertsHealthy(),
		certificates.WebhookCA(),
		cluster.AsIntended(),
		cluster.ClockSkew(),
		cluster.KubeletSkew(),
		cluster.NodesReady(),
		cluster.SystemWorkloads(),
		cluster.VersionSupported(),
		dns.Corefile(),
		dns.External(),
		dns.Internal(),
		dns.Latency(),
		ingress.GatewayHTTPPath(),
		ingress.HTTPPath(),
		network.CNIPresent(),
		network.PodIPCapacity(),
		network.PodToPod(),
		network.MTU(),
		network.PolicyEgressEnforced(),
		network.PolicyIngressEnforced(),
		network.ServiceVIP(),
		policy.WebhookScope(),
		scaling.Headroom(),
		logs.Admission(),
		logs.Coverage(),
		logs.Tolerations(),
		metrics.AlertRouting(),
		metrics.MonitorsSelected(),
		metrics.RulesLoaded(),
	}
}
