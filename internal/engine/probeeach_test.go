package engine

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/target"
)

// TestInterruptBeginsNoOtherCluster: once a run is interrupted while one of several clusters is read or
// probed, the next is left alone.
func TestInterruptBeginsNoOtherCluster(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusInternalServerError)
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	config := fmt.Sprintf("apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: %q}}]\nusers: [{name: u, user: {token: x}}]\n"+
		"contexts: [{name: a, context: {cluster: c, user: u}}, {name: b, context: {cluster: c, user: u}}]\n", server.URL)
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	r := fleetRules(t)
	var said bytes.Buffer
	r.env.Stderr = &said
	flags := target.NewConnectionFlags(r.env.Lookup())
	flags.Kubeconfig = file
	probes := FleetRun{Probes: Probes{List: "dns", Timeout: time.Minute}}
	_, _, err := r.Fleet(ctx, Members{Contexts: []string{"a", "b"}}, Target{Connection: flags, Timeout: time.Minute}, probes)
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("the run ends with %v", err)
	}
	if !strings.Contains(said.String(), "in 2 clusters, one after the other: a, b\n") || !strings.Contains(said.String(), "1 of 2: a") || strings.Contains(said.String(), "2 of 2") {
		t.Errorf("it says\n%s", said.String())
	}
}
