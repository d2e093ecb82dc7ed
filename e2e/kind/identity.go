package kind

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// Identity makes a service account with at most one ClusterRole and writes a kubeconfig
// for it into dir, as a platform team hands one out.
func (c *Cluster) Identity(dir, name, clusterRole string) (string, error) {
	manifest := fmt.Sprintf("{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s, namespace: default}}\n", name)
	if clusterRole != "" {
		manifest += fmt.Sprintf(`---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: %[1]s}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %[2]s}
subjects: [{kind: ServiceAccount, name: %[1]s, namespace: default}]
`, name, clusterRole)
	}
	if err := c.Apply(manifest); err != nil {
		return "", err
	}
	token, err := c.Kubectl("create", "token", name, "--namespace=default", "--duration=1h")
	if err != nil {
		return "", err
	}
	return c.kubeconfigWith(dir, name, strings.TrimSpace(token))
}

// Forget removes an identity.
func (c *Cluster) Forget(name string) error {
	_, err := c.Kubectl("delete", "--ignore-not-found", "--namespace=default", "serviceaccount/"+name, "clusterrolebinding/"+name)
	return err
}

// kubeconfigWith writes the administrator's kubeconfig with another one's token in it.
func (c *Cluster) kubeconfigWith(dir, name, token string) (string, error) {
	raw, err := c.provider.KubeConfig(c.Name, false)
	if err != nil {
		return "", err
	}
	var config map[string]any
	if err := yaml.Unmarshal([]byte(raw), &config); err != nil {
		return "", err
	}
	user := config["users"].([]any)[0].(map[string]any)
	user["user"] = map[string]any{"token": token}
	out, err := json.Marshal(config) // which is YAML too
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp(dir, name+"-*.kubeconfig")
	if err != nil {
		return "", err
	}
	defer file.Close()
	if _, err := file.Write(out); err != nil {
		return "", err
	}
	return file.Name(), nil
}
