package facts

import "time"

// NetworkPolicy is one networking.k8s.io NetworkPolicy.
type NetworkPolicy struct {
	Namespace   string   `json:"namespace"`
	Name        string   `json:"name"`
	PolicyTypes []string `json:"policyTypes" jsonschema:"enum=Ingress,enum=Egress"`
	// SelectsAll marks an empty podSelector. Pods is that selector; it is not set in a snapshot
	// of an older kready.
	SelectsAll bool     `json:"selectsAll"`
	Pods       Selector `json:"pods"`
	// IngressRules and EgressRules are how many rules each direction has, and Ingress and
	// Egress the rules, of which not all need be kept.
	IngressRules int          `json:"ingressRules"`
	EgressRules  int          `json:"egressRules"`
	Ingress      []PolicyRule `json:"ingress"`
	Egress       []PolicyRule `json:"egress"`
	// AllowsDNS marks an egress rule that lets port 53 through.
	AllowsDNS bool `json:"allowsDNS"`
}

// PolicyRule is one rule of a NetworkPolicy: what it lets through.
type PolicyRule struct {
	// Ports are those that it lets through; empty for all.
	Ports []PolicyPort `json:"ports"`
	// Peers are those that it lets through; empty for all.
	Peers []PolicyPeer `json:"peers"`
	// Cut marks a rule of which not all ports or peers are kept.
	Cut bool `json:"cut"`
}

// PolicyPort is one port of a rule, or a range of ports.
type PolicyPort struct {
	// Protocol is TCP, UDP or SCTP, the API's default filled in.
	Protocol string `json:"protocol"`
	// Port is the number, 0 for all ports of the protocol or for one with a name. EndPort is the
	// last of a range, 0 for a single port.
	Port    int    `json:"port"`
	EndPort int    `json:"endPort"`
	Name    string `json:"name"`
}

// PolicyPeer is one peer of a rule. Without Namespaces, Pods selects among those of the policy's
// own namespace.
type PolicyPeer struct {
	Namespaces Selector `json:"namespaces"`
	Pods       Selector `json:"pods"`
	// CIDR is an ipBlock's, "" for a peer that is none. Except are the parts of it that are left out.
	// Exact is true where these are all of them; a snapshot of an older kready does not hold them.
	CIDR   string   `json:"cidr"`
	Except []string `json:"except"`
	Exact  bool     `json:"exact"`
}

// NetworkConfig is what the ConfigMaps of the network's parts say.
type NetworkConfig struct {
	KubeProxy    KubeProxyConfig `json:"kubeProxy"`
	Cilium       CiliumConfig    `json:"cilium"`
	AmazonVPCCNI AmazonVPCCNI    `json:"amazonVPCCNI"`
	Flannel      FlannelConfig   `json:"flannel"`
	KubeVIP      KubeVIPConfig   `json:"kubeVIP"`
}

// KubeProxyConfig is ConfigMap kube-system/kube-proxy (EKS: kube-proxy-config).
type KubeProxyConfig struct {
	Found bool `json:"found"`
	// ConfigMap is the name of the one that was read.
	ConfigMap string `json:"configMap"`
	// Mode is "iptables", "ipvs", "nftables", or "" when left unset.
	Mode        string `json:"mode"`
	ClusterCIDR string `json:"clusterCIDR"`
	// StrictARP is "true" or "false", as ipvs.strictARP says or by default; "" in snapshots of an older kready.
	StrictARP string `json:"strictARP"`
}

// CiliumConfig is ConfigMap cilium-config; values as written, "" when absent.
type CiliumConfig struct {
	Found                  bool   `json:"found"`
	Namespace              string `json:"namespace"`
	EnablePolicy           string `json:"enablePolicy"`
	EnableK8sNetworkPolicy string `json:"enableK8sNetworkPolicy"`
	KubeProxyReplacement   string `json:"kubeProxyReplacement"`
	ChainingMode           string `json:"chainingMode"`
	IPAM                   string `json:"ipam"`
	ClusterPoolCIDR        string `json:"clusterPoolCIDR"`
	ClusterPoolMaskSize    int    `json:"clusterPoolMaskSize"`
	EnableIngress          string `json:"enableIngress"`
	EnableGatewayAPI       string `json:"enableGatewayAPI"`
	// EnableL2Announcements and EnableBGP are its two ways to announce the addresses of load balancers.
	EnableL2Announcements string `json:"enableL2Announcements"`
	EnableBGP             string `json:"enableBGP"`
	// EnableWireGuard, EnableIPsec and EnableZTunnel are its three ways to encrypt what pods send. EncryptionAsked is false in a
	// snapshot of an older kready, which did not look for them.
	EnableWireGuard string `json:"enableWireGuard"`
	EnableIPsec     string `json:"enableIPsec"`
	EnableZTunnel   string `json:"enableZTunnel"`
	EncryptionAsked bool   `json:"encryptionAsked"`
	// EnableClusterNetworkPolicy says whether Cilium enforces the ClusterNetworkPolicies of policy.networking.k8s.io.
	EnableClusterNetworkPolicy string `json:"enableClusterNetworkPolicy"`
}

// AmazonVPCCNI is ConfigMap kube-system/amazon-vpc-cni; values as written.
type AmazonVPCCNI struct {
	Found                         bool   `json:"found"`
	EnableNetworkPolicyController string `json:"enableNetworkPolicyController"`
}

// FlannelConfig is the net-conf of ConfigMap kube-flannel-cfg.
type FlannelConfig struct {
	Found   bool   `json:"found"`
	Network string `json:"network"`
	Backend string `json:"backend"`
}

// KubeVIPConfig is ConfigMap kube-system/kubevip, of the kube-vip cloud provider.
type KubeVIPConfig struct {
	// Read is true when it was looked for, whether it is there or not.
	Read bool `json:"read"`
	// Pools is how many of its keys name addresses: cidr-global, range-NAMESPACE and the like.
	Pools int `json:"pools"`
}

// IngressNginxConfig is the ConfigMap of one controller of ingress-nginx; values as written, "" when
// absent.
type IngressNginxConfig struct {
	// Namespace and Workload are the controller's.
	Namespace string `json:"namespace"`
	Workload  string `json:"workload"`
	// ConfigMap is the one that it reads, "" for none, and Found whether that is there.
	ConfigMap            string `json:"configMap"`
	Found                bool   `json:"found"`
	AllowSnippets        string `json:"allowSnippets"`
	AnnotationsRiskLevel string `json:"annotationsRiskLevel"`
}

// DNSConfig is the Corefile of the cluster's CoreDNS.
type DNSConfig struct {
	Found     bool        `json:"found"`
	ConfigMap string      `json:"configMap"`
	Servers   []DNSServer `json:"servers"`
}

// DNSServer is one server block of a Corefile.
type DNSServer struct {
	Zones   []string    `json:"zones"`
	Plugins []DNSPlugin `json:"plugins"`
}

// DNSPlugin is one plugin of a server block.
type DNSPlugin struct {
	Name string   `json:"name"`
	Args []string `json:"args"`
	// Options are the words of the plugin's own block, a line each.
	Options []string `json:"options"`
}

// Ingress is one Ingress.
type Ingress struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Class is spec.ingressClassName; LegacyClass the annotation of old.
	Class       string `json:"class"`
	LegacyClass string `json:"legacyClass"`
	HasAddress  bool   `json:"hasAddress"`
	// Hosts are those of its rules, sorted; a rule without a host adds none.
	Hosts []string `json:"hosts"`
	// TLS marks an Ingress with spec.tls. TLSHosts are the hosts there, sorted; an
	// entry that names none stands for all and adds "*".
	TLS      bool     `json:"tls"`
	TLSHosts []string `json:"tlsHosts"`
	// CertificateBy is the annotation by which a load balancer or controller is given
	// the certificate instead, "" when there is none.
	CertificateBy string    `json:"certificateBy"`
	CreatedAt     time.Time `json:"createdAt,omitzero"`
}

// IngressClass is one IngressClass.
type IngressClass struct {
	Name       string    `json:"name"`
	Controller string    `json:"controller"`
	Default    bool      `json:"default"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
}

// GatewayClass is one gateway.networking.k8s.io GatewayClass.
type GatewayClass struct {
	Name       string `json:"name"`
	Controller string `json:"controller"`
	// Accepted is the condition's status, "" when absent.
	Accepted string `json:"accepted" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason   string `json:"reason"`
	Message  string `json:"message"`
	// Features are those of the Gateway API that its controller says it has, sorted; not all controllers say so.
	Features []string `json:"features"`
}

// SecretStore is a SecretStore or ClusterSecretStore of external-secrets.io,
// or a VaultAuth or VaultConnection of secrets.hashicorp.com.
type SecretStore struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Controller is spec.controller: the instance that is meant to serve it.
	Controller string    `json:"controller"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
	// Ready is True, False, Unknown, or "" when the status says nothing.
	Ready   string `json:"ready" jsonschema:"enum=,enum=True,enum=False,enum=Unknown"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
	// Restricted marks a ClusterSecretStore that only some namespaces may use, and Admits are its conditions, of
	// which a namespace must meet one. A snapshot of an older kready has none of them.
	Restricted bool                 `json:"restricted"`
	Admits     []NamespaceCondition `json:"admits"`
	// Allows says who may use a VaultAuth: its own namespace only, all, or those in AllowedNamespaces as well. It is
	// "" for stores of other kinds, and in snapshots of an older kready.
	Allows            string   `json:"allows" jsonschema:"enum=,enum=own,enum=all,enum=listed"`
	AllowedNamespaces []string `json:"allowedNamespaces"`
}

// NamespaceCondition is met by a namespace that it names, that one of its expressions is found in the name of, or
// whose labels its selector selects.
type NamespaceCondition struct {
	Namespaces []string `json:"namespaces"`
	Regexes    []string `json:"regexes"`
	Selector   Selector `json:"selector"`
}

// StorageClass is one StorageClass.
type StorageClass struct {
	Name           string `json:"name"`
	Provisioner    string `json:"provisioner"`
	Default        bool   `json:"default"`
	BindingMode    string `json:"bindingMode" jsonschema:"enum=,enum=Immediate,enum=WaitForFirstConsumer"`
	ReclaimPolicy  string `json:"reclaimPolicy" jsonschema:"enum=,enum=Delete,enum=Retain,enum=Recycle"`
	AllowExpansion bool   `json:"allowExpansion"`
	// Topologies says whether its volumes are made everywhere, or only where one of AllowedTopologies holds; "" in snapshots that
	// do not say.
	Topologies        string     `json:"topologies" jsonschema:"enum=,enum=all,enum=some"`
	AllowedTopologies []NodeTerm `json:"allowedTopologies"`
	// Parameters are those that say whether its volumes are encrypted or shared, sorted by name. All
	// others are left out.
	Parameters []Field   `json:"parameters"`
	CreatedAt  time.Time `json:"createdAt,omitzero"`
}

// CSIDriver is one CSIDriver.
type CSIDriver struct {
	Name string `json:"name"`
	// Modes are volumeLifecycleModes: Persistent, Ephemeral.
	Modes []string `json:"modes"`
	// Republished says whether kubelets ask it again and again for the volumes of running pods; "" in snapshots that do
	// not say.
	Republished string `json:"republished" jsonschema:"enum=,enum=yes,enum=no"`
}

// CSINode says which drivers a node has registered.
type CSINode struct {
	Name    string   `json:"name"`
	Drivers []string `json:"drivers"`
}
