package controlplane

import (
	"context"
	"fmt"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// count sets numbers in the status of a workload.
func count(o *unstructured.Unstructured, n int64, fields ...string) {
	for _, field := range fields {
		set(o, n, "status", field)
	}
}

// lacks says of a workload in kube-system that only n of its pods are ready.
func lacks(kind, name string, n int64) change {
	return edit(ref{"apps/v1", kind, "kube-system", name}, func(o *unstructured.Unstructured) { count(o, n, "numberReady", "numberAvailable") })
}

// down takes the pod of a Deployment of one replica down: it is there and not ready.
func down(namespace, name string) change {
	return all(
		edit(ref{"apps/v1", "Deployment", namespace, name}, func(o *unstructured.Unstructured) {
			count(o, 0, "readyReplicas", "availableReplicas")
			count(o, 1, "unavailableReplicas")
			set(o, []any{map[string]any{"type": "Available", "status": "False", "lastTransitionTime": after(-time.Hour)}}, "status", "conditions")
		}),
		edit(ref{"v1", "Pod", namespace, name + "-5c7d8f9b6-0"}, func(o *unstructured.Unstructured) {
			set(o, []any{map[string]any{"type": "Ready", "status": "False", "lastTransitionTime": after(-time.Hour)}}, "status", "conditions")
			containers, _, _ := unstructured.NestedSlice(o.Object, "status", "containerStatuses")
			for _, c := range containers {
				c.(map[string]any)["ready"] = false
			}
			set(o, containers, "status", "containerStatuses")
		}),
		unanswered(namespace, name),
	)
}

// unanswered takes all endpoints from the Service that has a workload's name, if there is one.
func unanswered(namespace, name string) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		mend, err := endpoints(namespace, name, 0)(ctx, p)
		if mend == nil {
			mend = func(context.Context) error { return nil }
		}
		return mend, client.IgnoreNotFound(err)
	}
}

// unready sets the condition of a custom resource as its controller does on a failure.
func unready(r ref, reason, message string) change {
	return edit(r, func(o *unstructured.Unstructured) {
		since := after(-time.Hour)
		set(o, []any{map[string]any{"type": "Ready", "status": "False", "reason": reason, "message": message, "lastTransitionTime": since}}, "status", "conditions")
	})
}

// endpoints leaves a Service n of its endpoints.
func endpoints(namespace, service string, n int) change {
	return edit(ref{"discovery.k8s.io/v1", "EndpointSlice", namespace, service + "-e2e"}, func(o *unstructured.Unstructured) {
		all, _, _ := unstructured.NestedSlice(o.Object, "endpoints")
		set(o, all[:n], "endpoints")
	})
}

// object is one of a kind, with a spec.
func object(apiVersion, kind, namespace, name string, spec map[string]any) *unstructured.Unstructured {
	metadata := map[string]any{"name": name}
	if namespace != "" {
		metadata["namespace"] = namespace
	}
	return &unstructured.Unstructured{Object: map[string]any{"apiVersion": apiVersion, "kind": kind, "metadata": metadata, "spec": spec}}
}

// warning is an event about an object, of an hour ago.
func warning(namespace, kind, name, reason, message string) *unstructured.Unstructured {
	o := object("v1", "Event", namespace, name+".e2e", nil)
	for field, value := range map[string]any{
		"involvedObject": map[string]any{"kind": kind, "namespace": namespace, "name": name}, "type": "Warning", "reason": reason, "message": message,
		"count": int64(7), "firstTimestamp": after(-2 * time.Hour), "lastTimestamp": after(-time.Hour), "source": map[string]any{"component": "e2e"},
	} {
		set(o, value, field)
	}
	unstructured.RemoveNestedField(o.Object, "spec")
	return o
}

// blockingBudget has blocked all evictions for an hour.
func blockingBudget() *unstructured.Unstructured {
	o := object("policy/v1", "PodDisruptionBudget", "shop", "shop", map[string]any{
		"maxUnavailable": int64(0), "selector": map[string]any{"matchLabels": map[string]any{"app": "shop"}},
	})
	count(o, 2, "currentHealthy", "desiredHealthy", "expectedPods")
	count(o, 0, "disruptionsAllowed")
	count(o, 1, "observedGeneration")
	set(o, []any{map[string]any{"type": "DisruptionAllowed", "status": "False", "reason": "InsufficientPods", "message": "", "lastTransitionTime": after(-time.Hour)}}, "status", "conditions")
	return o
}

// alertmanagerConfig is one that leads alerts of its namespace to a chat.
func alertmanagerConfig(namespace string) *unstructured.Unstructured {
	return object("monitoring.coreos.com/v1alpha1", "AlertmanagerConfig", namespace, "shop", map[string]any{
		"route":     map[string]any{"receiver": "team"},
		"receivers": []any{map[string]any{"name": "team", "webhookConfigs": []any{map[string]any{"url": "https://chat.example.test"}}}},
	})
}

// selectOnly lets the Alertmanager read only AlertmanagerConfigs that have a label.
func selectOnly(key, value string) change {
	return edit(ref{"monitoring.coreos.com/v1", "Alertmanager", "monitoring", "kube-prometheus-stack-alertmanager"}, func(o *unstructured.Unstructured) {
		set(o, map[string]any{"matchLabels": map[string]any{key: value}}, "spec", "alertmanagerConfigSelector")
	})
}

// deadAPI is an aggregated API whose Service does not exist.
func deadAPI() *unstructured.Unstructured {
	return object("apiregistration.k8s.io/v1", "APIService", "", "v1alpha1.dead.example.com", map[string]any{
		"group": "dead.example.com", "version": "v1alpha1", "groupPriorityMinimum": int64(100), "versionPriority": int64(100),
		"insecureSkipTLSVerify": true, "service": map[string]any{"namespace": "kube-system", "name": "nobody"},
	})
}

// noticed waits until the API server has found that an aggregated API does not answer.
func noticed(name string) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		err := wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, 20*time.Second, true, func(ctx context.Context) (bool, error) {
			o, err := p.get(ctx, ref{"apiregistration.k8s.io/v1", "APIService", "", name})
			return err == nil && strings.Contains(fmt.Sprint(o.Object["status"]), "ServiceNotFound"), err
		})
		return func(context.Context) error { return nil }, err
	}
}
