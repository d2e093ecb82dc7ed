package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// allChecks returns kready's own checks and those of the user's folders, in order. A policy
// that does not load is left out and has a fault, with file and line.
func (e Env) allChecks(cfg config.Config, req Request) (all []check.Check, faults []error, err error) {
	builtin, err := e.BuiltinChecks()
	if err != nil {
		return nil, nil, err
	}
	roles, err := e.catalogRoles(req.Catalogs)
	if err != nil {
		return nil, nil, err
	}
	own, faults := e.loadPolicies(builtin, slices.Concat(cfg.Policies, req.Policies), cfg, roles)
	all, err = check.Order(slices.Concat(builtin, check.ResolveRequires(own, builtin)))
	return all, faults, err
}

// loadPolicies loads folders of policies. Of two checks with one id, the first stays.
func (e Env) loadPolicies(builtin []check.Check, dirs []string, cfg config.Config, roles []string) (own []check.Check, faults []error) {
	taken := map[string]string{}
	for _, c := range builtin {
		taken[c.ID] = "a check of kready"
	}
	seen := map[string]bool{}
	for _, dir := range dirs {
		where, err := filepath.Abs(e.Path(dir))
		if err != nil || seen[where] {
			continue // the flag may name again what the configuration does
		}
		seen[where] = true
		loaded, problems := e.loadFolder(dir, cfg, roles)
		faults = append(faults, problems...)
		for _, c := range loaded {
			if by, ok := taken[c.ID]; ok {
				faults = append(faults, fmt.Errorf("%s: the id %s is that of %s: choose another name", c.Position, c.ID, by))
				continue
			}
			taken[c.ID] = "the policy at " + c.Position
			own = append(own, c)
		}
	}
	return WithNeeds(own), faults
}

// openPolicies returns a folder of policies, or an error when it is not a folder.
func (e Env) openPolicies(dir string, cfg config.Config, roles []string) (policy.Folder, error) {
	info, err := os.Stat(e.Path(dir))
	if err != nil {
		return policy.Folder{}, fmt.Errorf("cannot read the policies %s: %w", dir, ShortError(err))
	}
	if !info.IsDir() {
		return policy.Folder{}, fmt.Errorf("cannot read the policies %s: not a folder", dir)
	}
	root, err := os.OpenRoot(e.Path(dir)) // links that lead out of it are not followed
	if err != nil {
		return policy.Folder{}, fmt.Errorf("cannot read the policies %s: %w", dir, ShortError(err))
	}
	return policy.Folder{Name: dir, Files: root.FS(), Lib: policies.Files, Custom: cfg.Custom, Roles: roles}, nil
}

func (e Env) loadFolder(dir string, cfg config.Config, roles []string) ([]check.Check, []error) {
	folder, err := e.openPolicies(dir, cfg, roles)
	if err != nil {
		return nil, []error{err}
	}
	return policy.Load(folder)
}

// joinFaults returns one error with a line for each fault, nil when there are none.
func joinFaults(faults []error) error {
	if len(faults) == 0 {
		return nil
	}
	return Usagef("%w", errors.Join(faults...))
}

// UserBatteries are the batteries of the user's policies that are not kready's.
func UserBatteries(all []check.Check) []string {
	var names []string
	for _, c := range all {
		if name := c.Battery(); c.Position != "" && !check.KnownBattery(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// AllChecks returns all checks, for commands that only list or explain them: faults of
// policies, or of a configuration that the request does not name, are notes on stderr.
func AllChecks(env Env, req Request) ([]check.Check, error) {
	for _, dir := range req.Policies {
		if _, err := env.openPolicies(dir, config.Config{}, nil); err != nil {
			return nil, Usagef("%w", err)
		}
	}
	_, cfg, err := env.Configuration(req.Config, req.Profile)
	if err != nil {
		if req.Config != "" {
			return nil, err
		}
		env.Note(err.Error())
		cfg = config.Config{}
	}
	all, faults, err := env.allChecks(cfg, req)
	for _, fault := range faults {
		env.Note(fault.Error())
	}
	for _, c := range all {
		if why := c.BrokenReason(); why != nil {
			env.Note(why.Error())
		}
	}
	return all, err
}
