package facts

import (
	"slices"
	"strings"
)

// Kind names one kind of fact: the JSON name of a field of Snapshot, or a part of one, as
// "custom.topics" is of "custom". Checks need kinds, collectors fill them, blind spots say
// which of them are incomplete.
type Kind string

// The kinds of fact, one for each field of Snapshot from Version on.
const (
	KindVersion               Kind = "version"
	KindReadyz                Kind = "readyz"
	KindAPIs                  Kind = "apis"
	KindNodes                 Kind = "nodes"
	KindNamespaces            Kind = "namespaces"
	KindWorkloads             Kind = "workloads"
	KindPods                  Kind = "pods"
	KindBackends              Kind = "backends"
	KindNetworkPolicies       Kind = "networkPolicies"
	KindNetworkConfig         Kind = "networkConfig"
	KindDNSConfig             Kind = "dnsConfig"
	KindIngresses             Kind = "ingresses"
	KindIngressClasses        Kind = "ingressClasses"
	KindGatewayClasses        Kind = "gatewayClasses"
	KindGateways              Kind = "gateways"
	KindRoutes                Kind = "routes"
	KindServices              Kind = "services"
	KindPrometheuses          Kind = "prometheuses"
	KindMonitors              Kind = "monitors"
	KindPrometheusRules       Kind = "prometheusRules"
	KindAlertmanagers         Kind = "alertmanagers"
	KindAlertmanagerConfigs   Kind = "alertmanagerConfigs"
	KindSecretStores          Kind = "secretStores"
	KindSyncedSecrets         Kind = "syncedSecrets"
	KindIssuers               Kind = "issuers"
	KindCertificates          Kind = "certificates"
	KindGrants                Kind = "grants"
	KindStorageClasses        Kind = "storageClasses"
	KindCSIDrivers            Kind = "csiDrivers"
	KindCSINodes              Kind = "csiNodes"
	KindPendingClaims         Kind = "pendingClaims"
	KindVolumeSnapshotClasses Kind = "volumeSnapshotClasses"
	KindBackupLocations       Kind = "backupLocations"
	KindBackupSchedules       Kind = "backupSchedules"
	KindBackups               Kind = "backups"
	KindDeliverySources       Kind = "deliverySources"
	KindDeliveries            Kind = "deliveries"
	KindMeshConfigs           Kind = "meshConfigs"
	KindPeerAuthentications   Kind = "peerAuthentications"
	KindPendingPods           Kind = "pendingPods"
	KindServiceAccounts       Kind = "serviceAccounts"
	KindAPIServices           Kind = "apiServices"
	KindWebhooks              Kind = "webhooks"
	KindCRDs                  Kind = "crds"
	KindPDBs                  Kind = "podDisruptionBudgets"
	KindLeases                Kind = "leases"
	KindHPAs                  Kind = "horizontalPodAutoscalers"
	KindPriorityClasses       Kind = "priorityClasses"
	KindNamespaceLimits       Kind = "namespaceLimits"
	KindAdmissionPolicies     Kind = "admissionPolicies"
	KindOperatorResources     Kind = "declared"
	KindProbes                Kind = "probes"
	KindCustom                Kind = "custom"
)

// Kinds returns all kinds of fact, in the snapshot's order.
func Kinds() []Kind {
	return []Kind{
		KindVersion, KindReadyz, KindAPIs, KindNodes, KindNamespaces, KindWorkloads, KindPods, KindBackends,
		KindNetworkPolicies, KindNetworkConfig, KindDNSConfig, KindIngresses, KindIngressClasses, KindGatewayClasses,
		KindGateways, KindRoutes, KindServices, KindPrometheuses, KindMonitors, KindPrometheusRules,
		KindAlertmanagers, KindAlertmanagerConfigs, KindSecretStores, KindSyncedSecrets, KindIssuers,
		KindCertificates, KindGrants, KindStorageClasses, KindCSIDrivers, KindCSINodes, KindPendingClaims,
		KindVolumeSnapshotClasses, KindBackupLocations, KindBackupSchedules, KindBackups, KindDeliverySources,
		KindDeliveries, KindMeshConfigs, KindPeerAuthentications, KindPendingPods, KindServiceAccounts,
		KindAPIServices, KindWebhooks, KindCRDs, KindPDBs, KindLeases, KindHPAs, KindPriorityClasses,
		KindNamespaceLimits, KindAdmissionPolicies, KindOperatorResources, KindProbes, KindCustom,
	}
}

// Whole returns the kind of fact that k is, or is a part of.
func (k Kind) Whole() Kind {
	whole, _, _ := strings.Cut(string(k), ".")
	return Kind(whole)
}

// Overlaps reports whether one of the two kinds is the other, or a part of it.
func (k Kind) Overlaps(other Kind) bool { return k.partOf(other) || other.partOf(k) }

// partOf reports whether a kind is another one or a part of it.
func (k Kind) partOf(whole Kind) bool {
	return k == whole || strings.HasPrefix(string(k), string(whole)+".")
}

// SortedKinds returns the kinds of all lists in order, each once.
func SortedKinds(lists ...[]Kind) []Kind {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

// KindNames returns the kinds as text, in their order.
func KindNames(kinds []Kind) []string {
	names := make([]string, 0, len(kinds))
	for _, k := range kinds {
		names = append(names, string(k))
	}
	return names
}

// Blind returns the blind spots that make any of the kinds incomplete: those of the kind
// itself, of a part of it, or of the whole that it is a part of.
func (s *Snapshot) Blind(kinds []Kind) []BlindSpot {
	var blind []BlindSpot
	for _, b := range s.BlindSpots {
		if slices.ContainsFunc(kinds, b.Facts.Overlaps) {
			blind = append(blind, b)
		}
	}
	return blind
}
