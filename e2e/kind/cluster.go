// Package kind makes the kind clusters that the built kready binary is run against.
package kind

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"text/template"
	"time"

	"sigs.k8s.io/kind/pkg/cluster"
	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"

	"github.com/kready/kready/e2e/driver"
)

//go:embed cluster.yaml.tmpl
var clusterConfig string

//go:embed audit-policy.yaml
var auditPolicy []byte

// Cluster is a kind cluster with an audit log.
type Cluster struct {
	Name       string
	Kubeconfig string
	Audit      driver.AuditLog

	image    string
	madeOf   string // the file that remembers the image
	provider *cluster.Provider
	control  nodes.Node
	nodes    []nodes.Node
}

// Options say where a cluster's files are kept and what its nodes run.
type Options struct {
	Name  string
	Image string
	// Dir holds the kubeconfig and the audit log.
	Dir string
}

// Ensure returns a cluster that is up. One of that name that is healthy is taken as it
// is if reuse says so; any other of that name is deleted first.
func Ensure(opts Options, reuse bool) (*Cluster, error) {
	c := &Cluster{
		Name:       opts.Name,
		Kubeconfig: filepath.Join(opts.Dir, "kubeconfig"),
		Audit:      driver.AuditLog(filepath.Join(opts.Dir, "audit", "audit.log")),
		image:      opts.Image,
		madeOf:     filepath.Join(opts.Dir, "image"),
		provider:   cluster.NewProvider(cluster.ProviderWithDocker()),
	}
	existing, err := c.provider.List()
	if err != nil {
		return nil, fmt.Errorf("asking Docker for kind clusters: %w", err)
	}
	if slices.Contains(existing, c.Name) {
		if reuse && c.adopt() == nil {
			return c, nil
		}
		if err := c.Delete(); err != nil {
			return nil, err
		}
	}
	if err := c.create(); err != nil {
		return nil, fmt.Errorf("creating the kind cluster %s: %w", c.Name, err)
	}
	return c, nil
}

// Delete removes the cluster.
func (c *Cluster) Delete() error {
	if err := c.provider.Delete(c.Name, c.Kubeconfig); err != nil {
		return fmt.Errorf("deleting the kind cluster %s: %w", c.Name, err)
	}
	return nil
}

// adopt takes over a cluster that exists, if it works and is made of the same image.
func (c *Cluster) adopt() error {
	if image, err := os.ReadFile(c.madeOf); err != nil || string(image) != c.image {
		return fmt.Errorf("the cluster %s is not made of %s", c.Name, c.image)
	}
	if err := c.findNodes(); err != nil {
		return err
	}
	if err := c.waitReady(20 * time.Second); err != nil {
		return err
	}
	return c.provider.ExportKubeConfig(c.Name, c.Kubeconfig, false)
}

func (c *Cluster) create() error {
	auditDir := filepath.Dir(string(c.Audit))
	if err := os.MkdirAll(auditDir, 0o700); err != nil {
		return err
	}
	_ = os.Remove(string(c.Audit)) // what an earlier cluster logged
	if err := os.WriteFile(filepath.Join(auditDir, "policy.yaml"), auditPolicy, 0o600); err != nil {
		return err
	}
	config, err := render(auditDir)
	if err != nil {
		return err
	}
	err = c.provider.Create(c.Name,
		cluster.CreateWithRawConfig(config),
		cluster.CreateWithNodeImage(c.image),
		cluster.CreateWithKubeconfigPath(c.Kubeconfig),
		cluster.CreateWithDisplayUsage(false),
		cluster.CreateWithDisplaySalutation(false),
	)
	if err != nil {
		return err
	}
	if err := c.findNodes(); err != nil {
		return err
	}
	if err := c.layNetwork(); err != nil {
		return err
	}
	// kind's own image brings a provisioner; this cluster is to have a class without one.
	if _, err := c.Kubectl("delete", "namespace", "local-path-storage", "--ignore-not-found"); err != nil {
		return err
	}
	if err := c.waitReady(4 * time.Minute); err != nil {
		return err
	}
	// The control plane answers before the kubelet has said that its pods are ready.
	if _, err := c.Kubectl("-n", "kube-system", "wait", "--for=condition=Ready", "pods", "--selector=tier=control-plane", "--timeout=2m"); err != nil {
		return err
	}
	return os.WriteFile(c.madeOf, []byte(c.image), 0o600)
}

func render(auditDir string) ([]byte, error) {
	tmpl, err := template.New("cluster").Parse(clusterConfig)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := tmpl.Execute(&out, map[string]string{"AuditDir": auditDir}); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (c *Cluster) findNodes() error {
	var err error
	if c.nodes, err = c.provider.ListInternalNodes(c.Name); err != nil {
		return err
	}
	c.control, err = nodeutils.BootstrapControlPlaneNode(c.nodes)
	return err
}
