package service

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"

	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// Build renders a kustomization with kustomize's own library and reads what comes of it. Objects have the
// file and line that they are written at before rendering, where that is found. Nothing is fetched: a
// kustomization that names something elsewhere is refused, and so are plugins and Helm charts.
func Build(name, folder string, opts Options) (*Manifests, error) {
	m := &Manifests{Name: name, opts: opts, whole: true}
	tree := &kustomizations{m: m, seen: map[string]bool{}}
	if err := tree.visit(folder); err != nil {
		return nil, err
	}
	rendered, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), m.path(folder))
	if err != nil {
		return nil, fmt.Errorf("%s:1: the kustomization does not render: %s", tree.root, tree.shown(err))
	}
	data, err := rendered.AsYaml()
	if err != nil {
		return nil, fmt.Errorf("%s:1: the kustomization does not render: %s", tree.root, tree.shown(err))
	}
	if err := m.take(tree.root, data); err != nil {
		return nil, err
	}
	tree.originate()
	return m, m.finish([]string{folder})
}

// kustomizations are a kustomization and all that it is built from.
type kustomizations struct {
	m    *Manifests
	seen map[string]bool
	// root is the file of the one that is built.
	root string
	// sources are the objects as they are written, before rendering.
	sources []object
}

// shown is an error in one line, without the path of the working folder.
func (k *kustomizations) shown(err error) string {
	said := text.OneLine(err.Error())
	if dir, e := filepath.Abs(k.m.path(".")); e == nil {
		said = strings.ReplaceAll(said, dir+string(filepath.Separator), "")
	}
	return text.Truncate(said, 400)
}

// visit reads a kustomization, and those that it is built from.
func (k *kustomizations) visit(folder string) error {
	if k.seen[filepath.Clean(folder)] {
		return nil
	}
	k.seen[filepath.Clean(folder)] = true
	file, data, err := k.read(folder)
	if err != nil {
		return err
	}
	if k.root == "" {
		k.root = file
	}
	located, err := yaml.Locate(data, 1)
	if err != nil {
		return document{data: data, first: 1}.unreadable(file, err)
	}
	fields, _ := located.Value.(map[string]any)
	if at, what := elsewhere(located, fields); what != "" {
		return fmt.Errorf("%s:%d: %s is elsewhere, and kready fetches nothing: kubectl kustomize %s | kready land -", file, at, what, folder)
	}
	for _, key := range []string{"resources", "bases", "components"} {
		entries, _ := fields[key].([]any)
		for i, entry := range entries {
			if err := k.entry(folder, file, fmt.Sprint(entry), located.Line(key, fmt.Sprint(i))); err != nil {
				return err
			}
		}
	}
	return nil
}

// read reads the file of a kustomization.
func (k *kustomizations) read(folder string) (file string, data []byte, err error) {
	for _, name := range []string{"kustomization.yaml", "kustomization.yml", "Kustomization"} {
		file = filepath.Join(folder, name)
		if data, err = os.ReadFile(k.m.path(file)); err == nil {
			return file, data, nil
		}
	}
	if errors.Is(err, os.ErrNotExist) {
		return "", nil, fmt.Errorf("%s holds no kustomization.yaml", folder)
	}
	return "", nil, fmt.Errorf("cannot read %s: %w", file, short(err))
}

// entry reads a file or a folder that a kustomization is built from.
func (k *kustomizations) entry(folder, file, entry string, line int) error {
	at := filepath.Join(folder, entry)
	info, err := os.Stat(k.m.path(at))
	if err != nil {
		return fmt.Errorf("%s:%d: %s is not there, and kready fetches nothing", file, line, text.Truncate(entry, valueMax))
	}
	if info.IsDir() {
		return k.visit(at)
	}
	before := k.m.objects
	k.m.objects = nil
	if k.m.file(at) == nil { // what is wrong with it, kustomize says
		k.sources = append(k.sources, k.m.objects...)
	}
	k.m.objects = before
	return nil
}

// texts of a kustomization that name no file.
var noFiles = []string{"commonAnnotations", "commonLabels", "labels", "images", "patch", "literals", "metadata", "options", "vars", "replicas"}

// elsewhere finds what a kustomization would fetch: its line, and what it names; "" when there is nothing.
func elsewhere(at yaml.Located, value any, path ...string) (int, string) {
	next := func(step string) []string { return append(path[:len(path):len(path)], step) }
	switch v := value.(type) {
	case string:
		for _, prefix := range []string{"http://", "https://", "ssh://", "git://", "git::", "git@", "file://", "s3::"} {
			if _, file, _ := strings.Cut(v, "="); strings.HasPrefix(v, prefix) || strings.HasPrefix(file, prefix) {
				return at.Line(path...), text.Truncate(v, valueMax)
			}
		}
	case []any:
		for i, element := range v {
			if line, what := elsewhere(at, element, next(fmt.Sprint(i))...); what != "" {
				return line, what
			}
		}
	case map[string]any:
		for key, element := range v {
			if slices.Contains(noFiles, key) {
				continue
			}
			if line, what := elsewhere(at, element, next(key)...); what != "" {
				return line, what
			}
		}
	}
	return 0, ""
}

// originate gives rendered objects the place that they are written at: that of the object of the same kind
// whose name is a part of theirs, the longest one.
func (k *kustomizations) originate() {
	written := map[sourceName]int{}
	for i := len(k.sources) - 1; i >= 0; i-- {
		s := &k.sources[i]
		written[sourceName{s.group, s.kind, s.name}] = i
	}
	for i := range k.m.objects {
		o := &k.m.objects[i]
		if from := k.source(o, written); from != nil {
			o.file, o.Located = from.file, from.With(o.Value)
		} else {
			o.Located = yaml.Located{Value: o.Value}.From(1)
		}
	}
}

type sourceName struct{ group, kind, name string }

// source is the object whose name is the longest part of one's, the first of several; nil without one.
func (k *kustomizations) source(o *object, written map[sourceName]int) *object {
	for length := len(o.name); length > 0; length-- {
		first := -1
		for from := range len(o.name) - length + 1 {
			at, there := written[sourceName{o.group, o.kind, o.name[from : from+length]}]
			if there && (first < 0 || at < first) {
				first = at
			}
		}
		if first >= 0 {
			return &k.sources[first]
		}
	}
	return nil
}
