package facts

// DistributionNames returns all names that Distribution.Name can have, but for "", which stands
// for one that was not recognised.
func DistributionNames() []string {
	return []string{
		"ack", "aks", "docker-desktop", "doks", "eks", "eks-anywhere", "gardener", "gke", "iks", "k0s", "k3s",
		"kapsule", "kind", "kops", "kubeadm", "lke", "microk8s", "minikube", "oke", "openshift", "rke2", "talos",
		"tke", "vcluster", "vke", "vks",
	}
}

// Managed stands for every distribution whose provider runs the control plane.
const Managed = "managed"

// HostedControlPlane is the feature of a distribution whose control plane otherwise is the owner's, and here runs
// outside of the cluster.
const HostedControlPlane = "hosted control plane"

// ProviderNames returns the providers of nodes that remedies may be for, as Node.Provider names
// them: the scheme of provider IDs, which each cloud controller manager sets.
func ProviderNames() []string {
	return []string{"aws", "azure", "digitalocean", "gce", "hcloud", "linode", "nutanix", "openstack", "vsphere"}
}
