package target

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"regexp"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/yaml"
)

// saidMax is the size of files that say something of a bundle; longer ones are something else.
const saidMax = 32 << 20

// learn reads a file that holds no objects. What does not parse says nothing.
func (b *bundle) learn(name string, at place, r io.Reader) error {
	data, err := readAll(name, r, 0, saidMax)
	if err != nil {
		return err
	}
	switch at.role {
	case saysVersion:
		b.learnVersion(data)
	case saysGroups:
		b.learnGroups(data)
	case saysResources:
		b.learnResources(data)
	case saysAPIs:
		b.learnAPIs(data)
	case saysTable:
		b.learnTable(data)
	case saysMade:
		first, _, _ := strings.Cut(string(data), "\n")
		b.image = b.image || strings.TrimSpace(first) == "openshift/must-gather"
	case saysInsights:
		b.operator = true
	case saysTime:
		b.learnTime(data)
	case saysErrors:
		b.learnErrors(name, at, data)
	case saysQueries:
		_ = json.Unmarshal(data, &b.queries)
	case saysFilter:
		var config struct {
			Filters struct{ LabelSelector string }
		}
		b.chosen = json.Unmarshal(data, &config) != nil || config.Filters.LabelSelector != ""
	}
	return nil
}

// toldVersion is a version in what `kubectl version` prints.
var toldVersion = regexp.MustCompile(`Server Version:.*?(v\d+\.\d+\.\d+[0-9A-Za-z.+_-]*)`)

// learnVersion reads a server's version: what /version answers, as it is or within a field, or
// what kubectl prints.
func (b *bundle) learnVersion(data []byte) {
	var said struct {
		GitVersion, Platform string
		Info                 struct{ GitVersion, Platform string }
	}
	if json.Unmarshal(data, &said) == nil {
		if said.GitVersion == "" {
			said.GitVersion, said.Platform = said.Info.GitVersion, said.Info.Platform
		}
		b.setVersion(said.GitVersion, said.Platform)
		return
	}
	if found := toldVersion.FindSubmatch(data); found != nil {
		b.setVersion(string(found[1]), "")
	}
}

// setVersion keeps a version as /version answers it.
func (b *bundle) setVersion(version, platform string) {
	if version == "" {
		return
	}
	b.version, _ = json.Marshal(map[string]string{"gitVersion": version, "platform": platform}) // strings encode
}

// learnGroups reads the groups of discovery: a list of them, or an array.
func (b *bundle) learnGroups(data []byte) {
	groups, err := readGroupList(data)
	if err != nil {
		var array []json.RawMessage
		if json.Unmarshal(data, &array) != nil || len(array) == 0 {
			return
		}
		asList, _ := json.Marshal(map[string]any{"kind": "APIGroupList", "groups": array}) // it was JSON
		if groups, err = readGroupList(asList); err != nil {
			return
		}
	}
	b.groups = groups
}

// learnResources reads the resources of discovery: an array of lists.
func (b *bundle) learnResources(data []byte) {
	var lists []metav1.APIResourceList
	if json.Unmarshal(data, &lists) != nil {
		return
	}
	for _, list := range lists {
		gv, err := schema.ParseGroupVersion(list.GroupVersion)
		if err != nil {
			continue
		}
		group := b.group(gv.Group)
		group.Versions = append(group.Versions, gv.Version)
		for _, r := range list.APIResources {
			if r.Kind != "" && !strings.Contains(r.Name, "/") {
				group.Resources = append(group.Resources, Resource{Version: gv.Version, Name: r.Name, Kind: r.Kind, Namespaced: r.Namespaced})
			}
		}
	}
}

// group returns a group of the resources, to be changed.
func (b *bundle) group(name string) *Group {
	for i := range b.resources {
		if b.resources[i].Name == name {
			return &b.resources[i]
		}
	}
	b.resources = append(b.resources, Group{Name: name})
	return &b.resources[len(b.resources)-1]
}

// learnAPIs reads discovery in its aggregated form.
func (b *bundle) learnAPIs(data []byte) {
	asJSON, err := yaml.ToJSON(data)
	if err != nil {
		return
	}
	if found, err := readAggregated(asJSON); err == nil {
		for _, group := range found.groups {
			*b.group(group.Name) = group
		}
	}
}

// learnTable reads what `kubectl api-resources` prints, whose columns stand where their titles do.
func (b *bundle) learnTable(data []byte) {
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Scan()
	title := lines.Text()
	version, namespaced, kind := strings.Index(title, "APIVERSION"), strings.Index(title, "NAMESPACED"), strings.Index(title, "KIND")
	for version > 0 && namespaced > version && kind > namespaced && lines.Scan() {
		line := lines.Text()
		if len(line) <= kind {
			continue
		}
		name, _, _ := strings.Cut(line, " ")
		gv, err := schema.ParseGroupVersion(strings.TrimSpace(line[version:namespaced]))
		if err != nil {
			continue
		}
		group := b.group(gv.Group)
		if len(group.Versions) == 0 || group.Versions[len(group.Versions)-1] != gv.Version {
			group.Versions = append(group.Versions, gv.Version)
		}
		group.Resources = append(group.Resources, Resource{
			Version: gv.Version, Name: name, Kind: strings.TrimSpace(line[kind:]), Namespaced: strings.TrimSpace(line[namespaced:kind]) == "true",
		})
	}
}

// learnTime reads the times at which `oc` began and ended, as Go prints them.
func (b *bundle) learnTime(data []byte) {
	for line := range strings.Lines(string(data)) {
		words := strings.Fields(line)
		if len(words) < 3 {
			continue
		}
		if at, err := time.Parse("2006-01-02 15:04:05.999999999 -0700", strings.Join(words[:3], " ")); err == nil && at.After(b.moment) {
			b.moment = at
		}
	}
}

// learnErrors reads what a support bundle could not list: texts, or texts by namespace or CRD.
func (b *bundle) learnErrors(name string, at place, data []byte) {
	if at.crd {
		b.custom = true
		var byName map[string]string
		_ = json.Unmarshal(data, &byName)
		for crd := range byName {
			b.failedCRDs[crd] = true
			b.custom = b.custom && crd != "crdList"
		}
		return
	}
	var texts []string
	if json.Unmarshal(data, &texts) == nil && len(texts) > 0 {
		stem := strings.TrimSuffix(stemOf(name[strings.LastIndexAny(name, "/\\")+1:]), "-errors")
		if given := bundledNames()[stem]; given != "" {
			stem = given
		}
		b.failed[stem] = true
	}
}
