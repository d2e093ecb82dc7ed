package probe

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	networkingv1 "k8s.io/api/networking/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// ingressHTTP tests whether an Ingress routes a request through the class's controller to a
// pod, and whether that ends when it is deleted.
func ingressHTTP() Probe {
	return Probe{
		Name:            "ingress/http-path",
		Creates:         "an Ingress for a name that nobody has, 2 client Jobs, for each of up to 3 classes",
		ExpectedSeconds: 30,
		Reads:           facts.Fields{facts.KindIngressClasses, facts.PartInventory},
		Skip: func(s *Session) (string, error) {
			if classes, why := s.ingressClasses(); len(classes) == 0 {
				return why, s.checkReadable(facts.KindIngressClasses, facts.PartInventory)
			}
			return "", nil
		},
		Rights: kube.Rights("networking.k8s.io", "ingresses", "create", "list", "delete"),
		Run:    runIngressHTTP,
	}
}

// ingressClass is an IngressClass with its controller.
type ingressClass struct {
	class      string
	controller *facts.Implementation
}

func runIngressHTTP(ctx context.Context, s *Session, out *Result) error {
	classes, _ := s.ingressClasses()
	echo, err := s.EchoServers()
	if err != nil {
		return err
	}
	var problems []error
	for i, e := range classes {
		if err := s.tryIngress(ctx, out, echo, e, strconv.Itoa(i)); err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

// cloudControllers are controllers that create a load balancer of the provider for Ingresses,
// which costs money and takes minutes.
func cloudControllers() []string {
	return []string{"ingress.k8s.aws/", "eks.amazonaws.com/", "ingress.gce.io", "azure/application-gateway", "alb.networking.azure.io/", "ingress.k8s.oracle.com", "ingress.k8s.alibabacloud"}
}

// ingressClasses are the classes to try: the default one, or else those whose controller runs.
func (s *Session) ingressClasses() ([]ingressClass, string) {
	const most = 3
	var found []ingressClass
	why := "no IngressClass has a controller that runs"
	for _, class := range s.Input.IngressClasses {
		if hasPrefixOf(class.Controller, cloudControllers()) {
			why = fmt.Sprintf("class %s makes a load balancer of the provider's for an Ingress, which costs money", class.Name)
			continue
		}
		impl := s.controllerOf(class.Controller)
		if impl == nil {
			continue
		}
		if class.Default {
			return []ingressClass{{class.Name, impl}}, ""
		}
		if len(found) < most {
			found = append(found, ingressClass{class.Name, impl})
		}
	}
	return found, why
}

func hasPrefixOf(text string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(text, p) {
			return true
		}
	}
	return false
}

// controllerOf returns the running product that implements a controller; nil when there is
// none in the cluster.
func (s *Session) controllerOf(controller string) *facts.Implementation {
	for i := range s.Input.Inventory {
		impl := &s.Input.Inventory[i]
		if impl.State == facts.StateRunning && hasPrefixOf(controller, impl.Controllers) {
			return impl
		}
	}
	return nil
}

// tryIngress makes the trials of one class: the pod must answer directly, then through the
// controller, and no longer once the Ingress is deleted.
func (s *Session) tryIngress(ctx context.Context, out *Result, echo *EchoServers, e ingressClass, at string) error {
	point, err := s.entryPointOf(ctx, e.controller)
	if err != nil {
		return err
	}
	host := "kready-" + s.RunID + "-" + at + ".invalid"
	name := "ingress-" + at
	through := agent.Trial{Kind: "http", Target: point.url(), Expected: facts.Answered, Seconds: enforceSeconds, Params: map[string]string{
		"host": host, "contains": s.RunID, "redirect": point.httpsAddress(),
	}}
	routed, gone := through, through
	routed.Name, gone.Name = "routed", "gone"
	gone.Params = map[string]string{"host": host, "lacks": s.RunID, "status": "any", "redirect": point.httpsAddress()}
	client, err := s.StartClient(ctx, Client{Name: name + "-before", Limit: 2 * time.Minute, Script: agent.Script{Steps: []agent.Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: []agent.Trial{{Name: "direct", Kind: "http", Target: URL(echo.IP, "/"), Params: map[string]string{"contains": s.RunID}, Expected: facts.Answered}}},
		{Phase: facts.PhaseProof, Trials: []agent.Trial{routed}},
	}}})
	if err != nil {
		return err
	}
	results, enforcedAfter, err := applyChange(ctx, []*RunningClient{client}, func() error { return s.createIngress(ctx, name, e.class, host, echo.Service) })
	if err != nil {
		return err
	}
	descriptions := func(try agent.Trial) facts.Trial { return describeIngress(try, e.class, point) }
	out.AddAnswers(results[0], descriptions)
	if !out.PhaseSucceeded(facts.PhaseProof) {
		return nil
	}
	out.Measure("time to route", int(enforcedAfter.Milliseconds()), "milliseconds")
	err = s.ingresses(s.Namespace).delete(ctx, name+"-"+s.RunID, metav1.DeleteOptions{})
	if err != nil && !apierrors.IsNotFound(err) {
		return fmt.Errorf("deleting the Ingress: %w", err)
	}
	result, err := s.RunClient(ctx, Client{Name: name + "-after", Limit: 2 * time.Minute, Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseRestored, Trials: []agent.Trial{gone}}}}})
	if err != nil {
		return err
	}
	out.AddAnswers(result, descriptions)
	return nil
}

func (s *Session) createIngress(ctx context.Context, name, class, host, service string) error {
	prefix := networkingv1.PathTypePrefix
	_, err := s.ingresses(s.Namespace).create(ctx, &networkingv1.Ingress{
		ObjectMeta: metav1.ObjectMeta{Name: name + "-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: networkingv1.IngressSpec{
			IngressClassName: &class,
			Rules: []networkingv1.IngressRule{{Host: host, IngressRuleValue: networkingv1.IngressRuleValue{HTTP: &networkingv1.HTTPIngressRuleValue{
				Paths: []networkingv1.HTTPIngressPath{{Path: "/", PathType: &prefix, Backend: networkingv1.IngressBackend{
					Service: &networkingv1.IngressServiceBackend{Name: service, Port: networkingv1.ServiceBackendPort{Number: agent.PortHTTP}},
				}}},
			}}}},
		},
	})
	if err != nil {
		return fmt.Errorf("creating an Ingress of class %s: %w", class, err)
	}
	return nil
}

func describeIngress(try agent.Trial, class string, f entryPoint) facts.Trial {
	switch try.Name {
	case "direct":
		return facts.Trial{What: "HTTP to the Service itself"}
	case "gone":
		return facts.Trial{What: "HTTP through " + f.name, When: "with the Ingress of class " + class + " removed", Failure: "the pod behind it still answers"}
	}
	return facts.Trial{What: "HTTP through " + f.name, When: "with an Ingress of class " + class}
}
