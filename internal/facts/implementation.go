package facts

import "slices"

// Running returns the implementations that a role is provided by: seen running, or
// run by the provider out of sight.
func (in *Input) Running(role string) []Implementation {
	var found []Implementation
	for _, impl := range in.Inventory {
		if (impl.State == StateRunning || impl.State == StateHidden) && slices.Contains(impl.Roles, role) {
			found = append(found, impl)
		}
	}
	return found
}

// TitleAndVersion writes an implementation as people say it: "Cilium 1.20.2".
func (i *Implementation) TitleAndVersion() string {
	if i.Version == "" {
		return i.Title
	}
	return i.Title + " " + i.Version
}
