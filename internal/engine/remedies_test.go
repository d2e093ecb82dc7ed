package engine

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/inventory"
)

// localAdvice is advice that applies on some distributions only, by the words that it is given in.
var localAdvice = []struct {
	words *regexp.Regexp
	on    []string
}{
	{regexp.MustCompile(`\bkubeadm\b`), []string{"kubeadm", "kind", "minikube", "docker-desktop", "eks-anywhere", "vks"}},
	{regexp.MustCompile(`\bextraArgs\b`), []string{"kubeadm", "kind", "minikube", "eks-anywhere", "vks"}},
	{regexp.MustCompile(`/etc/kubernetes/manifests`), []string{"kubeadm", "kind", "minikube", "eks-anywhere", "vks"}},
	{regexp.MustCompile(`edit configmap coredns(?:\s|$)`), []string{"kubeadm", "kind", "minikube", "docker-desktop", "eks-anywhere", "vks", "k0s", "microk8s", "kops", "talos"}},
	{regexp.MustCompile(`\bEKS\b|\beksctl\b|\baws eks\b`), []string{"eks", "eks-anywhere"}},
	{regexp.MustCompile(`\bGKE\b|\bgcloud\b`), []string{"gke"}},
	{regexp.MustCompile(`\bAKS\b|\baz aks\b`), []string{"aks"}},
	{regexp.MustCompile(`\bOpenShift\b|\boc [a-z]`), []string{"openshift"}},
	{regexp.MustCompile(`(?i)\bk3s\b`), []string{"k3s", "rke2"}}, // RKE2 takes over some of its names
	{regexp.MustCompile(`(?i)\brke2\b`), []string{"rke2"}},
	{regexp.MustCompile(`\bk0s(ctl)?\b`), []string{"k0s"}},
	{regexp.MustCompile(`\btalosctl\b|\bTalos\b`), []string{"talos"}},
	{regexp.MustCompile(`\bmicrok8s\b|\bMicroK8s\b`), []string{"microk8s"}},
	{regexp.MustCompile(`\bminikube\b`), []string{"minikube"}},
}

// TestRemediesApply goes over all checks, the states that have a remedy, and all distributions: no
// advice is printed where it cannot be followed.
func TestRemediesApply(t *testing.T) {
	open := notYetByDistribution()
	for _, c := range builtinChecks(t) {
		wrong := map[string][]string{}
		for _, d := range inventory.Distributions() {
			for _, words := range misplaced(c, d) {
				wrong[words] = append(wrong[words], d.Name)
			}
		}
		excepted := slices.Contains(open, c.ID)
		for words, where := range wrong {
			if !excepted {
				t.Errorf("%s says %q on %s: write a remedy for the distributions that it is for", c.ID, words, strings.Join(where, ", "))
			}
		}
		if excepted && len(wrong) == 0 {
			t.Errorf("%s says nothing that cannot apply: take it off the list of exceptions", c.ID)
		}
	}
}

// misplaced are the words in a check's remedies for a distribution that are for others.
func misplaced(c check.Check, d facts.Distribution) []string {
	var found []string
	outcomes := []check.Outcome{{Status: check.StatusGap}}
	for _, state := range c.RemedyStates() {
		outcomes = append(outcomes, check.Outcome{Status: check.StatusGap, States: []string{state}})
	}
	for _, out := range outcomes {
		said := c.RemedyFor(check.Place{Distribution: d}, out)
		for _, advice := range localAdvice {
			if words := advice.words.FindString(said); words != "" && !slices.Contains(advice.on, d.Name) && !slices.Contains(found, words) {
				found = append(found, words)
			}
		}
	}
	return found
}

// TestDistributionNames holds the names that remedies may be for to those that are recognised.
func TestDistributionNames(t *testing.T) {
	var names []string
	for _, d := range inventory.Distributions() {
		names = append(names, d.Name)
	}
	slices.Sort(names)
	if want := facts.DistributionNames(); !slices.Equal(names, want) {
		t.Errorf("the inventory recognises\n%v, remedies may be for\n%v", names, want)
	}
	for _, advice := range localAdvice {
		for _, name := range advice.on {
			if !slices.Contains(names, name) {
				t.Errorf("%s is no distribution", name)
			}
		}
	}
}

// notYetByDistribution are checks whose remedy still names several distributions at once.
func notYetByDistribution() []string {
	return []string{
		"dns/nodelocal",
		"identity/mechanism",
		"mesh/ambient-nodes",
		"network/pod-ip-capacity",
		"network/policy-engine-on",
		"secrets/encryption-at-rest",
	}
}
