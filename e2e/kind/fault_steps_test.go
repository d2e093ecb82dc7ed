package kind

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// step is one thing that is done to a cluster.
type step = func(*Cluster) error

// kubectl is a step of one command.
func kubectl(args ...string) step {
	return func(c *Cluster) error {
		_, err := c.Kubectl(args...)
		return err
	}
}

// on is a script on a node.
func on(node, script string) step {
	return func(c *Cluster) error {
		_, err := c.On(node, script)
		return err
	}
}

// applied creates or changes objects.
func applied(manifest string) step {
	return func(c *Cluster) error { return c.Apply(manifest) }
}

// inOrder does one step after the other, up to the first that fails.
func inOrder(steps ...step) step {
	return func(c *Cluster) error {
		for _, do := range steps {
			if err := do(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// all does each step, whatever becomes of the others.
func all(steps ...step) step {
	return func(c *Cluster) error {
		var failed []error
		for _, do := range steps {
			failed = append(failed, do(c))
		}
		return errors.Join(failed...)
	}
}

func nothing(*Cluster) error { return nil }

// ignored is a step that may find nothing to do.
func ignored(do step) step {
	return func(c *Cluster) error {
		_ = do(c)
		return nil
	}
}

// budget lets so many pods of CoreDNS go.
func budget(name string, maxUnavailable int) step {
	return applied(fmt.Sprintf(`
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: %s, namespace: kube-system},
 spec: {maxUnavailable: %d, selector: {matchLabels: {k8s-app: kube-dns}}}}`, name, maxUnavailable))
}

// brokenCorefile makes CoreDNS forward to itself, so that it stops each time that it starts.
func brokenCorefile() fault {
	corefile := ""
	restart := kubectl("-n", "kube-system", "delete", "pods", "-l", "k8s-app=kube-dns", "--force", "--grace-period=0")
	write := func(content *string) step {
		return func(c *Cluster) error {
			manifest, err := c.Kubectl("-n", "kube-system", "create", "configmap", "coredns", "--from-literal=Corefile="+*content, "--dry-run=client", "-o", "yaml")
			if err != nil {
				return err
			}
			return c.Apply(manifest)
		}
	}
	broken := ""
	return fault{
		name: "CoreDNSForwardsToItself",
		plant: inOrder(func(c *Cluster) (err error) {
			corefile, err = c.Kubectl("-n", "kube-system", "get", "configmap", "coredns", "-o", "jsonpath={.data.Corefile}")
			broken = strings.Replace(corefile, "/etc/resolv.conf", "127.0.0.1", 1)
			if err == nil && broken == corefile {
				err = fmt.Errorf("the Corefile does not forward to /etc/resolv.conf:\n%s", corefile)
			}
			return err
		}, write(&broken), restart),
		lift:  inOrder(write(&corefile), restart),
		check: "dns/present", status: "gap", says: []string{"none of its 2 endpoints is ready", "Deployment kube-system/coredns crashes"},
		compare: true,
	}
}

// standIn runs a DaemonSet in the name of a product: the image is the nodes' pause. To
// kready, which reads names, the product is there.
func standIn(name, image, tolerations string) step {
	tag := fmt.Sprintf(`from=$(ctr -n k8s.io images ls -q | grep '^registry.k8s.io/pause:' | head -n 1); ctr -n k8s.io images tag --force "$from" %s`, image)
	return inOrder(
		func(c *Cluster) error {
			var failed []error
			for _, n := range c.nodes {
				failed = append(failed, on(n.String(), tag)(c))
			}
			return errors.Join(failed...)
		},
		applied(fmt.Sprintf(`
{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: %[1]s, namespace: kube-system},
 spec: {selector: {matchLabels: {k8s-app: %[1]s}}, template: {metadata: {labels: {k8s-app: %[1]s}},
  spec: {hostNetwork: true, tolerations: [%[3]s], terminationGracePeriodSeconds: 0,
   volumes: [{name: logs, hostPath: {path: /var/log}}],
   containers: [{name: main, image: "%[2]s", imagePullPolicy: Never, volumeMounts: [{name: logs, mountPath: /var/log, readOnly: true}]}]}}}}`, name, image, tolerations)),
		kubectl("-n", "kube-system", "rollout", "status", "daemonset/"+name, "--timeout=60s"),
	)
}

func noStandIn(name string) step {
	return kubectl("-n", "kube-system", "delete", "daemonset", name, "--ignore-not-found")
}

// denyAll is the policy that scanners advise for every namespace, in that of DNS, under an engine
// that enforces it as far as kready can know.
func denyAll() fault {
	return fault{
		name: "DenyAllAroundDNS",
		plant: inOrder(standIn("calico-node", "docker.io/calico/node:v3.31.2", "{operator: Exists}"), applied(`
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: default-deny, namespace: kube-system},
 spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}`)),
		lift:  all(noStandIn("calico-node"), kubectl("-n", "kube-system", "delete", "networkpolicy", "--all")),
		check: "dns/reachable-under-deny", status: "gap", says: []string{"default-deny"}, remedy: true,
	}
}

// youngNodes makes the workers join again, while the control plane has been there for long. An agent that is
// for the workers alone cannot be judged for a while: that is unknown, and the check is not skipped.
func youngNodes() fault {
	rejoin := func(c *Cluster) error {
		for _, n := range c.Workers() {
			manifest, err := c.Kubectl("get", "node", n, "-o", "yaml")
			if err != nil {
				return err
			}
			if _, err := c.kubectl(manifest, "replace", "--force", "-f", "-"); err != nil {
				return err
			}
		}
		return c.waitReady(time.Minute)
	}
	return fault{
		name:  "YoungNodes",
		plant: inOrder(standIn("fluent-bit", "docker.io/fluent/fluent-bit:5.1.2", ""), rejoin),
		lift:  noStandIn("fluent-bit"),
		check: "logs/coverage", status: "unknown", says: []string{"joined less than 5 minutes ago"},
	}
}

// plainWebhook is strict and asks for every pod, and what its Service leads to speaks no TLS: the port at
// which CoreDNS tells the kubelet how it is.
func plainWebhook() fault {
	return fault{
		name: "WebhookWithoutTLS",
		plant: applied(`
apiVersion: v1
kind: Service
metadata: {name: plain, namespace: kube-system}
spec: {selector: {k8s-app: kube-dns}, ports: [{port: 443, targetPort: 8080}]}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: {name: plain}
webhooks:
- name: plain.example.com
  failurePolicy: Fail
  sideEffects: None
  admissionReviewVersions: [v1]
  timeoutSeconds: 2
  namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [kube-system]}]}
  clientConfig: {service: {name: plain, namespace: kube-system, path: /}}
  rules: [{apiGroups: [""], apiVersions: [v1], resources: [pods], operations: [CREATE]}]
`),
		lift: all(
			kubectl("delete", "validatingwebhookconfiguration", "plain", "--ignore-not-found"),
			kubectl("-n", "kube-system", "delete", "service", "plain", "--ignore-not-found"),
		),
		args:  []string{"probe", "policy/webhooks-answer"},
		check: "policy/webhooks-answer", status: "gap", says: []string{"plain.example.com", "HTTP response to HTTPS client"},
	}
}
