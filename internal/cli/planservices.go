package cli

import (
	"context"
	"os"
	"slices"
	"strings"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/plan"
)

// runServices makes a plan for services: each folder is one.
func (f *planFlags) runServices(ctx context.Context, env Env, folders []string, enforced bool, write func(plan.Plan) error) error {
	if _, stored, err := engine.StoredReport(env, f.target.From); stored && err == nil {
		return engine.Usagef("%s is a report, which does not say what services need: --services takes a cluster or a snapshot", f.target.From)
	}
	for _, folder := range folders {
		if info, err := os.Stat(env.Path(folder)); err != nil || !info.IsDir() {
			return engine.Usagef("%s is no folder: with --services, each argument is the folder of a service's manifests", folder)
		}
	}
	sources := sourcesOf(env, folders, nil, "")
	if err := f.validateFirst(sources); err != nil {
		return err
	}
	options, err := manifestOptions(env, f.target, f.namespace, enforced)
	if err != nil {
		return err
	}
	rules, services, err := loadServices(env, f.request, sources, options)
	if err != nil {
		return err
	}
	rep, landed, err := rules.CheckFor(ctx, f.target, services)
	if err != nil {
		return err
	}
	return write(plan.NewFor(rep, plan.Demand{Reports: landed, First: f.first}, rules.Checks, rules.Catalog.Entries))
}

// validateFirst refuses key customers that are none of the services.
func (f *planFlags) validateFirst(sources []source) error {
	var names []string
	for _, s := range sources {
		names = append(names, s.name)
	}
	for _, name := range f.first {
		if !slices.Contains(names, name) {
			const most = 10
			if len(names) > most {
				names = append(names[:most], "…")
			}
			return engine.Usagef("--first %s is none of the services: there is %s", name, strings.Join(names, ", "))
		}
	}
	return nil
}
