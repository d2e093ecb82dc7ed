package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// pile writes a YAML list of pods and Deployments of about so many bytes, as `kubectl get -A -o yaml`
// prints it, and returns its file.
func pile(dir string, size int) (string, error) {
	var b strings.Builder
	b.WriteString("apiVersion: v1\nkind: List\nitems:\n")
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, podYAML, i, i%50, i%3000, i%300, i%7)
		if i%15 == 0 {
			fmt.Fprintf(&b, deploymentYAML, i, i%50, i%7)
		}
	}
	file := filepath.Join(dir, "pile.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return "", fmt.Errorf("writing a pile of objects: %w", err)
	}
	return file, nil
}

const podYAML = `- apiVersion: v1
  kind: Pod
  metadata:
    creationTimestamp: "2026-11-01T00:00:00Z"
    labels: {app: web-%[3]d, pod-template-hash: 5c7d8f9b6}
    name: web-%[1]d
    namespace: team-%[2]d
    ownerReferences:
    - {apiVersion: apps/v1, controller: true, kind: ReplicaSet, name: web-%[3]d-5c7d8f9b6, uid: r-%[3]d}
    uid: p-%[1]d
  spec:
    containers:
    - env:
      - {name: SETTING, value: "some value of pod %[1]d"}
      image: registry.example.com/web:%[5]d
      name: web
      resources:
        limits: {cpu: "1", memory: 512Mi}
        requests: {cpu: 100m, memory: 128Mi}
      volumeMounts:
      - {mountPath: /var/run/secrets/kubernetes.io/serviceaccount, name: kube-api-access, readOnly: true}
    nodeName: node-%[4]d
    restartPolicy: Always
    serviceAccountName: default
    tolerations:
    - {effect: NoExecute, key: node.kubernetes.io/not-ready, operator: Exists, tolerationSeconds: 300}
  status:
    conditions:
    - {lastTransitionTime: "2026-11-01T00:00:00Z", status: "True", type: Ready}
    containerStatuses:
    - image: registry.example.com/web:%[5]d
      name: web
      ready: true
      restartCount: 0
      state:
        running: {startedAt: "2026-11-01T00:00:00Z"}
    phase: Running
`

const deploymentYAML = `- apiVersion: apps/v1
  kind: Deployment
  metadata: {generation: 1, name: app-%[1]d, namespace: team-%[2]d, uid: d-%[1]d}
  spec:
    replicas: 1
    selector: {matchLabels: {app: app-%[1]d}}
    template:
      metadata: {labels: {app: app-%[1]d}}
      spec:
        containers:
        - {name: web, image: "registry.example.com/web:%[3]d"}
  status: {observedGeneration: 1, readyReplicas: 1, replicas: 1}
`

// fleet writes so many snapshots of clusters that are alike, and returns the flags that name them.
func fleet(dir, snapshot string, members int) ([]string, error) {
	text, err := os.ReadFile(snapshot)
	if err != nil {
		return nil, fmt.Errorf("the recorded snapshot: %w", err)
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("the recorded snapshot: %w", err)
	}
	var target map[string]any
	if err := json.Unmarshal(doc["target"], &target); err != nil {
		return nil, fmt.Errorf("the target of the recorded snapshot: %w", err)
	}
	var flags []string
	for i := range members {
		target["name"] = fmt.Sprintf("cluster-%04d", i)
		other, err := json.Marshal(target)
		if err != nil {
			return nil, err
		}
		file := filepath.Join(dir, fmt.Sprintf("cluster-%04d.json", i))
		if err := os.WriteFile(file, bytes.Replace(text, doc["target"], other, 1), 0o600); err != nil {
			return nil, fmt.Errorf("writing a snapshot: %w", err)
		}
		flags = append(flags, "--from", file)
	}
	return flags, nil
}
