package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Bundle writes the manifests of services of so many objects together, a Deployment, its Service, its
// PodDisruptionBudget and its Ingress each, and returns their file.
func Bundle(dir string, objects int) (string, error) {
	var b strings.Builder
	for i := range objects / 4 {
		fmt.Fprintf(&b, serviceYAML, i)
	}
	file := filepath.Join(dir, "services.yaml")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		return "", fmt.Errorf("writing the manifests of services: %w", err)
	}
	return file, nil
}

const serviceYAML = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web-%[1]d}
spec:
  replicas: 2
  selector: {matchLabels: {app: web-%[1]d}}
  template:
    metadata: {labels: {app: web-%[1]d}}
    spec:
      containers:
      - name: web
        image: registry.example.com/web:v1
        ports: [{name: http, containerPort: 8080}]
        resources: {requests: {cpu: 100m, memory: 64Mi}}
---
apiVersion: v1
kind: Service
metadata: {name: web-%[1]d}
spec:
  selector: {app: web-%[1]d}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web-%[1]d}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: web-%[1]d}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web-%[1]d}
spec:
  ingressClassName: traefik
  rules:
  - host: web-%[1]d.example.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: web-%[1]d, port: {name: http}}}}
`
