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

// meshMTLS tests a server in the mesh from a pod in the mesh and from one outside.
func meshMTLS() Probe {
	return Probe{
		Name:            "mesh/mtls-enforced",
		Creates:         "a namespace in the mesh with a server and a client Job, and a client Job outside of it",
		ExpectedSeconds: 45,
		Reads:           facts.Fields{facts.PartInventory, facts.KindWebhooks},
		Skip:            skipMesh,
		Run:             runMeshMTLS,
	}
}

func runMeshMTLS(ctx context.Context, s *Session, out *Result) error {
	methods, err := s.joinMethods()
	if err != nil {
		return err
	}
	method := methods[0]
	namespace, err := s.CreateExtraNamespace(ctx, "mesh-mtls", method.labels())
	if err != nil {
		return err
	}
	defer s.dropNamespace(ctx, namespace)
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	server, err := s.startMeshServer(ctx, namespace, method)
	if err != nil {
		return err
	}
	// A proxy encrypts requests to a Service; it may not know a pod's address.
	service := "mesh-server-" + s.RunID + "." + namespace + ".svc"
	all, err := s.RunClients(ctx, []Client{
		{Name: "mesh-inside", Namespace: namespace, Pod: Pod{Annotations: method.pod}, Limit: 2 * time.Minute, Script: s.clientScript(URL(service, "/"))},
		{Name: "mesh-outside", Script: s.blockedScript(URL(echo.Servers[0].IP, "/"), URL(server, "/"))},
	})
	if err != nil {
		return err
	}
	descriptions := map[string]string{
		"inside":  "HTTP from a pod in " + method.mesh + " to a server in it",
		"network": "HTTP from a pod outside of " + method.mesh + " to another outside of it",
		"outside": "plain HTTP from a pod outside of " + method.mesh + " to a server in it",
	}
	for _, result := range all {
		out.AddAnswers(result, func(try agent.Trial) facts.Trial { return facts.Trial{What: descriptions[try.Name]} })
	}
	return nil
}

// clientScript is the script of the client in the mesh: unless that succeeds, the client outside
// proves nothing.
func (s *Session) clientScript(url string) agent.Script {
	return agent.Script{Steps: []agent.Step{{Phase: facts.PhaseBaseline, Trials: []agent.Trial{
		{Name: "inside", Kind: "http", Target: url, Params: map[string]string{"contains": s.RunID}, Expected: facts.Answered, Seconds: 60, PerAttempt: 5},
	}}}}
}

// blockedScript is the script of the client outside: it must reach another server, and not the
// one in the mesh.
func (s *Session) blockedScript(open, closed string) agent.Script {
	has := map[string]string{"contains": s.RunID, "refusal": "403"}
	return agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Trials: []agent.Trial{{Name: "network", Kind: "http", Target: open, Params: has, Expected: facts.Answered}}},
		{Phase: facts.PhaseProof, Trials: []agent.Trial{{Name: "outside", Kind: "http", Target: closed, Params: has, Expected: facts.Blocked, PerAttempt: 3}}},
	}}
}

// startMeshServer starts the server with its Service, and returns its address once it is ready.
// A server that did not join the mesh is an obstacle: it would accept any request.
func (s *Session) startMeshServer(ctx context.Context, namespace string, method joinMethod) (string, error) {
	const part = "mesh-server"
	labels := map[string]string{LabelPart: part}
	name := part + "-" + s.RunID
	_, err := s.deployments(namespace).create(ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: s.labels(labels)},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: s.labels(labels)},
			Template: s.serving(Pod{Labels: labels, Annotations: method.pod}),
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
	if method.proxy != "" && !hasProxy(pod, method.proxy) || method.proxy == "" && pod.Annotations[redirection] != "enabled" {
		return "", &ObstacleError{"the server pod was not taken into " + method.mesh + ": mesh/injection says more"}
	}
	return pod.Status.PodIP, nil
}
