package controlplane

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testPolicyReports: what kready writes to apply is applied by kubectl, with the strictest
// validation, to an API server that serves the kinds; again the next night, over the first.
func testPolicyReports(t *testing.T, p *Plane) {
	for format, kind := range map[string]struct{ crd, resource string }{
		"policyreport": {"wgpolicyk8s.io.yaml", "clusterpolicyreports.wgpolicyk8s.io"},
		"openreport":   {"openreports.io.yaml", "clusterreports.openreports.io"},
	} {
		t.Run(format, func(t *testing.T) {
			kubectl(t, p, "", "apply", "-f", filepath.Join("..", "..", "internal", "report", "format", "testdata", "crd", kind.crd))
			kubectl(t, p, "", "wait", "--for=condition=Established", "--timeout=30s", "crd/"+kind.resource)
			for range 2 {
				out := run(t, p, p.Admin, "check", "-o", format)
				if out.ExitCode != 1 {
					t.Fatalf("exit %d: %s", out.ExitCode, out.Stderr)
				}
				kubectl(t, p, out.Stdout, "apply", "--server-side", "--validate=strict", "-f", "-")
			}
			kubectl(t, p, run(t, p, p.Admin, "check", "-o", format).Stdout, "apply", "--dry-run=server", "--validate=strict", "-f", "-")
			got := kubectl(t, p, "", "get", kind.resource, "-o",
				`jsonpath={range .items[*]}{.metadata.name} {.results[?(@.policy=="network/policy-engine")].result}{"\n"}{end}`)
			if lines := strings.Fields(got); len(lines) != 2 || !strings.HasPrefix(lines[0], "kready-") || lines[1] != "fail" {
				t.Errorf("want one report that fails network/policy-engine, got %q", got)
			}
		})
	}
}

// kubectl runs kubectl as the administrator.
func kubectl(t *testing.T, p *Plane, stdin string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), "kubectl"), append([]string{"--kubeconfig", p.Admin}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("kubectl %s: %v: %s", strings.Join(args, " "), err, errs.String())
	}
	return string(out)
}
