package collect

// All returns every collector, in the snapshot's order.
func All() []Collector {
	return []Collector{
		{Facts: "version", Reads: []Read{nonResource("/version")}, Collect: collectVersion},
		{Facts: "readyz", Reads: []Read{nonResource("/readyz")}, Collect: collectReadyz},
		{Facts: "apis", Reads: []Read{nonResource("/api"), nonResource("/apis")}, Collect: collectAPIs},
		{Facts: "nodes", Reads: []Read{list("", "nodes")}, Collect: collectNodes},
		{Facts: "namespaces", Reads: []Read{list("", "namespaces")}, Collect: collectNamespaces},
		{Facts: "workloads", Reads: workloadReads(), Collect: collectWorkloads},
		{Facts: "pods", Reads: []Read{list("", "pods")}, After: podsAfter(), Collect: collectPods},
		{Facts: "backends", Reads: backendReads(), After: []string{"apiServices", "webhooks"}, Collect: collectBackends},
		{Facts: "networkPolicies", Reads: []Read{list("networking.k8s.io", "networkpolicies")}, Collect: collectNetworkPolicies},
		{Facts: "networkConfig", Reads: networkConfigReads(), After: []string{"workloads"}, Collect: collectNetworkConfig},
		{Facts: "dnsConfig", Reads: dnsConfigReads(), After: []string{"workloads"}, Collect: collectDNSConfig},
		{Facts: "ingresses", Reads: []Read{list("networking.k8s.io", "ingresses")}, Collect: collectIngresses},
		{Facts: "ingressClasses", Reads: []Read{list("networking.k8s.io", "ingressclasses")}, Collect: collectIngressClasses},
		{Facts: "gatewayClasses", Reads: []Read{list(gatewayGroup, "gatewayclasses")}, Collect: collectGatewayClasses},
		{Facts: "secretStores", Reads: secretStoreReads(), Collect: collectSecretStores},
		{Facts: "storageClasses", Reads: []Read{list("storage.k8s.io", "storageclasses")}, Collect: collectStorageClasses},
		{Facts: "csiDrivers", Reads: []Read{list("storage.k8s.io", "csidrivers")}, Collect: collectCSIDrivers},
		{Facts: "csiNodes", Reads: []Read{list("storage.k8s.io", "csinodes")}, Collect: collectCSINodes},
		{Facts: "apiServices", Reads: []Read{list("apiregistration.k8s.io", "apiservices")}, Collect: collectAPIServices},
		{Facts: "webhooks", Reads: webhookReads(), Collect: collectWebhooks},
		{Facts: "crds", Reads: []Read{list("apiextensions.k8s.io", "customresourcedefinitions")}, Collect: collectCRDs},
		{Facts: "podDisruptionBudgets", Reads: []Read{list("policy", "poddisruptionbudgets")}, Collect: collectPDBs},
		{Facts: "declared", Collect: collectDeclared},
	}
}
