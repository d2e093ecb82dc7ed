package collect

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

const kubeSystem = "kube-system"

func networkConfigReads() []Read {
	return []Read{{
		Resource: "configmaps", Verbs: []string{"get"}, Namespace: kubeSystem,
		Names: []string{"kube-proxy", "kube-proxy-config"},
	}, {
		Resource: "configmaps", Verbs: []string{"get"}, Namespace: kubeSystem, Names: []string{"amazon-vpc-cni"}, When: "nodes are on AWS",
	}, {
		Resource: "configmaps", Verbs: []string{"get"}, Namespace: kubeSystem, Names: []string{"kubevip"}, When: "kube-vip runs",
	}, { // in whatever namespace Cilium and Flannel were installed
		Resource: "configmaps", Verbs: []string{"get"}, Names: []string{"cilium-config", "kube-flannel-cfg"}, When: "Cilium or Flannel runs",
	}}
}

func networkConfigCollector() Collector {
	return Collector{
		Facts:   facts.KindNetworkConfig,
		Reads:   networkConfigReads(),
		After:   []facts.Kind{facts.KindWorkloads, facts.KindNodes},
		Collect: collectNetworkConfig,
	}
}

// collectNetworkConfig reads, by their names, the ConfigMaps in which the parts of
// the network keep their settings.
func collectNetworkConfig(ctx context.Context, r *Run) Fill {
	var config facts.NetworkConfig
	parts := []func(*Run){
		func(r *Run) { config.KubeProxy = r.kubeProxy(ctx) },
		func(r *Run) { config.Cilium = r.cilium(ctx) },
		func(r *Run) { config.AmazonVPCCNI = r.amazonVPC(ctx) },
		func(r *Run) { config.Flannel = r.flannel(ctx) },
		func(r *Run) { config.KubeVIP = r.kubeVIP(ctx) },
	}
	forEach(r, parts, func(r *Run, part func(*Run)) []struct{} { part(r); return nil })
	return func(s *facts.Snapshot) { s.NetworkConfig = config }
}

// configMap reads the data of one ConfigMap; nil when it is not there or could not be
// read.
func (r *Run) configMap(ctx context.Context, namespace, name string) map[string]string {
	q := target.Query{Version: "v1", Resource: "configmaps", Namespace: namespace, Name: name}
	object, ok := r.get(ctx, q).(*corev1.ConfigMap)
	if !ok {
		return nil
	}
	if object.Data == nil {
		return map[string]string{}
	}
	return object.Data
}

// kubeProxy reads what kubeadm, else what EKS configures kube-proxy by.
func (r *Run) kubeProxy(ctx context.Context) facts.KubeProxyConfig {
	names := []string{"kube-proxy", "kube-proxy-config"}
	if mounted := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		return len(mountedIn(r.Before.Workloads, name)) == 0
	}); len(mounted) > 0 {
		names = mounted
	}
	config, _ := firstFound(r, names, func(r *Run, name string) (facts.KubeProxyConfig, bool) {
		config := distilKubeProxy(name, r.configMap(ctx, kubeSystem, name))
		return config, config.Found
	})
	return config
}

// distilKubeProxy finds the KubeProxyConfiguration among the keys of a ConfigMap.
func distilKubeProxy(name string, data map[string]string) facts.KubeProxyConfig {
	for _, key := range []string{"config.conf", "config", "kube-proxy-config.yaml"} {
		var config struct {
			Kind        string `json:"kind"`
			Mode        string `json:"mode"`
			ClusterCIDR string `json:"clusterCIDR"`
			IPVS        struct {
				StrictARP bool `json:"strictARP"`
			} `json:"ipvs"`
		}
		document, ok := data[key]
		if !ok || yaml.Unmarshal([]byte(document), &config) != nil || config.Kind != "KubeProxyConfiguration" {
			continue
		}
		return facts.KubeProxyConfig{
			Found: true, ConfigMap: name,
			Mode: text.Truncate(config.Mode, valueMax), ClusterCIDR: text.Truncate(config.ClusterCIDR, valueMax),
			StrictARP: strconv.FormatBool(config.IPVS.StrictARP),
		}
	}
	return facts.KubeProxyConfig{}
}

// The ConfigMaps by which networks are set up, wherever their pods mount them.
const (
	ciliumConfigMap  = "cilium-config"
	flannelConfigMap = "kube-flannel-cfg"
)

// mountsConfig reports whether a workload mounts one of these.
func mountsConfig(w *facts.Workload) bool {
	return slices.Contains(w.ConfigMaps, ciliumConfigMap) || slices.Contains(w.ConfigMaps, flannelConfigMap)
}

// cilium reads cilium-config where Cilium runs, else where it mostly does.
func (r *Run) cilium(ctx context.Context) facts.CiliumConfig {
	config, _ := firstFound(r, r.namespacesOf(ciliumConfigMap, []string{"cilium", "anetd"}, kubeSystem), func(r *Run, namespace string) (facts.CiliumConfig, bool) {
		data := r.configMap(ctx, namespace, ciliumConfigMap)
		if data == nil {
			return facts.CiliumConfig{}, false
		}
		return distilCilium(namespace, data), true
	})
	return config
}

func distilCilium(namespace string, data map[string]string) facts.CiliumConfig {
	value := func(key string) string { return text.Truncate(data[key], valueMax) }
	pool := "cluster-pool-ipv4-" // the smaller one where nodes have both
	if data["enable-ipv4"] == "false" {
		pool = "cluster-pool-ipv6-"
	}
	mask, _ := strconv.Atoi(data[pool+"mask-size"])
	return facts.CiliumConfig{
		Found: true, Namespace: namespace,
		EnablePolicy: value("enable-policy"), EnableK8sNetworkPolicy: value("enable-k8s-networkpolicy"),
		KubeProxyReplacement: value("kube-proxy-replacement"), ChainingMode: value("cni-chaining-mode"),
		IPAM: value("ipam"), ClusterPoolCIDR: value(pool + "cidr"), ClusterPoolMaskSize: mask,
		EnableIngress: value("enable-ingress-controller"), EnableGatewayAPI: value("enable-gateway-api"),
		EnableL2Announcements: value("enable-l2-announcements"), EnableBGP: value("enable-bgp-control-plane"),
		EnableWireGuard: value("enable-wireguard"), EnableIPsec: value("enable-ipsec"), EnableZTunnel: value("enable-ztunnel"), EncryptionAsked: true,
		EnableClusterNetworkPolicy: value("enable-k8s-cluster-network-policy"),
	}
}

// amazonVPC reads the switch of the VPC CNI's policy controller, where a node may be on AWS.
func (r *Run) amazonVPC(ctx context.Context) facts.AmazonVPCCNI {
	onAWS := func(n facts.Node) bool { return n.Provider == "" || n.Provider == "aws" }
	if !slices.ContainsFunc(r.Before.Nodes, onAWS) && len(r.Before.Blind([]facts.Kind{facts.KindNodes})) == 0 {
		return facts.AmazonVPCCNI{}
	}
	data := r.configMap(ctx, kubeSystem, "amazon-vpc-cni")
	return facts.AmazonVPCCNI{Found: data != nil, EnableNetworkPolicyController: text.Truncate(data["enable-network-policy-controller"], valueMax)}
}

// kubeVIP reads from which addresses the kube-vip cloud provider chooses.
func (r *Run) kubeVIP(ctx context.Context) facts.KubeVIPConfig {
	if !r.mayRun("kube-vip") {
		return facts.KubeVIPConfig{}
	}
	before := len(r.blind)
	data := r.configMap(ctx, kubeSystem, "kubevip")
	config := facts.KubeVIPConfig{Read: len(r.blind) == before}
	for key := range data {
		if strings.HasPrefix(key, "cidr-") || strings.HasPrefix(key, "range-") {
			config.Pools++
		}
	}
	return config
}

// flannel reads Flannel's network: its own ConfigMap, or one that its pods mount.
func (r *Run) flannel(ctx context.Context) facts.FlannelConfig {
	config, _ := firstFound(r, r.namespacesOf(flannelConfigMap, []string{"flannel"}, "kube-flannel", kubeSystem), func(r *Run, namespace string) (facts.FlannelConfig, bool) {
		config := distilFlannel(r.configMap(ctx, namespace, flannelConfigMap))
		return config, config.Found
	})
	return config
}

func distilFlannel(data map[string]string) facts.FlannelConfig {
	var config struct {
		Network string
		Backend struct{ Type string }
	}
	document, ok := data["net-conf.json"]
	if !ok || json.Unmarshal([]byte(strings.TrimSpace(document)), &config) != nil {
		return facts.FlannelConfig{}
	}
	return facts.FlannelConfig{Found: true, Network: text.Truncate(config.Network, valueMax), Backend: text.Truncate(config.Backend.Type, valueMax)}
}

// namespacesOf returns the namespaces in which a workload mounts a ConfigMap of that name, else the usual ones if
// a workload is named by one of the words, else none: a part of the network that does not run has no settings.
func (r *Run) namespacesOf(configMap string, words []string, usual ...string) []string {
	if found := mountedIn(r.Before.Workloads, configMap); len(found) > 0 {
		return found
	}
	if r.mayRun(words...) {
		return usual
	}
	return nil
}

// mountedIn returns the namespaces in which a workload mounts a ConfigMap of that name, sorted.
func mountedIn(workloads []facts.Workload, configMap string) []string {
	var found []string
	for _, w := range workloads {
		if slices.Contains(w.ConfigMaps, configMap) {
			found = append(found, w.Namespace)
		}
	}
	return sorted(found)
}

// mayRun reports whether the name or an image of a workload holds one of the words, or whether some workloads could
// not be read.
func (r *Run) mayRun(words ...string) bool {
	if len(r.Before.Blind([]facts.Kind{facts.KindWorkloads})) > 0 {
		return true
	}
	return slices.ContainsFunc(r.Before.Workloads, func(w facts.Workload) bool {
		return slices.ContainsFunc(words, func(word string) bool {
			return strings.Contains(w.Name, word) || slices.ContainsFunc(w.Containers, func(c facts.Container) bool { return strings.Contains(c.Image.Repository, word) })
		})
	})
}
