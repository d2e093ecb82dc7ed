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
	for _, out := range outcomesOf(c) {
		said := c.RemedyFor(check.Place{Distribution: d}, out)
		for _, advice := range localAdvice {
			if words := advice.words.FindString(said); words != "" && !slices.Contains(advice.on, d.Name) && !slices.Contains(found, words) {
				found = append(found, words)
			}
		}
	}
	return found
}

// newAdvice is advice that cannot be followed below a minor version of Kubernetes 1, by the words that it
// is given in: where a feature is on by default, or from where on a release is for.
var newAdvice = []struct {
	words *regexp.Regexp
	since int
}{
	{regexp.MustCompile(`metrics-server, 0\.9`), 34},                              // https://github.com/kubernetes-sigs/metrics-server#compatibility-matrix
	{regexp.MustCompile(`\bValidatingAdmissionPolic`), 30},                        // https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
	{regexp.MustCompile(`\bMutatingAdmissionPolic`), 36},                          // https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
	{regexp.MustCompile(`\bKMS v2\b`), 29},                                        // https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/
	{regexp.MustCompile(`\bunhealthyPodEvictionPolicy\b`), 27},                    // https://kubernetes.io/docs/tasks/run-application/configure-pdb/
	{regexp.MustCompile(`\bAuthenticationConfiguration\b`), 30},                   // https://kubernetes.io/docs/reference/access-authn-authz/authentication/
	{regexp.MustCompile(`\bnftables\b`), 31},                                      // https://kubernetes.io/docs/reference/networking/virtual-ips/#proxy-mode-nftables
	{regexp.MustCompile(`\bautoscaling/v2\b`), 23},                                // https://kubernetes.io/docs/reference/using-api/deprecation-guide/
	{regexp.MustCompile(`\btrafficDistribution\b`), 31},                           // https://kubernetes.io/docs/reference/networking/virtual-ips/#traffic-distribution
	{regexp.MustCompile(`\bloadBalancerClass\b`), 22},                             // https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
	{regexp.MustCompile(`\bClusterTrustBundle\b`), 33},                            // https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#cluster-trust-bundles
	{regexp.MustCompile(`\bpod-security\.kubernetes\.io/`), 23},                   // https://kubernetes.io/docs/concepts/security/pod-security-admission/
	{regexp.MustCompile(`\bDenyServiceExternalIPs\b`), 21},                        // https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#denyserviceexternalips
	{regexp.MustCompile(`snapshot\.storage\.k8s\.io/v1(?:\s|$)`), 20},             // https://kubernetes.io/blog/2020/12/10/kubernetes-1.20-volume-snapshot-moves-to-ga/
	{regexp.MustCompile(`(?m)^\s+(?:- )?apiVersion: policy/v1$`), 21},             // https://kubernetes.io/docs/reference/using-api/deprecation-guide/
	{regexp.MustCompile(`(?m)^\s+(?:- )?apiVersion: networking\.k8s\.io/v1$`), 7}, // NetworkPolicies
}

// notBefore are the versions below which a check whose advice is for newer ones does not apply.
func notBefore() map[string]int {
	return map[string]int{
		"logs/agent-admission":    23, // nothing reads the labels of Pod Security
		"policy/psa-labels":       23,
		"policy/vap-bound":        28, // without the API there are no such policies
		"network/kube-proxy-mode": 37,
	}
}

// TestRemediesApplyByVersion goes over all checks, states, distributions and versions of Kubernetes from 1.14
// on: no advice is printed that is for newer ones.
func TestRemediesApplyByVersion(t *testing.T) {
	mention := func(c check.Check) bool {
		texts := []string{c.Remediation}
		for _, r := range c.Remedies {
			texts = append(texts, r.Text)
		}
		all := strings.Join(texts, "\n")
		for _, advice := range newAdvice {
			if advice.words.MatchString(all) {
				return true
			}
		}
		return false
	}
	for _, c := range builtinChecks(t) {
		if !mention(c) {
			continue
		}
		wrong := map[string]int{}
		for _, d := range inventory.Distributions() {
			for minor := max(14, notBefore()[c.ID]); minor < 40; minor++ {
				at := check.Place{Distribution: d, Version: facts.Version{Major: 1, Minor: minor}}
				for _, out := range outcomesOf(c) {
					said := c.RemedyFor(at, out)
					for _, advice := range newAdvice {
						if words := advice.words.FindString(said); words != "" && minor < advice.since {
							wrong[words] = advice.since
						}
					}
				}
			}
		}
		for words, since := range wrong {
			t.Errorf("%s says %q, which is for Kubernetes 1.%d and newer: write a remedy with `before: \"1.%d\"`", c.ID, words, since, since)
		}
	}
}

// outcomesOf are a gap of a check, and one in each of its states.
func outcomesOf(c check.Check) []check.Outcome {
	outcomes := []check.Outcome{{Status: check.StatusGap}}
	for _, state := range c.RemedyStates() {
		outcomes = append(outcomes, check.Outcome{Status: check.StatusGap, States: []string{state}})
	}
	return outcomes
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
		"mesh/ambient-nodes",
		"network/pod-ip-capacity",
		"network/policy-engine-on",
	}
}
