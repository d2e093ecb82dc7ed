package controlplane

import (
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kready/kready/e2e/driver"
)

// testErrors are the ways not to get at a cluster. Each is one line that says what is
// wrong, and the exit code says whose it is to mend.
func testErrors(t *testing.T, p *Plane) {
	ownCA := p.Cluster()
	expired, err := expiredPair()
	if err != nil {
		t.Fatal(err)
	}
	oldServer, stop, err := serveWith(expired)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)

	cases := []struct {
		name    string
		cluster clientcmdapi.Cluster
		user    clientcmdapi.AuthInfo
		exits   []int
		says    string // a word that has to be there
	}{
		{"nobody listens", clientcmdapi.Cluster{Server: "https://" + closedPort(t)}, clientcmdapi.AuthInfo{}, []int{driver.ExitIncomplete}, "127.0.0.1"},
		{"no such host", clientcmdapi.Cluster{Server: "https://kready.invalid:6443"}, clientcmdapi.AuthInfo{}, []int{driver.ExitIncomplete}, "kready.invalid"},
		{"not a server's address", clientcmdapi.Cluster{Server: "https://bad host"}, clientcmdapi.AuthInfo{}, []int{driver.ExitUsage}, ""},
		{"a token that is refused", ownCA, clientcmdapi.AuthInfo{Token: "not-a-token"}, []int{driver.ExitUsage, driver.ExitIncomplete}, "credentials"},
		{"a client certificate that has expired", ownCA, clientcmdapi.AuthInfo{ClientCertificateData: expired.cert, ClientKeyData: expired.key}, []int{driver.ExitUsage, driver.ExitIncomplete}, ""},
		{"a client certificate that is not there", ownCA, clientcmdapi.AuthInfo{ClientCertificate: "/nowhere/client.crt", ClientKey: "/nowhere/client.key"}, []int{driver.ExitUsage}, "/nowhere/client.crt"},
		{"a server of an unknown authority", clientcmdapi.Cluster{Server: ownCA.Server}, clientcmdapi.AuthInfo{}, []int{driver.ExitUsage, driver.ExitIncomplete}, "certificate"},
		{"a server whose certificate has expired", clientcmdapi.Cluster{Server: oldServer, CertificateAuthorityData: expired.cert}, clientcmdapi.AuthInfo{}, []int{driver.ExitUsage, driver.ExitIncomplete}, "certificate"},
		{"a plugin that is not installed", ownCA, clientcmdapi.AuthInfo{Exec: &clientcmdapi.ExecConfig{
			Command: "no-such-credential-plugin", APIVersion: "client.authentication.k8s.io/v1", InteractiveMode: clientcmdapi.NeverExecInteractiveMode,
		}}, []int{driver.ExitUsage}, "no-such-credential-plugin"},
		{"a plugin that fails", ownCA, clientcmdapi.AuthInfo{Exec: &clientcmdapi.ExecConfig{
			Command: "false", APIVersion: "client.authentication.k8s.io/v1", InteractiveMode: clientcmdapi.NeverExecInteractiveMode,
		}}, []int{driver.ExitUsage, driver.ExitIncomplete}, "false"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			kubeconfig, err := p.Kubeconfig(strings.ReplaceAll(c.name, " ", "-"), c.cluster, c.user)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			out := run(t, p, kubeconfig, "check", "--timeout", "20s")
			oneLine(t, out, c.exits...)
			if !strings.Contains(out.Stderr, c.says) {
				t.Errorf("stderr does not say %q: %s", c.says, out.Stderr)
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it takes %s to say so", took)
			}
		})
	}
	t.Run("no kubeconfig", func(t *testing.T) {
		oneLine(t, run(t, p, "", "check"), driver.ExitUsage)
	})
	t.Run("a kubeconfig that is not there", func(t *testing.T) {
		out := run(t, p, "", "check", "--kubeconfig", "/nowhere/config")
		oneLine(t, out, driver.ExitUsage)
		if !strings.Contains(out.Stderr, "/nowhere/config") {
			t.Errorf("stderr does not name the file: %s", out.Stderr)
		}
	})
	t.Run("a kubeconfig that is none", func(t *testing.T) {
		path, err := p.writeFile("nonsense", []byte("users: [\n"))
		if err != nil {
			t.Fatal(err)
		}
		oneLine(t, run(t, p, path, "check"), driver.ExitUsage)
	})
	t.Run("unknown context", func(t *testing.T) {
		out := run(t, p, p.Admin, "check", "--context", "atlantis")
		oneLine(t, out, driver.ExitUsage)
		if !strings.Contains(out.Stderr, "atlantis") {
			t.Errorf("stderr does not name the context: %s", out.Stderr)
		}
	})
}

// oneLine expects a run that said one clear line on stderr and nothing on stdout.
func oneLine(t *testing.T, out driver.Outcome, exits ...int) {
	t.Helper()
	if !slices.Contains(exits, out.ExitCode) {
		t.Errorf("exit %d, want one of %v", out.ExitCode, exits)
	}
	said := strings.TrimSpace(out.Stderr)
	if said == "" || strings.Contains(said, "\n") {
		t.Errorf("stderr is not one line: %q", said)
	}
	if out.Stdout != "" {
		t.Errorf("stdout is not empty: %q", out.Stdout)
	}
	t.Log(said)
}

// closedPort is an address on loopback that nobody listens on.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
