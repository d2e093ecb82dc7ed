// Package controlplane runs the built kready binary against a real kube-apiserver and
// etcd, behind a proxy that can make them misbehave in chosen ways.
package controlplane

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/envtest"
	ctrllog "sigs.k8s.io/controller-runtime/pkg/log"

	"github.com/kready/kready/e2e/driver"
)

//go:embed audit-policy.yaml
var auditPolicy []byte

// Plane is a control plane without a node, and everything that is needed to talk to it.
type Plane struct {
	Client *kubernetes.Clientset
	// Config is the administrator's.
	Config *rest.Config
	// Admin is the administrator's kubeconfig file.
	Admin string
	Audit driver.AuditLog

	env *envtest.Environment
	dir string
}

// Start starts a control plane whose files are in dir. KUBEBUILDER_ASSETS has to name
// the folder of its binaries; flags are more of the API server's, as NAME=VALUE.
func Start(dir string, flags ...string) (*Plane, error) {
	if os.Getenv("KUBEBUILDER_ASSETS") == "" {
		return nil, fmt.Errorf("KUBEBUILDER_ASSETS names no folder with kube-apiserver and etcd: `make test` builds one and runs these tests")
	}
	policy, audit := filepath.Join(dir, "audit-policy.yaml"), filepath.Join(dir, "audit.log")
	if err := os.WriteFile(policy, auditPolicy, 0o600); err != nil {
		return nil, err
	}
	ctrllog.SetLogger(logr.Discard()) // or controller-runtime complains that nobody did
	// Half of a small machine may be building something else meanwhile.
	p := &Plane{dir: dir, Audit: driver.AuditLog(audit), env: &envtest.Environment{ControlPlaneStartTimeout: 2 * time.Minute}}
	args := p.env.ControlPlane.GetAPIServer().Configure()
	args.Set("audit-policy-file", policy)
	args.Set("audit-log-path", audit)
	for _, flag := range flags {
		name, value, _ := strings.Cut(flag, "=")
		args.Set(name, value)
	}
	config, err := p.env.Start()
	if err != nil {
		return nil, fmt.Errorf("starting the control plane: %w", err)
	}
	p.Config = config
	if p.Client, err = kubernetes.NewForConfig(config); err != nil {
		return nil, err
	}
	p.Admin, err = p.writeFile("admin.kubeconfig", p.env.KubeConfig)
	return p, err
}

// Stop ends the control plane.
func (p *Plane) Stop() error { return p.env.Stop() }

// Kready returns the built binary as somebody with the kubeconfig runs it.
func (p *Plane) Kready(kubeconfig string) (driver.Kready, error) {
	path, err := driver.Find()
	return driver.Kready{Path: path, Kubeconfig: kubeconfig, Home: p.dir}, err
}

func (p *Plane) writeFile(name string, content []byte) (string, error) {
	path := filepath.Join(p.dir, name)
	return path, os.WriteFile(path, content, 0o600)
}

// Context bounds one step of a test's own.
func Context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), time.Minute)
}
