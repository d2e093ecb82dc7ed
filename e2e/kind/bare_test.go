package kind

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// TestBareCluster holds kready to the truth about a cluster that was just made: three
// nodes, DNS, a CNI that enforces nothing, and none of the batteries.
func TestBareCluster(t *testing.T) {
	c := bareCluster(t)
	admin := kready(t, c.Kubeconfig)

	// First, before anything else leaves a trace in the cluster.
	t.Run("Record", func(t *testing.T) { record(t, admin) })
	t.Run("Gaps", func(t *testing.T) { testGaps(t, c, admin) })
	t.Run("Passes", func(t *testing.T) { testPasses(t, admin) })
	t.Run("Fast", func(t *testing.T) { testFast(t, admin) })
	t.Run("ReadsNoSecret", func(t *testing.T) { testReadsNoSecret(t, c, admin) })
	t.Run("SameVerdictsFromFiles", func(t *testing.T) { testSameVerdicts(t, c, admin) })
	t.Run("Layouts", func(t *testing.T) { testLayouts(t, c, admin) })
	// The flags of the API server can be seen, and that it encrypts nothing.
	t.Run("ViewOnly", func(t *testing.T) { testIdentity(t, c, admin, "kready-e2e-view", "view", driver.ExitGap) })
	t.Run("NoRights", func(t *testing.T) { testIdentity(t, c, admin, "kready-e2e-none", "", driver.ExitIncomplete) })
	t.Run("Landing", func(t *testing.T) { testLanding(t, c, admin) })
	t.Run("InCluster", func(t *testing.T) { testInCluster(t, c, admin) })
	t.Run("Deploy", func(t *testing.T) { testDeploy(t, c, admin) })
	t.Run("Faults", func(t *testing.T) { testFaults(t, c, admin) })
}

// bareCluster creates the cluster, or takes the one that KREADY_E2E_KEEP=1 left behind.
// KREADY_E2E_CLUSTER gives it another name, beside a cluster that somebody works with.
func bareCluster(t *testing.T) *Cluster {
	t.Helper()
	image := os.Getenv("KREADY_NODE_IMAGE")
	if image == "" {
		t.Fatal("KREADY_NODE_IMAGE names no node image: `make e2e` makes one and runs this test")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	name, keep := cmp.Or(os.Getenv("KREADY_E2E_CLUSTER"), "kready-e2e"), os.Getenv("KREADY_E2E_KEEP") == "1"
	start := time.Now()
	c, err := Ensure(Options{Name: name, Image: image, Dir: filepath.Join(cache, name)}, keep)
	if err != nil {
		t.Fatal(err)
	}
	namespaces, err := c.Kubectl("get", "namespaces", "-o", "jsonpath={.items[*].metadata.name}")
	if err != nil {
		t.Fatal(err)
	}
	if namespaces != "default kube-node-lease kube-public kube-system" {
		t.Fatalf("the cluster %s is not bare: its namespaces are %s. Without KREADY_E2E_KEEP=1 it is made anew", name, namespaces)
	}
	t.Logf("cluster %s is up after %s; its kubeconfig: %s", c.Name, time.Since(start).Round(time.Second), c.Kubeconfig)
	t.Cleanup(func() {
		if keep {
			return
		}
		if err := c.Delete(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func kready(t *testing.T, kubeconfig string) driver.Kready {
	t.Helper()
	path, err := driver.Find()
	if err != nil {
		t.Fatal(err)
	}
	return driver.Kready{Path: path, Kubeconfig: kubeconfig, Home: t.TempDir()}
}

// run runs kready, which has to end with the exit code.
func run(t *testing.T, k driver.Kready, exit int, args ...string) driver.Outcome {
	t.Helper()
	out, err := k.Run(t.Context(), args...)
	if err != nil {
		t.Fatal(err)
	}
	if out.ExitCode != exit {
		t.Fatalf("kready %s exits %d, want %d\nstderr: %s\nstdout: %.4000s", strings.Join(args, " "), out.ExitCode, exit, out.Stderr, out.Stdout)
	}
	return out
}

// asAdmin are flags by which the administrator asks for the same by impersonation. The client certificate of its
// kubeconfig then tells nothing of the caller (identity/whoami), as for an account that signs in by a token.
func asAdmin() []string {
	return []string{"--as", "kubernetes-admin", "--as-group", "kubeadm:cluster-admins"}
}

// check runs `kready check -o json` and returns the report.
func check(t *testing.T, k driver.Kready, exit int, args ...string) driver.Report {
	t.Helper()
	out := run(t, k, exit, append([]string{"check", "-o", "json"}, args...)...)
	report, err := out.Report()
	if err != nil {
		t.Fatal(err)
	}
	if report.Verdict.ExitCode != exit {
		t.Errorf("the report says exit %d, the process %d", report.Verdict.ExitCode, exit)
	}
	return report
}

// record writes the snapshot that `make demo` shows, when asked to.
func record(t *testing.T, admin driver.Kready) {
	if os.Getenv("KREADY_RECORD") != "1" {
		t.Skip("KREADY_RECORD=1 records the demo's snapshot")
	}
	path, err := filepath.Abs(filepath.Join("..", "recorded", "bare-kind.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, admin, driver.ExitOK, "snapshot", "-o", path)
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// Whose kernel the containers ran on is the one thing in it that is not the cluster's.
	raw = regexp.MustCompile(`("kernelVersion": "[0-9.]+)[^"]*`).ReplaceAll(raw, []byte("$1"))
	raw = bytes.ReplaceAll(raw, []byte(cmp.Or(os.Getenv("KREADY_E2E_CLUSTER"), "kready-e2e")), []byte("bare")) // whatever the test calls it
	if err := os.WriteFile(path, raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
