package kind

import (
	"encoding/json"
	"fmt"
	"strings"
)

// placed is an object in the cluster, with what tells whether it does what it is for.
type placed struct {
	Kind     string
	Metadata struct {
		Name, Namespace string
		Labels          map[string]string
		OwnerReferences []struct{ Kind string }
	}
	Spec struct {
		Replicas *int
		Type     string
		Selector json.RawMessage
		NodeName string
	}
	Status struct {
		ReadyReplicas, NumberReady, DesiredNumberScheduled, Ready, Succeeded int
		Phase                                                                string
		Conditions                                                           []struct{ Type, Status, Message string }
		LoadBalancer                                                         struct{ Ingress []any }
		ContainerStatuses                                                    []struct {
			State struct{ Waiting struct{ Message string } }
		}
	}
	Endpoints []struct{ Conditions struct{ Ready *bool } }
	Ports     []any
	// Message is an event's.
	Message string
}

// readLanding reads the namespaces of the services, and the events there.
func readLanding(c *Cluster) (map[string][]placed, error) {
	const kinds = "deployments,statefulsets,daemonsets,replicasets,jobs,pods,persistentvolumeclaims,services,endpointslices,horizontalpodautoscalers,ingresses,events"
	out, err := c.Kubectl("get", kinds, "-A", "-o", "json")
	if err != nil {
		return nil, err
	}
	var list struct{ Items []placed }
	if err := json.Unmarshal([]byte(out), &list); err != nil {
		return nil, fmt.Errorf("decoding what kubectl says: %w", err)
	}
	world := map[string][]placed{}
	for _, o := range list.Items {
		if strings.HasPrefix(o.Metadata.Namespace, "land-") {
			world[o.Metadata.Namespace] = append(world[o.Metadata.Namespace], o)
		}
	}
	return world, nil
}

// settle finds out whether the service has landed, or is refused as the table says. A service that lands does so
// for good; one that is refused has to say so.
func (x *trial) settle(world map[string][]placed) {
	if x.settled {
		return
	}
	objects := world[x.namespace]
	x.waitsFor = ""
	for _, o := range objects {
		if why := o.lacks(objects); why != "" && o.Metadata.Labels["app"] != "taken" && o.Metadata.Name != "taken" {
			x.waitsFor = fmt.Sprintf("%s %s: %s", o.Kind, o.Metadata.Name, why)
		}
	}
	x.refuses = x.refusal(objects)
	switch {
	case x.refused == "" && x.applied == "" && x.waitsFor == "":
		x.landed, x.settled = true, true
	case x.refused != "" && (x.applied != "" || x.waitsFor != "") && strings.Contains(x.refuses, x.refused):
		x.settled = true
	}
}

// refusal is all that the cluster says against the service.
func (x *trial) refusal(objects []placed) string {
	said := []string{x.applied}
	for _, o := range objects {
		said = append(said, o.Message)
		for _, c := range o.Status.Conditions {
			if c.Status == "False" || c.Type == "ReplicaFailure" {
				said = append(said, c.Message)
			}
		}
		for _, c := range o.Status.ContainerStatuses {
			said = append(said, c.State.Waiting.Message)
		}
	}
	return strings.Join(append(said, x.waitsFor), "\n")
}

// lacks says what an object waits for; "" for one that does what it is for.
func (o placed) lacks(all []placed) string {
	replicas := 1
	if o.Spec.Replicas != nil {
		replicas = *o.Spec.Replicas
	}
	switch {
	case len(o.Metadata.OwnerReferences) > 0 && o.Kind != "PersistentVolumeClaim":
		return ""
	case o.Kind == "Deployment", o.Kind == "StatefulSet", o.Kind == "ReplicaSet":
		if o.Status.ReadyReplicas < replicas {
			return fmt.Sprintf("%d of %d ready%s", o.Status.ReadyReplicas, replicas, pending(all))
		}
	case o.Kind == "DaemonSet":
		if o.Status.DesiredNumberScheduled == 0 || o.Status.NumberReady < o.Status.DesiredNumberScheduled {
			return fmt.Sprintf("%d of %d ready", o.Status.NumberReady, o.Status.DesiredNumberScheduled)
		}
	case o.Kind == "Job":
		if o.Status.Ready+o.Status.Succeeded == 0 {
			return "no pod is ready"
		}
	case o.Kind == "Pod":
		if o.Status.Phase != "Running" {
			return o.Status.Phase
		}
	case o.Kind == "PersistentVolumeClaim":
		if o.Status.Phase != "Bound" {
			return o.Status.Phase
		}
	case o.Kind == "Service":
		return o.serves(all)
	case o.Kind == "Ingress":
		if len(o.Status.LoadBalancer.Ingress) == 0 {
			return "NO ADDRESS"
		}
	case o.Kind == "HorizontalPodAutoscaler":
		return o.scales()
	}
	return ""
}

// pending marks pods that no scheduler looks at.
func pending(all []placed) string {
	for _, o := range all {
		if o.Kind == "Pod" && o.Status.Phase == "Pending" && o.Spec.NodeName == "" && len(o.Status.Conditions) == 0 {
			return ", PENDING"
		}
	}
	return ""
}

// serves says what a Service waits for.
func (o placed) serves(all []placed) string {
	if o.Spec.Type == "LoadBalancer" && len(o.Status.LoadBalancer.Ingress) == 0 {
		return "NO ADDRESS"
	}
	if len(o.Spec.Selector) == 0 {
		return ""
	}
	for _, slice := range all {
		if slice.Kind != "EndpointSlice" || slice.Metadata.Labels["kubernetes.io/service-name"] != o.Metadata.Name || len(slice.Ports) == 0 {
			continue
		}
		for _, e := range slice.Endpoints {
			if e.Conditions.Ready != nil && *e.Conditions.Ready {
				return ""
			}
		}
	}
	return "NO ENDPOINTS"
}

// scales says what an autoscaler waits for: a minute after it was made it has a condition.
func (o placed) scales() string {
	for _, c := range o.Status.Conditions {
		if c.Status == "False" && (c.Type == "ScalingActive" || c.Type == "AbleToScale") {
			return c.Message
		}
		if c.Status == "True" && c.Type == "ScalingActive" {
			return ""
		}
	}
	return "it was not looked at yet"
}
