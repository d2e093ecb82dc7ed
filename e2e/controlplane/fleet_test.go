package controlplane

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/e2e/driver"
)

// fleet is the part of the fleet's JSON document that the tests look at.
type fleet struct {
	Verdict struct {
		ExitCode   int `json:"exitCode"`
		NotReady   int `json:"notReady"`
		NotReached int `json:"notReached"`
	} `json:"verdict"`
	Clusters []struct {
		Name   string `json:"name"`
		Error  string `json:"error"`
		Target *struct {
			Name  string `json:"name"`
			Nodes int    `json:"nodes"`
		} `json:"target"`
	} `json:"clusters"`
	Batteries []struct {
		Name  string `json:"name"`
		Cells []struct {
			Cluster string `json:"cluster"`
			Judged  bool   `json:"judged"`
			Reached string `json:"reached"`
			Then    string `json:"then"`
		} `json:"cells"`
	} `json:"batteries"`
}

// testFleet checks three clusters at once: the one that all tests share, an empty one, and
// one that is down. Neither of the others suffers from it.
func testFleet(t *testing.T, p *Plane, base baseline) {
	other := start(t)
	kubeconfig := fleetConfig(t, p, other, closedPort(t))
	dir := t.TempDir()
	start := time.Now()
	out := run(t, p, kubeconfig, "check", "--contexts", "fleet-*", "-o", "json", "-o", "text="+filepath.Join(dir, "fleet.txt"), "--each", "json="+dir)
	if out.ExitCode != driver.ExitGap || out.Stderr != "" {
		t.Errorf("exit %d: %s", out.ExitCode, out.Stderr)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("%s for three clusters: one that is down holds up the others", took)
	}
	var f fleet
	if err := json.Unmarshal([]byte(out.Stdout), &f); err != nil {
		t.Fatalf("%v: %s", err, out.Stdout)
	}
	if len(f.Clusters) != 3 || f.Verdict.ExitCode != driver.ExitGap || f.Verdict.NotReady != 2 || f.Verdict.NotReached != 1 {
		t.Fatalf("%+v %+v", f.Verdict, f.Clusters)
	}
	full, empty, down := f.Clusters[0], f.Clusters[1], f.Clusters[2]
	if full.Name != "fleet-a" || full.Target == nil || full.Target.Nodes != 7 {
		t.Errorf("%+v", full)
	}
	if empty.Name != "fleet-b" || empty.Target == nil || empty.Target.Nodes != 0 {
		t.Errorf("%+v", empty)
	}
	if down.Name != "fleet-down" || down.Target != nil || !strings.Contains(down.Error, "connection refused") {
		t.Errorf("%+v", down)
	}
	for _, b := range f.Batteries {
		if len(b.Cells) != 3 || !b.Cells[0].Judged || !b.Cells[1].Judged || b.Cells[2].Judged {
			t.Errorf("%s: %+v", b.Name, b.Cells)
		}
	}

	var own driver.Report
	read(t, filepath.Join(dir, "fleet-a.json"), &own)
	same(t, base, own) // as if it had been checked alone
	if _, err := os.Stat(filepath.Join(dir, "fleet-down.json")); err == nil {
		t.Error("there is a report of a cluster that is down")
	}
	text, err := os.ReadFile(filepath.Join(dir, "fleet.txt"))
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("\n%s", text)

	alone := run(t, p, kubeconfig, "check", "--contexts", "fleet-down")
	if alone.ExitCode != driver.ExitIncomplete || !strings.Contains(alone.Stdout, "NOT REACHED  fleet-down") {
		t.Errorf("exit %d: %s%s", alone.ExitCode, alone.Stdout, alone.Stderr)
	}
}

func read(t *testing.T, file string, value any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, value); err != nil {
		t.Fatal(err)
	}
}

// fleetConfig writes a kubeconfig with two clusters and one whose server is not there.
func fleetConfig(t *testing.T, a, b *Plane, nowhere string) string {
	t.Helper()
	config := clientcmdapi.NewConfig()
	add := func(name string, cluster clientcmdapi.Cluster, p *Plane) {
		config.Clusters[name] = &cluster
		config.AuthInfos[name] = &clientcmdapi.AuthInfo{ClientCertificateData: p.Config.CertData, ClientKeyData: p.Config.KeyData}
		config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	}
	add("fleet-a", a.Cluster(), a)
	add("fleet-b", b.Cluster(), b)
	gone := a.Cluster()
	gone.Server = "https://" + nowhere
	add("fleet-down", gone, a)
	raw, err := clientcmd.Write(*config)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fleet.kubeconfig")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}
