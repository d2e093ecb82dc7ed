package catalog

import (
	"maps"
	"slices"
)

// Flags returns the command line flags that recognition looks at, sorted.
func (c *Catalog) Flags() []string {
	return c.ruleKeys(
		func(r Rule) map[string]string {
			names := map[string]string{r.ControllersArg: ""}
			maps.Copy(names, r.Args)
			return names
		},
		func(e Entry) []string { return append(slices.Collect(maps.Keys(e.ScopeFlags)), e.ControllerArg) },
	)
}

// Env returns the environment switches that recognition looks at, sorted.
func (c *Catalog) Env() []string {
	return c.ruleKeys(
		func(r Rule) map[string]string { return r.Env },
		func(e Entry) []string { return []string{e.ProvisionerEnv} },
	)
}

// ruleKeys returns the keys of a map of each rule and the names that each entry has of
// its own.
func (c *Catalog) ruleKeys(of func(Rule) map[string]string, own func(Entry) []string) []string {
	names := map[string]bool{}
	for _, e := range c.Entries {
		for _, name := range own(e) {
			names[name] = true
		}
		for _, r := range e.allRules() {
			for name := range of(r) {
				names[name] = true
			}
		}
	}
	delete(names, "")
	return slices.Sorted(maps.Keys(names))
}

// OperatorResources returns the kinds of custom resource that request products of operators,
// one for each group and kind, with the fields of all entries that name it.
func (c *Catalog) OperatorResources() []OperatorResource {
	var all []OperatorResource
	for _, e := range c.Entries {
		for _, d := range e.OperatorResources {
			i := slices.IndexFunc(all, func(o OperatorResource) bool { return o.Group == d.Group && o.Kind == d.Kind })
			if i < 0 {
				d.Fields = maps.Clone(d.Fields)
				all = append(all, d)
				continue
			}
			if all[i].Fields == nil {
				all[i].Fields = map[string]string{}
			}
			maps.Copy(all[i].Fields, d.Fields)
			if all[i].VersionField == "" {
				all[i].VersionField = d.VersionField
			}
		}
	}
	return all
}

// ProductResources returns the kinds of custom resource by which products are configured or
// report their state, each once, with the fields of all entries that name it, sorted.
func (c *Catalog) ProductResources() []ProductResource {
	var all []ProductResource
	for _, e := range c.Entries {
		for _, p := range e.ProductResources {
			i := slices.IndexFunc(all, func(o ProductResource) bool { return o.Group == p.Group && o.Resource == p.Resource })
			if i < 0 {
				p.Fields = slices.Clone(p.Fields)
				all = append(all, p)
				i = len(all) - 1
			}
			all[i].Fields = append(all[i].Fields, p.Fields...)
			all[i].Conditions = all[i].Conditions || p.Conditions
		}
	}
	for i := range all {
		slices.Sort(all[i].Fields)
		all[i].Fields = slices.Compact(all[i].Fields)
	}
	return all
}

// FieldNames returns the paths of the fields that matter, sorted.
func (d OperatorResource) FieldNames() []string { return slices.Sorted(maps.Keys(d.Fields)) }

// Roles returns every role that a product of the catalogue can have, sorted.
func (c *Catalog) Roles() []string {
	var roles []string
	for _, e := range c.Entries {
		roles = append(roles, e.Roles()...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// Roles returns every role that the product can have in any form, sorted.
func (e Entry) Roles() []string {
	roles := slices.Clone(e.Provides)
	for _, r := range e.WorkloadRules {
		roles = append(roles, r.Provides...)
	}
	for _, d := range e.OperatorResources {
		roles = append(roles, d.Provides...)
	}
	for _, h := range e.Hidden {
		roles = append(roles, h.Provides...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}
