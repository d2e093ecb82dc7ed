package controlplane

import (
	"fmt"
	"path/filepath"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/e2e/driver"
)

// chaosFleet checks a fleet with one member of each hostile mode: the healthy ones get their
// verdicts, as if they had been checked alone, in the memory of one.
func chaosFleet(t *testing.T, p *Plane, base baseline, elsewhere string) {
	config := clientcmdapi.NewConfig()
	add := func(name, kubeconfig string) {
		one, err := clientcmd.LoadFromFile(kubeconfig)
		if err != nil {
			t.Fatal(err)
		}
		current := one.Contexts[one.CurrentContext]
		config.Clusters[name], config.AuthInfos[name] = one.Clusters[current.Cluster], one.AuthInfos[current.AuthInfo]
		config.Contexts[name] = &clientcmdapi.Context{Cluster: name, AuthInfo: name}
	}
	add("fleet-a-healthy", p.Admin)
	for i, mode := range Modes(elsewhere) {
		add(fmt.Sprintf("fleet-b-%02d", i), behind(t, p, onRequest("*", mode.Fault)))
	}
	add("fleet-z-healthy", p.Admin)
	raw, err := clientcmd.Write(*config)
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := p.writeFile("chaos-fleet.kubeconfig", raw)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	k, err := p.Kready(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	k.Env = []string{fmt.Sprintf("GOMEMLIMIT=%dB", chaosGoLimit)}
	out, err := k.Run(t.Context(), "check", "--contexts", "fleet-*", "--each", "json="+dir, "--timeout", chaosTimeout.String())
	if err != nil {
		t.Fatal(err)
	}
	if out.ExitCode != driver.ExitGap && out.ExitCode != driver.ExitIncomplete {
		t.Errorf("exit %d: %.3000s", out.ExitCode, out.Stderr)
	}
	if out.PeakMemory > chaosMemory {
		t.Errorf("it takes %d MiB", out.PeakMemory>>20)
	}
	fmt.Printf("a fleet with one member of each mode: exit %d, %.0f s, %d MiB\n", out.ExitCode, out.Elapsed.Seconds(), out.PeakMemory>>20)
	for _, healthy := range []string{"fleet-a-healthy.json", "fleet-z-healthy.json"} {
		var own driver.Report
		read(t, filepath.Join(dir, healthy), &own)
		same(t, base, own)
	}
}
