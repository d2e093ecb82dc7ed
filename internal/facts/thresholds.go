package facts

import "time"

// Units of thresholds: kready.yaml has the number, and the name of each threshold ends
// with its unit.
type (
	// Milliseconds counts thousandths of a second.
	Milliseconds int
	// Seconds counts seconds.
	Seconds int
	// Minutes counts minutes.
	Minutes int
	// Hours counts hours.
	Hours int
	// Days counts days of 24 hours.
	Days int
)

// Duration is so many milliseconds.
func (n Milliseconds) Duration() time.Duration { return time.Duration(n) * time.Millisecond }

// Duration is so many seconds.
func (n Seconds) Duration() time.Duration { return time.Duration(n) * time.Second }

// Duration is so many minutes.
func (n Minutes) Duration() time.Duration { return time.Duration(n) * time.Minute }

// Duration is so many hours.
func (n Hours) Duration() time.Duration { return time.Duration(n) * time.Hour }

// Duration is so many days of 24 hours.
func (n Days) Duration() time.Duration { return time.Duration(n) * 24 * time.Hour }

// Thresholds are the numbers by which checks tell a pass from a gap. Where no source is
// named, the default is a proposal of kready's and no standard, which is why all of them
// can be set. Each is at least 1 and at most what the tag max says; the tag description is what
// `kready init` writes beside it.
type Thresholds struct {
	// SettlingMinutes is how long a new node, its agents and a new workload may take to
	// start. A proposal.
	SettlingMinutes Minutes `json:"settlingMinutes" max:"1440" description:"a new node or workload may take to start"`
	// PendingMinutes is how long a controller may take to act on an object:
	// claims, routes, issuers, stores, syncs. A proposal.
	PendingMinutes Minutes `json:"pendingMinutes" max:"1440" description:"a controller may take to act on a new object"`
	// PodPendingMinutes is how long a pod may wait for a node or its images. A proposal.
	PodPendingMinutes Minutes `json:"podPendingMinutes" max:"1440" description:"a pod may wait for a node or for its images"`
	// LoadBalancerMinutes is how long a Service may wait for its address. A proposal.
	LoadBalancerMinutes Minutes `json:"loadBalancerMinutes" max:"1440" description:"a load balancer may take to get its address"`
	// PDBBlockedMinutes is how long a disruption budget may let no pod go. A proposal.
	PDBBlockedMinutes Minutes `json:"pdbBlockedMinutes" max:"1440" description:"a disruption budget may allow no disruption"`
	// TerminatingMinutes is how long a namespace, or a node that is being removed, may take to
	// go. A proposal.
	TerminatingMinutes Minutes `json:"terminatingMinutes" max:"10080" description:"a namespace or a node may take to go"`
	// ControlPlaneLeaseMinutes is how old the sign of life of a part of the control plane
	// may be. They renew it every few seconds; a proposal that leaves room for clocks.
	ControlPlaneLeaseMinutes Minutes `json:"controlPlaneLeaseMinutes" max:"60" description:"the control plane's last sign of life may be old"`
	// ClockSkewMinutes is how far a node's clock may be from the API server's:
	// https://linkerd.io/2/checks/#pre-k8s-clock-skew
	ClockSkewMinutes Minutes `json:"clockSkewMinutes" max:"1440" description:"a node's clock may differ from the API server's"`
	// PodRestarts is how many restarts make a pod of the platform unhealthy when the last
	// was within RestartedMinutes. A proposal.
	PodRestarts int `json:"podRestarts" max:"1000" description:"restarts that make a pod of the platform unhealthy"`
	// RestartedMinutes is how recent the last of these restarts must be. A proposal.
	RestartedMinutes Minutes `json:"restartedMinutes" max:"10080" description:"within which the last of these restarts must be"`
	// PodIPUsePercent is how much of the pod addresses may be handed out. A proposal.
	PodIPUsePercent int `json:"podIPUsePercent" max:"100" description:"of the node ranges for pods may be in use"`
	// ServiceIPUsePercent is how much of the addresses for Services may be taken. A proposal.
	ServiceIPUsePercent int `json:"serviceIPUsePercent" max:"100" description:"of the addresses for Services may be taken"`
	// ZoneSharePercent is how much of the CPU one zone may hold. A proposal.
	ZoneSharePercent int `json:"zoneSharePercent" max:"100" description:"of the CPU may be in one zone"`
	// CAExpiryDays is what a webhook's CA must have left that nobody renews, or a fifteenth
	// of its lifetime if that is less. A proposal.
	CAExpiryDays Days `json:"caExpiryDays" max:"3650" description:"a webhook's CA that nobody renews must have left"`
	// CARenewalHours is how long before its end a CA must have been renewed by whoever
	// does. OLM does it 24 hours before the end of two years, ECK 24 and Kyverno 60 before
	// that of one: github.com/operator-framework/operator-lifecycle-manager,
	// pkg/controller/install; github.com/kyverno/kyverno, pkg/tls; ECK's operator flag
	// ca-cert-rotate-before.
	CARenewalHours Hours `json:"caRenewalHours" max:"8760" description:"a webhook's CA that is renewed by itself must have left"`
	// TrustAnchorExpiryDays is what the root of a mesh must have left: Linkerd's own check
	// warns 60 days before, https://linkerd.io/2/checks/
	TrustAnchorExpiryDays Days `json:"trustAnchorExpiryDays" max:"3650" description:"the trust anchor of a mesh must have left"`
	// ServingCertificateDays is what the API server's own certificate must have left, or a tenth of its
	// lifetime if that is less. A proposal.
	ServingCertificateDays Days `json:"servingCertificateDays" max:"3650" description:"the API server's certificate must have left"`
	// CertificateExpiryDays is what a certificate must have left for which no renewal is
	// planned, or a tenth of its lifetime if that is less. A proposal.
	CertificateExpiryDays Days `json:"certificateExpiryDays" max:"3650" description:"a certificate without a planned renewal must have left"`
	// CertificateIssuingMinutes is how long a first issuance may take: a DNS challenge
	// takes minutes. A proposal.
	CertificateIssuingMinutes Minutes `json:"certificateIssuingMinutes" max:"1440" description:"the first issuance of a certificate may take"`
	// RenewalOverdueMinutes is how long after its time a renewal is late. A proposal.
	RenewalOverdueMinutes Minutes `json:"renewalOverdueMinutes" max:"10080" description:"a certificate's renewal may be late"`
	// WebhookTimeoutSeconds is how long a webhook may keep the platform's own objects
	// waiting. It is the API's default, and 30 its most:
	// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts
	WebhookTimeoutSeconds Seconds `json:"webhookTimeoutSeconds" max:"30" description:"a webhook may keep the platform's own objects waiting"`
	// LameduckSeconds is how long CoreDNS must go on answering after it was stopped:
	// https://coredns.io/plugins/health/ and the manifests of kubeadm have 5.
	LameduckSeconds Seconds `json:"lameduckSeconds" max:"300" description:"CoreDNS must go on answering after it was told to stop"`
	// DNSFailedPercent and DNSLatencyMilliseconds are how many lookups may fail, and how
	// long 99 of 100 may take. Proposals.
	DNSFailedPercent       int          `json:"dnsFailedPercent" max:"100" description:"of lookups may fail in a probe"`
	DNSLatencyMilliseconds Milliseconds `json:"dnsLatencyMilliseconds" max:"10000" description:"99 of 100 lookups of a probe may take"`
	// BackupAgeHours is how old the last good backup may be, whatever its schedule says.
	// A proposal.
	BackupAgeHours Hours `json:"backupAgeHours" max:"8760" description:"the last good backup may be old"`
	// BackupLocationMinutes is how long ago a storage location may have been validated,
	// or three times its own interval, if that is longer. A proposal.
	BackupLocationMinutes Minutes `json:"backupLocationMinutes" max:"10080" description:"ago a backup location may have been validated"`
	// RestoreDrillDays is how long ago the last restore of a backup may be. A proposal.
	RestoreDrillDays Days `json:"restoreDrillDays" max:"3650" description:"the last restore of a backup may be ago"`
	// PolicyAuditDays is how long a policy of admission may only audit. A proposal.
	PolicyAuditDays Days `json:"policyAuditDays" max:"3650" description:"a policy may only audit after it was created"`
	// CoreDNSMinorReleases is how many minor releases CoreDNS may be behind the one that kubeadm installs
	// with the cluster's Kubernetes version. A proposal: CoreDNS repairs its newest release only.
	CoreDNSMinorReleases int `json:"coreDNSMinorReleases" max:"100" description:"minor releases that CoreDNS may be behind kubeadm's"`
	// TableAgeDays is how long a table of versions is trusted on what it does not list. A
	// proposal.
	TableAgeDays Days `json:"tableAgeDays" max:"3650" description:"kready's tables of versions may be old"`
}

// DefaultThresholds are those that hold where kready.yaml sets none.
func DefaultThresholds() Thresholds {
	return Thresholds{
		SettlingMinutes:           5,
		PendingMinutes:            10,
		PodPendingMinutes:         5,
		LoadBalancerMinutes:       5,
		PDBBlockedMinutes:         10,
		TerminatingMinutes:        60,
		ControlPlaneLeaseMinutes:  5,
		ClockSkewMinutes:          5,
		PodRestarts:               5,
		RestartedMinutes:          60,
		PodIPUsePercent:           80,
		ServiceIPUsePercent:       80,
		ZoneSharePercent:          60,
		CAExpiryDays:              30,
		CARenewalHours:            12,
		TrustAnchorExpiryDays:     60,
		ServingCertificateDays:    30,
		CertificateExpiryDays:     7,
		CertificateIssuingMinutes: 15,
		RenewalOverdueMinutes:     60,
		WebhookTimeoutSeconds:     10,
		LameduckSeconds:           5,
		DNSFailedPercent:          1,
		DNSLatencyMilliseconds:    100,
		BackupAgeHours:            24,
		BackupLocationMinutes:     60,
		RestoreDrillDays:          90,
		PolicyAuditDays:           90,
		CoreDNSMinorReleases:      4,
		TableAgeDays:              365,
	}
}

// OrDefault returns the thresholds, or the defaults when none was ever set, as in an
// Input that was not made by inventory.
func (t Thresholds) OrDefault() Thresholds {
	if t == (Thresholds{}) {
		return DefaultThresholds()
	}
	return t
}
