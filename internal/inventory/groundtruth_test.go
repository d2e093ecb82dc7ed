package inventory_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// groundTruth is what a directory of the corpus holds.
type groundTruth struct{ dir, running, declared, remnant string }

// readGroundTruth reads the corpus' ground truth, or skips the test where there is none.
func readGroundTruth(t testing.TB) []groundTruth {
	t.Helper()
	file, err := os.Open(filepath.Join(corpus, "TRUTH.tsv"))
	if err != nil {
		t.Skipf("no corpus of install manifests at %s", corpus)
	}
	defer file.Close()
	var all []groundTruth
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if len(f) > 4 && f[0] != "dir" {
			all = append(all, groundTruth{f[0], f[2], f[3], f[4]})
		}
	}
	if len(all) == 0 {
		t.Fatal("the ground truth is empty")
	}
	return all
}

// list splits a cell of the ground truth.
func list(cell string) []string {
	var all []string
	for name := range strings.SplitSeq(cell, ",") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// dispute is a place where the file of the ground truth is held to be wrong, with the reason.
type dispute struct{ dir, name, want, why string }

// disputes are judged by what the manifests say; want is "" where nothing should be found.
var disputes = []dispute{
	{"cni/tigera-operator", "calico", facts.StateDeclared, "only the operator is there; calico-node is made at run time"},
	{"cni/tigera-operator-chart", "calico", facts.StateDeclared, "only the operator is there; calico-node is made at run time"},
	{"distro/rke2-calico", "calico", facts.StateDeclared, "only the operator is there; calico-node is made at run time"},
	{"distro/minikube-ambassador", "emissary", facts.StateDeclared, "only ambassador-operator and its AmbassadorInstallation are there"},
	{"mesh/linkerd-multicluster", "linkerd-multicluster", facts.StateRunning, "Deployment linkerd-local-service-mirror is its service mirror"},
	{"logs/alloy", "grafana-agent-operator", "", "podlogs.monitoring.grafana.com is Alloy's own CRD"},
	{"logs/alloy-bitnami", "grafana-agent-operator", "", "podlogs.monitoring.grafana.com is Alloy's own CRD"},
	{"storage/storageclass-aws-kops", "aws-ebs-csi-driver", facts.StateRemnant, "StorageClass kops-csi-1-21 names a driver that is not there"},
}

// stateOf is where the ground truth, disputes resolved, has a product; "" for none.
func (w groundTruth) stateOf(name string) string {
	for _, d := range disputes {
		if d.dir == w.dir && d.name == name {
			return d.want
		}
	}
	for state, cell := range map[string]string{facts.StateRunning: w.running, facts.StateDeclared: w.declared, facts.StateRemnant: w.remnant} {
		if slices.Contains(list(cell), name) {
			return state
		}
	}
	return ""
}

// score counts what was found rightly, wrongly and not at all.
type score struct{ right, wrong, missed int }

func (s score) String() string {
	percent := func(part, of int) float64 { return 100 * float64(part) / float64(max(of, 1)) }
	return fmt.Sprintf("recall %5.1f %% (%d of %d), precision %5.1f %% (%d wrong)",
		percent(s.right, s.right+s.missed), s.right, s.right+s.missed, percent(s.right, s.right+s.wrong), s.wrong)
}
