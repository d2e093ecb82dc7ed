// Package checks lists the checks that are written in Go: those that need an
// algorithm. Predicates over facts are in policies/, in Rego.
package checks

import (
	"github.com/kready/kready/checks/backup"
	"github.com/kready/kready/checks/certificates"
	"github.com/kready/kready/checks/cluster"
	"github.com/kready/kready/checks/dns"
	"github.com/kready/kready/checks/identity"
	"github.com/kready/kready/checks/images"
	"github.com/kready/kready/checks/ingress"
	"github.com/kready/kready/checks/logs"
	"github.com/kready/kready/checks/mesh"
	"github.com/kready/kready/checks/metrics"
	"github.com/kready/kready/checks/network"
	"github.com/kready/kready/checks/policy"
	"github.com/kready/kready/checks/scaling"
	"github.com/kready/kready/checks/secrets"
	"github.com/kready/kready/checks/storage"
	"github.com/kready/kready/internal/check"
)

// All returns every Go check.
func All() []check.Check {
	return []check.Check{
		backup.Recent(),
		certificates.CertsHealthy(),
		certificates.Issue(),
		certificates.WebhookAnswers(),
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
		identity.IMDSBlocked(),
		identity.Mutates(),
		images.RegistryPull(),
		ingress.GatewayHTTPPath(),
		ingress.HTTPPath(),
		logs.Admission(),
		logs.Coverage(),
		logs.Delivery(),
		logs.Tolerations(),
		mesh.Injection(),
		mesh.MTLSEnforced(),
		metrics.AlertRouting(),
		metrics.MonitorsSelected(),
		metrics.NodeCoverage(),
		metrics.RulesLoaded(),
		network.CNIPresent(),
		network.MTU(),
		network.PodIPCapacity(),
		network.PodToPod(),
		network.PolicyEgressEnforced(),
		network.PolicyIngressEnforced(),
		network.ServiceVIP(),
		policy.PSAEffective(),
		policy.WebhookScope(),
		scaling.Headroom(),
		secrets.SyncProbe(),
		storage.Provision(),
	}
}
