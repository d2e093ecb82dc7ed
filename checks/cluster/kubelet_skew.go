package cluster

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// KubeletSkew asks whether the kubelets are within the skew that Kubernetes allows.
func KubeletSkew() check.Check {
	return check.Check{
		ID:    "cluster/kubelet-skew",
		Title: "Every kubelet is within the supported skew of the API server",
		Doc: `A kubelet may be up to three minor versions older than the API server (two, before 1.28)
and never newer. Outside of that nobody tests the pair: fields are dropped in silence,
features behave by halves, and the next control-plane upgrade is blocked.

The minor version that each node reports is compared with the API server's. During a
control-plane upgrade with several API servers, the one that answered counts; with ` + "`--for-version`" + `,
the oldest kubelets are those that an API server of that version works with. Virtual
nodes are left out; Fargate nodes are not, since they run a real kubelet.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierShould,
		Reads:         facts.Fields{facts.KindVersion, facts.KindNodes},
		StandsWithout: check.StandsWithout{Gap: []facts.Portion{"nodes"}},
		Remediation: `Drain and upgrade or replace the nodes that are behind, oldest first. A kubelet that is
newer than the API server waits for a control-plane upgrade. Fargate nodes take the
control plane's version when their pod restarts:

    kubectl rollout restart deployment NAME`,
		Links: []string{"https://kubernetes.io/releases/version-skew-policy/#kubelet"},
		Since: "0.1.0",
		Run:   runKubeletSkew,
	}
}

func runKubeletSkew(_ context.Context, in *facts.Input) (check.Outcome, error) {
	server := in.Version.Minor
	if server == 0 {
		return check.Unknown(fmt.Sprintf("the API server's version %q names no minor release", in.Version.GitVersion)), nil
	}
	if in.Version.Guess && !in.ForVersion.Asked() {
		return check.Unknown("the API server's version was not read, and the kubelets' own says nothing of their distance to it"), nil
	}
	floor := oldestKubelet(max(server, in.ForVersion.Minor)) // where the API server is, or will be
	var findings, unread []check.Finding
	var minors []int
	for i := range in.Nodes {
		n := &in.Nodes[i]
		fargate := n.Labels["eks.amazonaws.com/compute-type"] == "fargate"
		if n.Virtual && !fargate {
			continue
		}
		object := facts.ObjectRef{Kind: "Node", Name: n.Name}
		minor, ok := kubeletMinor(n.KubeletVersion)
		if !ok {
			unread = append(unread, check.Finding{Object: object, Message: fmt.Sprintf("it reports the version %q", n.KubeletVersion)})
			continue
		}
		minors = append(minors, minor)
		if message := skewed(n.KubeletVersion, minor, server, floor, fargate); message != "" {
			findings = append(findings, check.Finding{Object: object, Message: message})
		}
	}
	switch {
	case len(findings) > 0:
		return check.Gap(fmt.Sprintf("%d of %s %s too far from %s", len(findings),
			text.Counted(len(minors), "kubelet", "kubelets"), text.Are(len(findings)), serverWords(server, in.ForVersion)), findings...), nil
	case len(unread) > 0:
		return check.Unknown("not every node reports a version that can be read", unread...), nil
	case len(minors) == 0:
		return check.Skip("there is no node with a kubelet"), nil
	}
	out := span(slices.Min(minors), slices.Max(minors), server, oldestKubelet(server))
	if in.ForVersion.Asked() {
		out += fmt.Sprintf(", and an API server of %s works with all of them", in.ForVersion.Name)
	}
	return check.Pass(out), nil
}

// oldestKubelet is the oldest minor version of kubelets that an API server works with.
func oldestKubelet(server int) int {
	if server < 28 {
		return server - 2
	}
	return server - 3
}

// serverWords says which version of the API server the kubelets are compared with.
func serverWords(server int, version facts.ForVersion) string {
	if version.Asked() {
		return fmt.Sprintf("an API server of %s: the nodes move first", version.Name)
	}
	return fmt.Sprintf("the API server's 1.%d", server)
}

// skewed says what is wrong with a kubelet's version, or nothing.
func skewed(version string, minor, server, floor int, fargate bool) string {
	switch {
	case minor > server:
		return fmt.Sprintf("kubelet %s is newer than the API server", version)
	case minor < floor && fargate:
		return fmt.Sprintf("kubelet %s is older than 1.%d; it changes when its pod restarts", version, floor)
	case minor < floor:
		return fmt.Sprintf("kubelet %s is older than 1.%d", version, floor)
	}
	return ""
}

// span says which versions there are, and when they block the next upgrade.
func span(oldest, newest, server, floor int) string {
	sentence := fmt.Sprintf("the API server and all kubelets are at 1.%d", server)
	switch {
	case oldest != newest:
		sentence = fmt.Sprintf("the kubelets are between 1.%d and 1.%d, the API server at 1.%d", oldest, newest, server)
	case newest != server:
		sentence = fmt.Sprintf("all kubelets are at 1.%d, the API server at 1.%d", newest, server)
	}
	if oldest == floor {
		sentence += "; the oldest must move before the API server's next minor version"
	}
	return sentence
}

// kubeletMinor reads 37 out of "v1.37.2-eks-1a2b3c".
func kubeletMinor(version string) (int, bool) {
	parts := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	if len(parts) < 3 || parts[0] != "1" {
		return 0, false
	}
	minor, err := strconv.Atoi(strings.TrimSuffix(parts[1], "+"))
	return minor, err == nil
}
