package kind

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// battery is a product that the tests install: images of programs, and manifests.
type battery struct {
	// programs are file names of Programs by the image that is made of each.
	programs map[string]string
	// images replace placeholders in a manifest of ../batteries/manifests.
	manifest string
	// shipped is what the module itself brings, applied first.
	shipped string
	// wait are rollouts, "NAMESPACE KIND/NAME".
	wait []string
}

func batteries() map[string]battery {
	return map[string]battery{
		"metrics-server": {
			programs: map[string]string{"registry.k8s.io/metrics-server/metrics-server:VERSION": "metrics-server"},
			shipped:  "metrics-server.yaml",
			wait:     []string{"kube-system deployment/metrics-server"},
		},
		"local-path-provisioner": {
			programs: map[string]string{"docker.io/rancher/local-path-provisioner:VERSION": "local-path-provisioner"},
			shipped:  "local-path-provisioner.yaml",
			wait:     []string{"local-path-storage deployment/local-path-provisioner"},
		},
		"sealed-secrets": {
			programs: map[string]string{"docker.io/bitnami/sealed-secrets-controller:VERSION": "sealed-secrets"},
			shipped:  "sealed-secrets.yaml",
			manifest: "sealed-secrets.yaml",
			wait:     []string{"kube-system deployment/sealed-secrets-controller"},
		},
		"prometheus": {
			programs: map[string]string{
				"quay.io/prometheus/prometheus:VERSION":    "prometheus",
				"quay.io/prometheus/node-exporter:VERSION": "node_exporter",
			},
			manifest: "prometheus.yaml",
			wait:     []string{"monitoring statefulset/prometheus", "monitoring daemonset/node-exporter"},
		},
		"victoria-logs": {
			programs: map[string]string{
				"docker.io/victoriametrics/victoria-logs:VERSION": "victoria-logs",
				"docker.io/victoriametrics/vlagent:VERSION":       "vlagent",
			},
			manifest: "victoria-logs.yaml",
			wait:     []string{"logging statefulset/victoria-logs", "logging daemonset/vlagent"},
		},
		"traefik": {
			programs: map[string]string{"docker.io/library/traefik:VERSION": "traefik"},
			manifest: "traefik.yaml",
			wait:     []string{"traefik deployment/traefik"},
		},
	}
}

// Install puts a battery into the cluster and waits until it runs.
func (c *Cluster) Install(from Programs, name string) error {
	b, known := batteries()[name]
	if !known {
		return fmt.Errorf("there is no battery %q", name)
	}
	images := map[string]string{}
	for image, program := range b.programs {
		path, version, err := from.find(program)
		if err != nil {
			return err
		}
		loaded, err := c.put(programImage(strings.ReplaceAll(image, "VERSION", tag(version)), program, path))
		if err != nil {
			return err
		}
		images[placeholder(program)] = loaded
	}
	if b.shipped != "" {
		path, _, err := from.find(b.shipped)
		if err != nil {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := c.Apply(string(raw)); err != nil {
			return err
		}
	}
	if b.manifest != "" {
		text, err := manifest(b.manifest, images)
		if err != nil {
			return err
		}
		if err := c.Apply(text); err != nil {
			return err
		}
	}
	if name == "metrics-server" {
		// kind's kubelets sign their certificates themselves, as the project's README says.
		patch := `[{"op": "add", "path": "/spec/template/spec/containers/0/args/-", "value": "--kubelet-insecure-tls"}]`
		if _, err := c.Kubectl("-n", "kube-system", "patch", "deployment", "metrics-server", "--type=json", "-p", patch); err != nil {
			return err
		}
	}
	return c.rollout(b.wait)
}

// tag is a version as one: Debian's parts are left out, for a tag has no plus.
func tag(version string) string {
	upstream, _, _ := strings.Cut(version, "+")
	return upstream
}

// placeholder is what stands for a program's image in the manifests.
func placeholder(program string) string {
	return strings.ToUpper(strings.ReplaceAll(program, "-", "_")) + "_IMAGE"
}

func (c *Cluster) rollout(waits []string) error {
	for _, w := range waits {
		namespace, workload, _ := strings.Cut(w, " ")
		if _, err := c.Kubectl("-n", namespace, "rollout", "status", workload, "--timeout=300s"); err != nil {
			return err
		}
	}
	return nil
}

// libraries are what a program of Debian's is linked with; none for one that is static.
func libraries(path string) []string {
	out, err := exec.Command("ldd", path).Output()
	if err != nil {
		return nil // ldd fails on static programs
	}
	var found []string
	for _, word := range strings.Fields(string(out)) {
		if strings.HasPrefix(word, "/") {
			found = append(found, word)
		}
	}
	return found
}

// installShell brings what the local path provisioner makes folders with.
func (c *Cluster) installShell(from Programs) error {
	path, _, err := from.find("busybox-static")
	if err != nil {
		return err
	}
	shell := programs{
		name: "docker.io/library/busybox:latest", files: map[string]string{"/bin/busybox": path}, links: map[string]string{}, program: "/bin/sh",
	}
	for _, name := range []string{"sh", "mkdir", "rm", "chmod", "ls", "cat"} {
		shell.links["/bin/"+name] = "busybox"
	}
	_, err = c.put(shell)
	return err
}

// Enforce starts the fixture that enforces NetworkPolicies, Unenforce takes it away.
func (c *Cluster) Enforce(program string) error {
	image, err := c.put(programImage("localhost/kready-e2e/policyagent:", "policyagent", program))
	if err != nil {
		return err
	}
	text, err := manifest("policyagent.yaml", map[string]string{"POLICYAGENT_IMAGE": image})
	if err != nil {
		return err
	}
	if err := c.Apply(text); err != nil {
		return err
	}
	return c.rollout([]string{"kube-system daemonset/policyagent"})
}

// Unenforce takes the fixture away, and waits until its rules are gone.
func (c *Cluster) Unenforce() error {
	text, err := manifest("policyagent.yaml", map[string]string{"POLICYAGENT_IMAGE": "none"})
	if err != nil {
		return err
	}
	_, err = c.kubectl(text, "delete", "--ignore-not-found", "--wait", "-f", "-")
	return err
}
