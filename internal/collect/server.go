package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/version"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func versionCollector() Collector {
	return Collector{
		Facts:   facts.KindVersion,
		Reads:   []Read{nonResource("/version")},
		Collect: collectVersion,
	}
}

// collectVersion reads the API server's version.
func collectVersion(ctx context.Context, r *Run) Fill {
	q := target.Query{Resource: "/version"}
	body, err := r.src.Raw(ctx, "/version")
	if err != nil {
		r.fail("get", q, err)
		return nil
	}
	v, err := distilVersion(body)
	if err != nil {
		r.fail("get", q, &target.ReadError{Reason: facts.ReasonMalformed, Message: err.Error()})
		return nil
	}
	return func(s *facts.Snapshot) { s.Version = v }
}

// gitVersion is the part of a version that all distributions write alike.
var gitVersion = regexp.MustCompile(`^v(\d+)\.(\d+)(?:\.(\d+))?`)

// distilVersion parses what /version says.
func distilVersion(body []byte) (facts.Version, error) {
	var info struct {
		version.Info
		target.ToldVersion
	}
	if err := json.Unmarshal(body, &info); err != nil {
		return facts.Version{}, fmt.Errorf("the version is not valid JSON: %w", err)
	}
	parts := gitVersion.FindStringSubmatch(info.GitVersion)
	if parts == nil {
		return facts.Version{}, fmt.Errorf("%q is not a version of Kubernetes", text.Truncate(info.GitVersion, 80))
	}
	v := facts.Version{GitVersion: info.GitVersion, Platform: info.Platform, From: info.From, Guess: info.Guess}
	v.Major, _ = strconv.Atoi(parts[1])
	v.Minor, _ = strconv.Atoi(parts[2])
	v.Patch, _ = strconv.Atoi(parts[3])
	return v, nil
}

func readyzCollector() Collector {
	return Collector{
		Facts:   facts.KindReadyz,
		Reads:   []Read{nonResource("/readyz")},
		Collect: collectReadyz,
	}
}

// collectReadyz reads whether the API server is ready.
func collectReadyz(ctx context.Context, r *Run) Fill {
	body, err := r.src.Raw(ctx, "/readyz?verbose")
	ready, answered := distilReadyz(body, err == nil)
	if !answered {
		if err == nil {
			err = &target.ReadError{Reason: facts.ReasonMalformed, Message: "the answer is not that of an API server"}
		}
		r.fail("get", target.Query{Resource: "/readyz"}, err)
		return nil
	}
	return func(s *facts.Snapshot) { s.Readyz = ready }
}

// The hook by which RBAC makes its default roles is left out where RBAC is none of the authorizers. Every API server has
// the other one: https://github.com/kubernetes/kubernetes/blob/master/pkg/controlplane/apiserver/config.go
const (
	rbacHook   = "poststarthook/rbac/bootstrap-roles"
	commonHook = "poststarthook/scheduling/bootstrap-system-priority-classes"
)

// distilReadyz parses what /readyz?verbose says: a line for each sub-check, "[+]name
// ok" or "[-]name failed: reason". The second result is false when it says neither.
func distilReadyz(body []byte, ok bool) (facts.Readyz, bool) {
	ready := facts.Readyz{OK: ok}
	answered := strings.TrimSpace(string(body)) == "ok"
	for line := range strings.Lines(string(body)) {
		if strings.HasPrefix(line, "[+]") {
			answered = true
		}
		switch subCheck(line) {
		case rbacHook:
			ready.RBAC = "yes"
		case commonHook:
			ready.RBAC = or(ready.RBAC, "no")
		}
		if rest, failed := strings.CutPrefix(line, "[-]"); failed {
			answered, ready.OK = true, false
			name, _, _ := strings.Cut(rest, " ")
			ready.Failed = append(ready.Failed, strings.TrimSpace(name))
		}
	}
	slices.Sort(ready.Failed)
	return ready, answered
}

// subCheck is the name of the sub-check that a line is about: "[+]ping ok".
func subCheck(line string) string {
	_, rest, _ := strings.Cut(line, "]")
	name, _, _ := strings.Cut(rest, " ")
	return strings.TrimSpace(name)
}

func apisCollector() Collector {
	return Collector{
		Facts:   facts.KindAPIs,
		Reads:   DiscoveryReads(),
		Collect: collectAPIs,
	}
}

// collectAPIs lists which APIs are served.
func collectAPIs(_ context.Context, r *Run) Fill {
	apis, err := r.discover()
	if err != nil {
		r.fail("get", target.Query{Resource: "/apis"}, err)
	}
	groups := distilAPIs(apis)
	return func(s *facts.Snapshot) { s.APIs = groups }
}

// distilKinds are the kinds of a group's resources, with the versions that each is served in.
func distilKinds(resources []target.Resource) []facts.APIKind {
	var out []facts.APIKind
	for _, r := range resources {
		if r.Kind == "" || strings.Contains(r.Name, "/") {
			continue
		}
		i := slices.IndexFunc(out, func(k facts.APIKind) bool { return k.Name == r.Kind && k.Resource == r.Name })
		if i < 0 {
			i = len(out)
			out = append(out, facts.APIKind{Name: r.Kind, Resource: r.Name, Namespaced: r.Namespaced})
		}
		out[i].Versions = append(out[i].Versions, r.Version)
	}
	for i := range out {
		out[i].Versions = sorted(out[i].Versions)
	}
	sortBy(out, func(k facts.APIKind) string { return k.Name }, func(k facts.APIKind) string { return k.Resource })
	return out
}

// distilAPIs sums up discovery. A group whose server is dead stays in the list, as it
// is registered: its versions are Unanswered.
func distilAPIs(apis target.Discovery) []facts.APIGroup {
	var out []facts.APIGroup
	for _, g := range apis.Groups {
		group := facts.APIGroup{Name: g.Name, Versions: slices.Clone(g.Versions)}
		for _, resource := range g.Resources {
			group.Resources = append(group.Resources, resource.Name)
		}
		slices.Sort(group.Resources)
		group.Resources = slices.Compact(group.Resources)
		group.Kinds = distilKinds(g.Resources)
		out = append(out, group)
	}
	for _, failed := range apis.Failed {
		i := slices.IndexFunc(out, func(g facts.APIGroup) bool { return g.Name == failed.Group })
		if i < 0 {
			out = append(out, facts.APIGroup{Name: failed.Group})
			i = len(out) - 1
		}
		out[i].Unanswered = append(out[i].Unanswered, failed.Version)
	}
	sortBy(out, func(g facts.APIGroup) string { return g.Name })
	return out
}
