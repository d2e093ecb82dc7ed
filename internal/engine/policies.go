package engine

import (
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/collect"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/policy"
)

// PolicyFolders returns the folders of policies with these names, or those of the
// configuration when there are none.
func PolicyFolders(env Env, req Request, dirs []string) ([]policy.Folder, error) {
	_, cfg, err := env.Configuration(req.Config, "")
	if err != nil {
		return nil, err
	}
	return env.policyFolders(dirs, cfg, req)
}

func (e Env) policyFolders(dirs []string, cfg config.Config, req Request) ([]policy.Folder, error) {
	if len(dirs) == 0 {
		dirs = cfg.Policies
	}
	if len(dirs) == 0 {
		return nil, Usagef("no folder of policies: name one, or list it under policies: in %s", config.FileName)
	}
	roles, err := e.catalogRoles(req.Catalogs)
	if err != nil {
		return nil, err
	}
	var folders []policy.Folder
	for _, dir := range dirs {
		folder, err := e.openPolicies(dir, cfg, roles)
		if err != nil {
			return nil, Usagef("%w", err)
		}
		folders = append(folders, folder)
	}
	return folders, nil
}

// UserPolicy is a policy of the user's own, with what collecting for it reads.
type UserPolicy struct {
	check.Check
	Reads []collect.Read
}

// CheckPolicies loads the policies of PolicyFolders, as a run does. The error has a line for
// each fault; policies without one are returned in any case.
func CheckPolicies(env Env, req Request, dirs []string) ([]UserPolicy, error) {
	file, cfg, err := env.Configuration(req.Config, "")
	if err != nil {
		return nil, err
	}
	folders, err := env.policyFolders(dirs, cfg, req)
	if err != nil {
		return nil, err
	}
	builtin, err := env.BuiltinChecks()
	if err != nil {
		return nil, err
	}
	var names []string
	for _, folder := range folders {
		names = append(names, folder.Name)
	}
	r, err := env.rules(file, cfg, req)
	if err != nil {
		return nil, err
	}
	own, faults := env.loadPolicies(builtin, names, cfg, r.Catalog.Roles())
	var out []UserPolicy
	for _, c := range check.ResolveRequires(own, builtin) {
		if why := c.BrokenReason(); why != nil {
			faults = append(faults, why)
			continue
		}
		out = append(out, UserPolicy{c, collect.Reads(Needs([]check.Check{c}), r.collectOptions())})
	}
	return out, joinFaults(faults)
}
