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
	validName    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	validLicence = regexp.MustCompile(`^[A-Za-z0-9.-]+$`)
	validRole    = regexp.MustCompile(`^[a-z]+/[a-z]+(-[a-z]+)*$`)
	// lifecycles are the values of Lifecycle.State.
	lifecycles = []string{"active", "deprecated", "retired", "archived"}
)

// validate reports what is wrong with one entry.
func (e Entry) validate() error {
	switch {
	case !validName.MatchString(e.Name):
		return fmt.Errorf("its name %q is not in kebab-case", e.Name)
	case e.Title == "":
		return errors.New("it has no title")
	case !strings.HasPrefix(e.Homepage, "https://"):
		return fmt.Errorf("its home %q is not an https address", e.Homepage)
	case len(e.Provides) == 0:
		return errors.New("it provides nothing")
	case len(e.WorkloadRules) == 0 && len(e.Hidden) == 0 && len(e.OperatorResources) == 0 && e.Marks.Empty():
		return errors.New("it does not say how it is recognised: runs, marks, declared or hidden")
	case !slices.Contains(lifecycles, e.Lifecycle.State):
		return fmt.Errorf("unknown lifecycle state %q: must be one of %s", e.Lifecycle.State, strings.Join(lifecycles, ", "))
	case e.Lifecycle.State != "active" && e.Lifecycle.Source == "":
		return fmt.Errorf("it is %s, which needs a source", e.Lifecycle.State)
	}
	if err := e.validateAdvice(); err != nil {
		return err
	}
	for _, rule := range e.allRules() {
		if err := rule.validate(); err != nil {
			return err
		}
	}
	for _, d := range e.OperatorResources {
		if d.Group == "" || d.Kind == "" || d.Resource == "" {
			return errors.New("a declaration names a group, a kind and a resource")
		}
	}
	for _, p := range e.ProductResources {
		if err := p.validate(); err != nil {
			return err
		}
	}
	for _, h := range e.Hidden {
		if h.Distribution == "" {
			return errors.New("a hidden rule names no distribution")
		}
	}
	return e.validateRoles()
}

// validateAdvice reports what is wrong with what a plan says of the product.
func (e Entry) validateAdvice() error {
	for _, name := range e.ShippedBy {
		if !slices.Contains(facts.DistributionNames(), name) {
			return fmt.Errorf("unknown distribution %q under shippedBy: must be one of %s", name, strings.Join(facts.DistributionNames(), ", "))
		}
	}
	switch {
	case e.Licence != "" && !validLicence.MatchString(e.Licence):
		return fmt.Errorf("its licence %q is no SPDX identifier, nor commercial", e.Licence)
	case e.Steward != "" && e.Steward != StewardCNCF:
		return fmt.Errorf("unknown steward %q: must be %s, or left out", e.Steward, StewardCNCF)
	}
	return nil
}

// StewardCNCF is the steward of projects of the Cloud Native Computing Foundation.
const StewardCNCF = "cncf"

// validateRoles reports what is wrong with the roles of an entry.
func (e Entry) validateRoles() error {
	for _, role := range e.roles() {
		if !validRole.MatchString(role) {
			return fmt.Errorf("its role %q is not battery/role", role)
		}
	}
	for _, a := range e.ConditionalRoles {
		if kind, _, _ := strings.Cut(a.Fact, "."); kind != string(ConditionKind) {
			return fmt.Errorf("invalid fact %q: must be below %s, which is read for products", a.Fact, ConditionKind)
		}
		if _, ok := facts.StringAt(&facts.Snapshot{}, a.Fact); !ok {
			return fmt.Errorf("unknown fact %q: a snapshot has no such string", a.Fact)
		}
	}
	return nil
}

// allRules returns the rules about workloads, whatever they show.
func (e Entry) allRules() []Rule { return slices.Concat(e.WorkloadRules, e.HelperRules, e.PartRules) }

func (p ProductResource) validate() error {
	if p.Group == "" || p.Resource == "" {
		return errors.New("a resource names a group and a resource")
	}
	for _, path := range p.Fields {
		if _, err := facts.SplitPath(path); err != nil {
			return fmt.Errorf("a field of %s.%s: %w", p.Resource, p.Group, err)
		}
	}
	return nil
}

// roles returns all roles that the entry names.
func (e Entry) roles() []string {
	roles := slices.Clone(e.Provides)
	for _, rule := range e.allRules() {
		roles = append(slices.Concat(roles, rule.Provides), rule.Could...)
	}
	for _, d := range e.OperatorResources {
		roles = append(roles, d.Provides...)
	}
	for _, h := range e.Hidden {
		roles = append(roles, h.Provides...)
		if h.Unless != "" {
			roles = append(roles, h.Unless)
		}
	}
	for _, a := range e.ConditionalRoles {
		roles = append(roles, a.Provides...)
	}
	return roles
}

func (r Rule) validate() error {
	known := []string{facts.Deployment, facts.DaemonSet, facts.StatefulSet, facts.StaticPod, facts.BarePod, facts.CronJob}
	for _, kind := range r.Kinds {
		if !slices.Contains(known, kind) {
			return fmt.Errorf("unknown kind %q of a rule: must be one of %s", kind, strings.Join(known, ", "))
		}
	}
	placed := len(r.Namespaces) > 0 && (len(r.Names) > 0 || r.OwnerKind != "")
	if len(r.Images) == 0 && len(r.Labels) == 0 && !placed {
		return errors.New("a rule names no image or label, and no namespace with a name or an owner: it would match too much")
	}
	for _, pattern := range slices.Concat(r.Images, r.ExcludedImages, r.RequiredImages, r.ForbiddenImages) {
		if strings.ContainsAny(pattern, ":@ ") || strings.HasPrefix(pattern, "/") || strings.HasSuffix(pattern, "/") {
			return fmt.Errorf("the image pattern %q is not the end of a reference without tag", pattern)
		}
	}
	return nil
}

// checkReferences reports names of other entries and of tables that do not exist.
func (c *Catalog) checkReferences() error {
	var errs []error
	for _, e := range c.Entries {
		for _, other := range e.Explains {
			if !c.has(other) {
				errs = append(errs, fmt.Errorf("entry %s explains %q, which is not an entry", e.Name, other))
			}
		}
		hasTable := func(t facts.SupportTable) bool { return t.Name == e.Table }
		if e.Table != "" && !slices.ContainsFunc(c.Tables.Support, hasTable) {
			errs = append(errs, fmt.Errorf("entry %s names the table %q, which does not exist", e.Name, e.Table))
		}
	}
	for _, t := range c.Tables.Compatibility {
		if !c.has(t.Name) {
			errs = append(errs, fmt.Errorf("the table of compatibility %s is of a product that is not an entry", t.Name))
		}
	}
	return errors.Join(errs...)
}

// Empty reports whether no mark is named.
func (m Marks) Empty() bool {
	return len(m.CRDs)+len(m.IngressControllers)+len(m.GatewayControllers)+len(m.CSIDrivers)+
		len(m.Provisioners)+len(m.Webhooks)+len(m.APIServices)+len(m.ConfigMaps) == 0
}
