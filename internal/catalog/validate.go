package catalog

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

var (
	validName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	validRole = regexp.MustCompile(`^[a-z]+/[a-z]+(-[a-z]+)*$`)
	// lifecycles are the words that Lifecycle.State may take.
	lifecycles = []string{"active", "deprecated", "retired", "archived"}
)

// validate reports what is wrong with one entry.
func (e Entry) validate() error {
	switch {
	case !validName.MatchString(e.Name):
		return fmt.Errorf("its name %q is not in kebab-case", e.Name)
	case e.Title == "":
		return errors.New("it has no title")
	case !strings.HasPrefix(e.Home, "https://"):
		return fmt.Errorf("its home %q is not an https address", e.Home)
	case len(e.Provides) == 0:
		return errors.New("it provides nothing")
	case len(e.Runs) == 0 && len(e.Hidden) == 0 && len(e.Declared) == 0 && e.Marks.empty():
		return errors.New("nothing tells how it is recognised")
	case !slices.Contains(lifecycles, e.Lifecycle.State):
		return fmt.Errorf("its lifecycle state %q is none of %s", e.Lifecycle.State, strings.Join(lifecycles, ", "))
	case e.Lifecycle.State != "active" && e.Lifecycle.Source == "":
		return fmt.Errorf("it is %s, and no source says so", e.Lifecycle.State)
	}
	roles := slices.Clone(e.Provides)
	for _, rule := range slices.Concat(e.Runs, e.Helpers) {
		if err := rule.validate(); err != nil {
			return err
		}
		roles = append(roles, rule.Provides...)
	}
	for _, role := range roles {
		if !validRole.MatchString(role) {
			return fmt.Errorf("its role %q is not battery/role", role)
		}
	}
	return nil
}

func (r Rule) validate() error {
	known := []string{facts.Deployment, facts.DaemonSet, facts.StatefulSet, facts.StaticPod, facts.BarePod}
	for _, kind := range r.Kinds {
		if !slices.Contains(known, kind) {
			return fmt.Errorf("a rule asks for kind %q, and workloads are %s", kind, strings.Join(known, ", "))
		}
	}
	if len(r.Images) == 0 && len(r.Labels) == 0 && len(r.Names) == 0 {
		return errors.New("a rule names no image, label or name: it would match everything")
	}
	return nil
}

// empty reports whether no mark is named.
func (m Marks) empty() bool {
	return len(m.CRDs)+len(m.IngressControllers)+len(m.GatewayControllers)+len(m.CSIDrivers)+
		len(m.Provisioners)+len(m.Webhooks)+len(m.APIServices)+len(m.ConfigMaps) == 0
}
