package cause

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// ofBalancer returns what is said of why a Service has no address: by the newest event about it, or by a condition.
func (c *Causes) ofBalancer(object facts.ObjectRef) []check.Cause {
	if object.Kind != "Service" {
		return nil
	}
	s := c.by.services[object]
	if s == nil || s.Addresses > 0 {
		return nil
	}
	said := s.Said
	for _, e := range c.events[object] {
		said = e.Message
	}
	if said == "" {
		return nil
	}
	return []check.Cause{{
		Object: object, Kind: NoAddress, Message: fmt.Sprintf("of Service %s/%s it is said: %s", s.Namespace, s.Name, quote(said)),
		Remedy: balancerRemedy(object, strings.ToLower(said)),
	}}
}

// balancerRemedy is what to do about what was said of a Service without an address.
func balancerRemedy(service facts.ObjectRef, said string) string {
	switch {
	case mentions(said, "no available ips", "no matching pool", "no enabled ciliumloadbalancerippools", "no pool", "out of range", "is not allowed in config", "exhausted"):
		return "No pool has an address for it: add addresses, let a pool serve its namespace and labels, or correct the address or pool that its annotations ask for."
	case mentions(said, "subnet"):
		return "The controller finds no subnet for the load balancer. On AWS, tag those that are for it with `kubernetes.io/role/elb=1`, internal ones with " +
			"`kubernetes.io/role/internal-elb=1`, in two zones at least; or name them by an annotation of the Service."
	case mentions(said, "accessdenied", "not authorized", "unauthorized", "forbidden", "authorizationfailed", "permission"):
		return "The cloud refuses the controller: give its role or service account the rights that the controller's documentation lists."
	case mentions(said, "quota", "limit", "toomany"):
		return "The account has no more of what the load balancer needs: have its quota raised, or delete load balancers and addresses that nothing uses."
	}
	return "Read all that was said of it:\n\n" + command("kubectl -n %s describe service %s", service.Namespace, service.Name)
}
