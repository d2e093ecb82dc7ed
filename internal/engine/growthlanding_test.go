package engine

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/internal/yaml"
)

// landed is how many times a fixture's manifests are written, at first.
const landed = 100

// once are kinds of which a namespace has few. Each is held against all its pods, as the API server does.
var once = map[string]bool{"LimitRange": true, "ResourceQuota": true, "Namespace": true}

// TestGrowthOfServices: a requirement takes no more than n·log n of the manifests, and neither does what is distilled of them.
// Manifests are those of a requirement's own fixture of a gap, many times, each time under other names.
func TestGrowthOfServices(t *testing.T) {
	g := growth{known: shippedRecogniser(t), set: fixtures(t)}
	tried := 0
	for _, c := range builtinChecks(t) {
		if !c.IsRequirement() {
			continue
		}
		all, err := g.set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			if f.Status() != "gap" || f.Service == "" || f.DryRun.Asked {
				continue
			}
			tried++
			t.Run(c.ID+"/"+f.Name, func(t *testing.T) {
				g.t = t
				demand(t, landed, func(n int) map[string]spent { return g.land(c, f, n) })
			})
			break // one of each requirement is enough
		}
	}
	if tried < 40 {
		t.Errorf("only %d requirements were tried", tried)
	}
}

// land measures one requirement on a fixture's manifests, written so many times more.
func (g growth) land(c check.Check, f fixture.Fixture, n int) map[string]spent {
	g.t.Helper()
	f.Service = copies(g.t, f.Service, n)
	snapshot, err := g.set.Snapshot(f)
	if err != nil {
		g.t.Fatal(err)
	}
	work := map[string]spent{}
	in := g.known.Input(snapshot, f.AsOf)
	work["distilling"] = measure(func() { in = inputOf(g.t, g.known, snapshot, f) })
	ctx := policy.WithMemo(context.Background(), in)
	work[c.ID] = measure(func() {
		if c.Preparer != nil {
			c.Preparer.Wait(ctx, c.ID, in)
		}
		if _, err := c.Run(ctx, in); err != nil {
			g.t.Fatal(err)
		}
		if c.Needy != nil {
			if _, err := c.Needy(ctx, in); err != nil {
				g.t.Fatal(err)
			}
		}
	})
	return work
}

// copies are manifests written so many times more, with other names of the objects.
func copies(t *testing.T, manifests string, n int) string {
	t.Helper()
	var objects []any
	names := map[string]bool{}
	for _, text := range strings.Split("\n"+manifests, "\n---") {
		var object map[string]any
		if err := yaml.Unmarshal([]byte(text), &object); err != nil {
			t.Fatal(err)
		}
		metadata, _ := object["metadata"].(map[string]any)
		name, _ := metadata["name"].(string)
		if kind, _ := object["kind"].(string); name == "" || once[kind] {
			continue
		}
		objects, names[name] = append(objects, object), true
	}
	out := strings.Builder{}
	out.WriteString(manifests)
	for i := range n {
		for _, object := range objects {
			text, err := yaml.Marshal(renamed(object, names, "-"+strconv.Itoa(i)))
			if err != nil {
				t.Fatal(err)
			}
			out.WriteString("\n---\n")
			out.Write(text)
		}
	}
	return out.String()
}
