package kind

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// TestBatteries is the user's story: a bare cluster has gaps; with batteries the same
// command passes, and proves it; with one of them broken it finds that, and nothing else.
func TestBatteries(t *testing.T) {
	programs, program := Programs(os.Getenv("KREADY_BATTERIES")), os.Getenv("KREADY_POLICYAGENT")
	if programs == "" || program == "" {
		t.Fatal("KREADY_BATTERIES and KREADY_POLICYAGENT name nothing to install: `make e2e` builds it and runs this test")
	}
	p := newProver(t, bareCluster(t))
	t.Cleanup(func() { // it is bare no longer, and of no use to another test
		if err := p.Delete(); err != nil {
			t.Error(err)
		}
	})
	s := story{prover: p, all: os.Getenv("KREADY_BATTERIES_PART") == "all"}
	if !t.Run("Gaps", s.testGaps) || !t.Run("Install", func(t *testing.T) { s.install(t, programs, program) }) {
		return
	}
	if !t.Run("Passes", s.testPasses) {
		return
	}
	if s.all {
		t.Run("LandRoute", s.testLandRoute)
	}
	t.Run("Broken", s.testBroken)
}

type story struct {
	prover
	// all says that there are the batteries that take long to build, too.
	all bool
}

// command is the one that is run all along.
func (s story) command(t *testing.T, more ...string) driver.Report {
	t.Helper()
	args := []string{"check", "--probe", "--allow-storage", "--config", "../batteries/kready.yaml", "--catalog", "../batteries/catalog"}
	return s.proves(t, append(args, more...)...)
}

// missing are the gaps of the bare cluster that this part of the story cannot close.
func (s story) missing() []string {
	if s.all {
		return nil
	}
	return []string{"gap ingress/present"}
}

func (s story) testGaps(t *testing.T) {
	report := s.command(t)
	s.nothingLeft(t)
	for _, id := range []string{
		"network/policy-engine", "network/policy-ingress-enforced", "ingress/present", "secrets/mechanism", "logs/collector",
		"metrics/resource-metrics", "metrics/pipeline", "storage/provisioner-live",
	} {
		want(t, report, map[string]string{id: "gap"})
	}
	if report.Verdict.ExitCode != driver.ExitGap {
		t.Errorf("exit %d, want %d", report.Verdict.ExitCode, driver.ExitGap)
	}
}

func (s story) install(t *testing.T, programs Programs, program string) {
	names := []string{"local-path-provisioner", "metrics-server", "sealed-secrets", "prometheus", "victoria-logs"}
	if s.all {
		names = append(names, "traefik")
	}
	if err := s.Enforce(program); err != nil {
		t.Fatal(err)
	}
	if err := s.installShell(programs); err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		start := time.Now()
		if err := s.Install(programs, name); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s runs after %s", name, time.Since(start).Round(time.Second))
	}
}

// musts are the must-haves that are gaps or unknown, sorted, with what was seen of each.
func musts(report driver.Report) (ids []string, seen string) {
	for _, r := range report.Results {
		if r.Tier == "must" && (r.Status == "gap" || r.Status == "unknown") {
			ids = append(ids, r.Status+" "+r.ID)
			seen += "\n  " + r.Status + " " + r.ID + ": " + evidenceOf(r)
		}
	}
	slices.Sort(ids)
	return ids, seen
}

func (s story) testPasses(t *testing.T) {
	// The metrics API has something to say after its first rounds.
	var report driver.Report
	err := eventually(3*time.Minute, func() error {
		_, err := s.Kubectl("top", "nodes")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	report = s.command(t)
	s.nothingLeft(t)
	if got, seen := musts(report); !slices.Equal(got, s.missing()) {
		t.Errorf("not passing: %v, want %v%s", got, s.missing(), seen)
	}
	want(t, report, talking("pass"))
	want(t, report, map[string]string{"network/policy-ingress-enforced": "pass", "network/policy-egress-enforced": "pass"})
	proven := []string{"metrics/node-coverage", "storage/provision", "logs/delivery"}
	if s.all {
		proven = append(proven, "ingress/http-path")
	}
	for _, id := range proven {
		want(t, report, map[string]string{id: "pass"})
	}
}

// breakage is one thing that goes wrong, and what is found of it.
type breakage struct {
	name string
	// do and undo are kubectl's arguments, a line a command.
	do, undo string
	// checks narrow the run down: what is broken costs minutes elsewhere.
	checks []string
	// gaps are all must-haves that fail beside those that did before.
	gaps []string
}

const vlagentRollout = "-n logging rollout status daemonset/vlagent --timeout=180s"

func breakages(worker string) []breakage {
	return []breakage{
		{
			// Until it is back Kubernetes keeps every namespace that is deleted, those of probes too.
			name: "MetricsServerScaledToZero", do: "-n kube-system scale deployment/metrics-server --replicas=0\nwait --for=condition=Available=false apiservice/v1beta1.metrics.k8s.io --timeout=120s",
			undo:   "-n kube-system scale deployment/metrics-server --replicas=1\n-n kube-system rollout status deployment/metrics-server --timeout=180s",
			checks: []string{"metrics", "cluster/apiservices-available", "network/pod-to-pod"}, gaps: []string{"gap cluster/apiservices-available"},
		},
		{
			name: "ProvisionerScaledToZero", do: "-n local-path-storage scale deployment/local-path-provisioner --replicas=0",
			undo:   "-n local-path-storage scale deployment/local-path-provisioner --replicas=1\n-n local-path-storage rollout status deployment/local-path-provisioner --timeout=180s",
			checks: []string{"storage/default-class", "storage/provisioner-live"}, gaps: []string{"gap storage/provisioner-live"},
		},
		{
			name: "ClassDeleted", do: "delete storageclass standard",
			undo:   "apply -f /kind/manifests/default-storage.yaml",
			checks: []string{"storage"}, gaps: []string{"gap storage/default-class"},
		},
		{
			// A taint, and an agent that does not tolerate it: 2 of 3 nodes without logs, with the control
			// plane's. The node that a taint keeps free of agents is said once, as the taint's.
			name: "NodeTainted", do: "taint node " + worker + " kready-e2e=tainted:NoSchedule\n" +
				`-n logging patch daemonset vlagent --type=json -p [{"op":"remove","path":"/spec/template/spec/tolerations"}]` + "\n" + vlagentRollout,
			undo: "taint node " + worker + " kready-e2e-\n" +
				`-n logging patch daemonset vlagent --type=json -p [{"op":"add","path":"/spec/template/spec/tolerations","value":[{"operator":"Exists"}]}]` + "\n" + vlagentRollout,
			checks: []string{"logs/collector", "logs/coverage", "logs/tolerations", "network/pod-to-pod"}, gaps: []string{"gap logs/tolerations"},
		},
		{
			name: "NamesGone", do: "-n kube-system scale deployment/coredns --replicas=0\n-n kube-system wait --for=delete pod -l k8s-app=kube-dns --timeout=120s",
			undo:   "-n kube-system scale deployment/coredns --replicas=2\n-n kube-system rollout status deployment/coredns --timeout=180s",
			checks: []string{"dns", "network/pod-to-pod"}, gaps: []string{"gap dns/internal", "gap dns/present"},
		},
		{
			name: "LogAgentGone", do: "-n logging delete daemonset vlagent --wait",
			checks: []string{"logs"}, gaps: []string{"gap logs/collector"},
		},
	}
}

func (s story) testBroken(t *testing.T) {
	for _, b := range breakages(s.Workers()[1]) {
		t.Run(b.name, func(t *testing.T) {
			before, _ := musts(s.command(t, b.checks...))
			s.each(t, b.do)
			after, seen := musts(s.command(t, b.checks...))
			s.each(t, b.undo)
			if err := eventually(time.Minute, s.goneAll); err != nil {
				t.Error(err)
			}
			added := slices.DeleteFunc(after, func(id string) bool { return slices.Contains(before, id) })
			if !slices.Equal(added, b.gaps) {
				t.Errorf("broken it has %v more, want %v%s", added, b.gaps, seen)
			}
		})
	}
}

// goneAll reports what is left of probes.
func (s story) goneAll() error {
	left, err := s.Left()
	if err == nil && len(left) > 0 {
		err = fmt.Errorf("left in the cluster: %s", strings.Join(left, ", "))
	}
	return err
}

// each runs kubectl once a line.
func (s story) each(t *testing.T, lines string) {
	t.Helper()
	for line := range strings.Lines(lines) {
		if _, err := s.Kubectl(strings.Fields(line)...); err != nil {
			t.Error(err)
		}
	}
}
