package controlplane

import (
	"net/http"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testWire looks at how kready asks: as whom, and for what form of answer.
func testWire(t *testing.T, p *Plane) {
	var mu sync.Mutex
	agents, accepts := map[string]bool{}, map[string]string{}
	run(t, p, behind(t, p, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			agents[r.UserAgent()] = true
			accepts[resourceOf(r)] = r.Header.Get("Accept")
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	}), "check")
	version := run(t, p, "", "version").Stdout
	for agent := range agents {
		name, of, _ := strings.Cut(agent, "/")
		if name != "kready" || !strings.Contains(version, of) {
			t.Errorf("the user agent is %q, and the version %q", agent, version)
		}
	}
	for _, resource := range []string{"nodes", "deployments.apps"} {
		if !strings.HasPrefix(accepts[resource], "application/vnd.kubernetes.protobuf") {
			t.Errorf("%s are asked for as %q, not as protobuf", resource, accepts[resource])
		}
	}
}

// testBlindFile takes a snapshot half blind, and expects the file to remember.
func testBlindFile(t *testing.T, p *Plane) {
	kubeconfig := behind(t, p, On("nodes", Answer(http.StatusForbidden, "Forbidden")))
	live := report(t, p, kubeconfig)
	path := filepath.Join(t.TempDir(), "blind.json.gz")
	if out := run(t, p, kubeconfig, "snapshot", "-o", path); out.ExitCode != driver.ExitOK {
		t.Fatalf("snapshot exits %d: %s", out.ExitCode, out.Stderr)
	}
	file := report(t, p, "", "--from", path)
	if !reflect.DeepEqual(live.Results, file.Results) {
		t.Errorf("the results differ\nlive:%s\nfile:%s", live.Summary(), file.Summary())
	}
	if !reflect.DeepEqual(live.Blind("nodes"), file.Blind("nodes")) {
		t.Errorf("the blind spots differ: live %v, file %v", live.Blind("nodes"), file.Blind("nodes"))
	}
}
