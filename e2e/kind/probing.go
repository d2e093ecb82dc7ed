package kind

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Workers returns the names of the nodes that take ordinary pods.
func (c *Cluster) Workers() []string {
	var names []string
	for _, n := range c.nodes {
		if n.String() != c.control.String() {
			names = append(names, n.String())
		}
	}
	slices.Sort(names)
	return names
}

// On runs a shell script on a node, as its root, and returns what it printed.
func (c *Cluster) On(node, script string) (string, error) {
	for _, n := range c.nodes {
		if n.String() != node {
			continue
		}
		var out strings.Builder
		if err := n.Command("sh", "-ec", script).SetStdout(&out).SetStderr(&out).Run(); err != nil {
			return "", fmt.Errorf("on %s: %w: %s", node, err, out.String())
		}
		return out.String(), nil
	}
	return "", fmt.Errorf("the cluster %s has no node %s", c.Name, node)
}

// Left lists all that runs of probes left in the cluster, objects of every kind that can be
// listed, and what carries no label but belongs to them.
func (c *Cluster) Left() ([]string, error) {
	names, err := c.Kubectl("api-resources", "--verbs=list", "-o", "name")
	if err != nil {
		return nil, err
	}
	kinds := strings.Fields(names)
	kinds = slices.DeleteFunc(kinds, func(kind string) bool { return strings.HasSuffix(kind, ".metrics.k8s.io") })
	labelled, err := c.Kubectl("get", strings.Join(kinds, ","), "-A", "-l", "kready.dev/run", "-o", "name", "--ignore-not-found")
	if err != nil {
		return nil, err
	}
	left := strings.Fields(labelled)
	spaces, err := c.Kubectl("get", "namespaces", "-o", "name")
	if err != nil {
		return nil, err
	}
	volumes, err := c.Kubectl("get", "persistentvolumes", "-o", `jsonpath={range .items[*]}persistentvolume/{.metadata.name}/{.spec.claimRef.namespace}{"\n"}{end}`)
	if err != nil {
		return nil, err
	}
	for _, name := range append(strings.Fields(spaces), strings.Fields(volumes)...) {
		if strings.Contains(name, "/kready-probe-") {
			left = append(left, name)
		}
	}
	return left, nil
}

// Programs is the folder of battery programs that e2e/batteries/build.sh prints.
type Programs string

// find returns the path of a program or manifest, and its version.
func (p Programs) find(name string) (path, version string, err error) {
	found, err := filepath.Glob(filepath.Join(string(p), name+"-v*"))
	if err != nil || len(found) != 1 {
		return "", "", fmt.Errorf("%s has not exactly one %s: %v", p, name, found)
	}
	return found[0], strings.TrimPrefix(filepath.Base(found[0]), name+"-"), nil
}

// manifest is a manifest of ../batteries with images put in by the names that stand for them.
func manifest(name string, images map[string]string) (string, error) {
	raw, err := os.ReadFile(filepath.Join("..", "batteries", "manifests", name))
	if err != nil {
		return "", err
	}
	text := string(raw)
	for _, placeholder := range slices.Sorted(maps.Keys(images)) {
		text = strings.ReplaceAll(text, placeholder, images[placeholder])
	}
	return text, nil
}

// eventually tries until it works, and returns the last error when it does not in time.
func eventually(limit time.Duration, try func() error) error {
	deadline := time.Now().Add(limit)
	for {
		err := try()
		if err == nil || time.Now().After(deadline) {
			return err
		}
		time.Sleep(time.Second)
	}
}
