package probe

import (
	"context"
	"fmt"
	"time"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// meshMTLS lets a pod of the mesh and one from outside ask a server in the mesh.
func meshMTLS() Probe {
	return Probe{
		Name:    "mesh/mtls-enforced",
		Creates: "a namespace in the mesh with a server and a client Job, and a client Job outside of it",
		About:   45,
		Reads:   facts.Fields{facts.PartInventory, facts.KindWebhooks},
		Skip:    skipMesh,
		Run:     runMeshMTLS,
	}
}

func runMeshMTLS(ctx context.Context, s *Session, out *Result) error {
	ways, err := s.joinMethods()
	if err != nil {
		return err
	}
	way := ways[0]
	namespace, err := s.ExtraNamespace(ctx, "mesh-mtls", way.labels())
	if err != nil {
		return err
	}
	fleet, err := s.Fleet()
	if err != nil {
		return err
	}
	server, err := s.meshed(ctx, namespace, way)
	if err != nil {
		return err
	}
	// A proxy encrypts what goes to a Service; a pod's own address it may not know.
	service := "mesh-server-" + s.Run + "." + namespace + ".svc"
	all, err := s.TryAll(ctx, []Client{
		{Name: "mesh-inside", Namespace: namespace, Pod: Pod{Annotations: way.pod}, Limit: 2 * time.Minute, Script: s.asks(URL(service, "/"))},
		{Name: "mesh-outside", Script: s.barred(URL(fleet.Servers[0].IP, "/"), URL(server, "/"))},
	})
	if err != nil {
		return err
	}
	words := map[string]string{
		"inside":  "HTTP from a pod in " + way.mesh + " to a server in it",
		"network": "HTTP from a pod outside of " + way.mesh + " to another outside of it",
		"outside": "plain HTTP from a pod outside of " + way.mesh + " to a server in it",
	}
	for _, done := range all {
		out.Take(done, func(try agent.Try) facts.Trial { return facts.Trial{What: words[try.Name]} })
	}
	return nil
}

// asks is the script of the client in the mesh: without it, silence proves nothing.
func (s *Session) asks(url string) agent.Script {
	return agent.Script{Steps: []agent.Step{{Phase: facts.PhaseBaseline, Trials: []agent.Try{
		{Name: "inside", Kind: "http", Target: url, Params: map[string]string{"contains": s.Run}, Want: facts.Answered, Seconds: 60, PerAttempt: 5},
	}}}}
}

// barred is the script of the client outside, which has a network and no way in.
func (s *Session) barred(open, closed string) agent.Script {
	has := map[string]string{"contains": s.Run, "refusal": "403"}
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Trials: []agent.Try{{Name: "network", Kind: "http", Target: open, Params: has, Want: facts.Answered}}},
		{Phase: facts.PhaseProof, Trials: []agent.Try{{Name: "outside", Kind: "http", Target: closed, Params: has, Want: facts.Blocked, PerAttempt: 3}}},
	}}
}

// meshed starts the server, with a Service, and returns its address once it is ready and
// in the mesh for certain: one that was left out would take anything.
func (s *Session) meshed(ctx context.Context, namespace string, way joinMethod) (string, error) {
	const part = "mesh-server"
	labels := map[string]string{LabelPart: part}
	name := part + "-" + s.Run
	_, err := s.deployments(namespace).create(ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: s.labels(labels)},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: s.labels(labels)},
			Template: s.serving(Pod{Labels: labels, Annotations: way.pod}),
		},
	})
	if err != nil {
		return "", fmt.Errorf("creating the Deployment %s: %w", name, err)
	}
	_, err = s.services(namespace).create(ctx, &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: s.labels(nil)},
		Spec:       corev1.ServiceSpec{Selector: s.labels(labels), Ports: []corev1.ServicePort{{Name: "http", Port: agent.PortHTTP}}},
	})
	if err != nil {
		return "", fmt.Errorf("creating the Service %s: %w", name, err)
	}
	pod, err := s.waitPod(ctx, namespace, part, "the server pod "+part+" in the mesh", 90*time.Second, ready)
	if err != nil {
		return "", err
	}
	if way.proxy != "" && !hasProxy(pod, way.proxy) || way.proxy == "" && pod.Annotations[redirection] != "enabled" {
		return "", &ObstacleError{"the server pod was not taken into " + way.mesh + ": mesh/injection says more"}
	}
	return pod.Status.PodIP, nil
}
