package kind

import (
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testLayouts makes of the cluster what each maker of files gathers of it, while it is well and once
// CoreDNS is scaled to zero: the verdicts are the live ones, but for those that rest on what the maker
// does not gather. Driver's table says how many those leave.
func testLayouts(t *testing.T, c *Cluster, admin driver.Kready) {
	t.Run("well", func(t *testing.T) { agree(t, c, admin, true) })
	if _, err := c.Kubectl("-n", "kube-system", "scale", "deployment/coredns", "--replicas=0"); err != nil {
		t.Fatal(err)
	}
	defer func() {
		for _, args := range [][]string{{"scale", "deployment/coredns", "--replicas=2"}, {"rollout", "status", "deployment/coredns", "--timeout=120s"}} {
			if _, err := c.Kubectl(append([]string{"-n", "kube-system"}, args...)...); err != nil {
				t.Error(err)
			}
		}
	}()
	if _, err := c.Kubectl("-n", "kube-system", "wait", "--for=delete", "pod", "-l", "k8s-app=kube-dns", "--timeout=120s"); err != nil {
		t.Fatal(err)
	}
	t.Run("without DNS", func(t *testing.T) { agree(t, c, admin, false) })
}

// agree compares the files of each layout with the cluster. Well says that it is the bare one, of which
// the driver's table knows how much of it each layout shows.
func agree(t *testing.T, c *Cluster, admin driver.Kready, well bool) {
	gathered, err := driver.Gather(func(g driver.Gatherable) ([]byte, error) {
		text, err := c.Kubectl("get", g.Name(), "-A", "-o", "json")
		return []byte(text), err
	})
	if err != nil {
		t.Fatal(err)
	}
	live := check(t, admin, driver.ExitGap)
	if gap := live.Status("dns/present") == "gap"; gap == well {
		t.Errorf("DNS has a gap: %v", gap)
	}
	for _, l := range gathered.Layouts() {
		t.Run(l.Name, func(t *testing.T) {
			path, err := l.Write(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			out, err := kready(t, "").Run(t.Context(), append([]string{"check", "-o", "json", "--from", path}, l.Args...)...)
			if err != nil {
				t.Fatal(err)
			}
			file, err := out.Report()
			if err != nil {
				t.Fatal(err)
			}
			wrong, judged := driver.Disagreements(live, file)
			for _, one := range wrong {
				t.Error(one)
			}
			if judged < l.Judged && well {
				t.Errorf("%d checks are judged, want %d", judged, l.Judged)
			}
			t.Logf("%d checks are judged", judged)
		})
	}
}
