package kind

// faults are planted in this order.
func faults(c *Cluster) []fault {
	return []fault{
		{
			name:  "CoreDNSScaledToZero",
			plant: kubectl("-n", "kube-system", "scale", "deployment", "coredns", "--replicas=0"),
			lift:  kubectl("-n", "kube-system", "scale", "deployment", "coredns", "--replicas=2"),
			check: "dns/present", status: "gap", says: []string{"coredns is scaled to 0 replicas"}, remedy: true,
		},
	}
}

// kubectl is a step of one command.
func kubectl(args ...string) func(*Cluster) error {
	return func(c *Cluster) error {
		_, err := c.Kubectl(args...)
		return err
	}
}
