package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/service"
)

// manifestOptions say how manifests are read that are judged against a target. A namespace is enforced where
// it was given.
func manifestOptions(env Env, t engine.Target, namespace string, enforced bool) (service.Options, error) {
	out := service.Options{Namespace: namespace, Enforced: enforced, Dir: env.Dir, Stdin: env.Stdin}
	switch {
	case enforced:
		if wrong := validation.IsDNS1123Label(namespace); len(wrong) > 0 {
			return out, engine.Usagef("invalid --namespace %q: %s", namespace, wrong[0])
		}
	case t.From != "":
		out.Namespace = "default"
	default:
		out.Namespace = t.Connection.Namespace()
	}
	return out, nil
}

// source is the manifests of one service.
type source struct {
	name  string
	paths []string
	// kustomize marks a folder to render.
	kustomize bool
}

func (s source) load(options service.Options) (*service.Manifests, error) {
	if s.kustomize {
		return service.Build(s.name, s.paths[0], options)
	}
	return service.Load(s.name, s.paths, options)
}

// loadServices loads the rules of a request, and the manifests of services that are judged by them.
func loadServices(env Env, req engine.Request, sources []source, options service.Options) (*engine.Rules, []*service.Manifests, error) {
	rules, err := engine.Load(env, req)
	if err != nil {
		return nil, nil, err
	}
	var services []*service.Manifests
	for _, s := range sources {
		m, err := s.load(options)
		if err != nil {
			return nil, nil, engine.Usagef("%w", err)
		}
		for _, note := range m.Notes() {
			fmt.Fprintf(env.Stderr, "kready: note: %s\n", note)
		}
		services = append(services, m)
	}
	return rules, services, nil
}

// sourcesOf are the services of a command line: each folder is one, and all files together are one; so is each
// kustomization. The name is that of the only service, or "".
func sourcesOf(env Env, args, kustomizations []string, name string) []source {
	var all []source
	var files []string
	for _, arg := range args {
		if info, err := os.Stat(env.Path(arg)); arg != "-" && err == nil && info.IsDir() {
			all = append(all, source{paths: []string{arg}})
		} else {
			files = append(files, arg)
		}
	}
	if len(files) > 0 {
		all = append(all, source{paths: files})
	}
	for _, folder := range kustomizations {
		all = append(all, source{paths: []string{folder}, kustomize: true})
	}
	taken := map[string]int{}
	for i := range all {
		all[i].name = serviceName(env, all[i].paths[0], name)
		taken[all[i].name]++
	}
	for i := range all {
		if taken[all[i].name] > 1 { // overlays of one name: their paths tell them apart
			all[i].name = filepath.ToSlash(filepath.Clean(all[i].paths[0]))
		}
	}
	return all
}

// serviceName is what reports call a service: by its own name, or by its first path.
func serviceName(env Env, path, name string) string {
	switch {
	case name != "":
		return name
	case path == "-":
		return "stdin"
	}
	if at, err := filepath.Abs(env.Path(path)); err == nil {
		base := filepath.Base(at)
		switch ext := filepath.Ext(base); ext { // the name of a folder may have a dot
		case ".yaml", ".yml", ".json":
			return strings.TrimSuffix(base, ext)
		}
		return base
	}
	return path
}
