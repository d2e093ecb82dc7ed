package probe

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
)

// checkReadable returns an obstacle when fields of the input that a probe depends on could not
// be read.
func (s *Session) checkReadable(fields ...facts.InputField) error {
	blind := s.Input.BlindTo(fields...)
	if len(blind) == 0 {
		return nil
	}
	return &ObstacleError{fmt.Sprintf("%s could not be read (%s)", blind[0].Resource, blind[0].Reason)}
}

// served returns the resource in the first of the known versions that the cluster serves; false
// when it serves none of them.
func (s *Session) served(group, resource string, known ...string) (schema.GroupVersionResource, bool) {
	for _, g := range s.Input.APIs {
		if g.Name != group {
			continue
		}
		for _, v := range known {
			// A version whose server does not answer is registered all the same.
			silent := slices.Contains(g.Unanswered, v)
			if silent || slices.Contains(g.Versions, v) && slices.Contains(g.Resources, resource) {
				return schema.GroupVersionResource{Group: group, Version: v, Resource: resource}, true
			}
		}
	}
	return schema.GroupVersionResource{}, false
}

// skipStopped is the Skip of probes that need an API and a running product that implements
// it. Other checks report CRDs without their product.
func skipStopped(product, title, group, resource string, known ...string) func(*Session) (string, error) {
	return func(s *Session) (string, error) {
		if why, err := skipUnserved(group, resource, known...)(s); why != "" || err != nil {
			return why, err
		}
		if _, up := s.running(product); up {
			return "", nil
		}
		return fmt.Sprintf("%s does not run here: there are only its APIs", title), s.checkReadable(facts.PartInventory)
	}
}

// skipUnserved is the Skip of probes that need an API which a product installs.
func skipUnserved(group, resource string, known ...string) func(*Session) (string, error) {
	return func(s *Session) (string, error) {
		if _, ok := s.served(group, resource, known...); ok {
			return "", nil
		}
		return fmt.Sprintf("%s.%s is not served here", resource, group), s.checkReadable(facts.KindAPIs)
	}
}

// running returns the implementation of a name if it runs, in the cluster or hidden by the
// provider.
func (s *Session) running(name string) (facts.Implementation, bool) {
	for _, impl := range s.Input.Inventory {
		if impl.Name == name && (impl.State == facts.StateRunning || impl.State == facts.StateHidden) {
			return impl, true
		}
	}
	return facts.Implementation{}, false
}
