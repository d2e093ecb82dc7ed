package kind

import (
	"bytes"
	"fmt"
	"strings"
)

// Kubectl runs the control plane node's own kubectl as the cluster's administrator, so
// that the machine needs none. It returns what was printed to stdout.
func (c *Cluster) Kubectl(args ...string) (string, error) { return c.kubectl("", args...) }

// Apply creates or changes the objects of a manifest.
func (c *Cluster) Apply(manifest string) error {
	_, err := c.kubectl(manifest, "apply", "-f", "-")
	return err
}

func (c *Cluster) kubectl(stdin string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := c.control.Command("kubectl", append([]string{"--kubeconfig=/etc/kubernetes/admin.conf"}, args...)...)
	if err := cmd.SetStdin(strings.NewReader(stdin)).SetStdout(&stdout).SetStderr(&stderr).Run(); err != nil {
		return "", fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}
