package collect

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// pools are the kinds that these tests collect.
var pools = []ProductKind{
	{Group: "metallb.io", Resource: "ipaddresspools", Fields: []string{"spec.addresses"}},
	{Group: "cilium.io", Resource: "ciliumloadbalancerippools", Fields: []string{"spec.blocks[].cidr"}},
}

// pool is an object of the first of them.
const pool = `{"apiVersion": "metallb.io/v1beta1", "kind": "IPAddressPool", "metadata": {"name": "p%d", "namespace": "m"}}`

// refusing is a source that may not be listed.
type refusing struct{ target.Source }

func (refusing) Each(context.Context, target.Query, func(runtime.Object) error) error {
	return &target.ReadError{Reason: facts.ReasonForbidden, Message: "no"}
}

// TestProductResourcesThatCannotBeRead: a kind that may not be listed is not known, and one that
// is not served is known to have no objects; neither says anything of the other.
func TestProductResourcesThatCannotBeRead(t *testing.T) {
	src := refusing{dump(t, fmt.Sprintf(pool, 1), true)}
	s := Snapshot(t.Context(), src, []facts.Kind{facts.KindProductResources}, Options{Now: moment, Products: pools})
	want := []facts.ProductResource{
		{Name: "ciliumloadbalancerippools.cilium.io", Read: true, Asked: []string{"spec.blocks[].cidr"}, Objects: []facts.ProductObject{}},
		{Name: "ipaddresspools.metallb.io", Served: true, Asked: []string{"spec.addresses"}, Objects: []facts.ProductObject{}},
	}
	if !reflect.DeepEqual(s.ProductResources, want) {
		t.Errorf("got %+v", s.ProductResources)
	}
	var blind []string
	for _, b := range s.Blind([]facts.Kind{facts.KindProductResources}) {
		blind = append(blind, string(b.Facts)+" "+b.Reason)
	}
	if !slices.Equal(blind, []string{"productResources.ipaddresspools.metallb.io forbidden"}) {
		t.Errorf("blind: %v", blind)
	}
}

// TestProductResourcesOfManifests: manifests that are not a whole cluster do not say that there
// are none, nor that there are no more.
func TestProductResourcesOfManifests(t *testing.T) {
	src := dump(t, fmt.Sprintf(pool, 1), false)
	s := Snapshot(t.Context(), src, []facts.Kind{facts.KindProductResources}, Options{Now: moment, Products: pools})
	if there := s.ProductResources[1]; there.Read || len(there.Objects) != 1 {
		t.Errorf("of what they hold: %+v", there)
	}
	if absent := s.ProductResources[0]; absent.Read || absent.Served {
		t.Errorf("of what they do not hold: %+v", absent)
	}
}

// TestTooManyProductObjects: past the limit no object is kept, and the kind is not known.
func TestTooManyProductObjects(t *testing.T) {
	var items []string
	for i := range ProductObjects + 1 {
		items = append(items, fmt.Sprintf(pool, i))
	}
	src := dump(t, strings.Join(items, "\n---\n"), true)
	s := Snapshot(t.Context(), src, []facts.Kind{facts.KindProductResources}, Options{Now: moment, Products: pools[:1]})
	got := s.ProductResources[0]
	blind := s.Blind([]facts.Kind{facts.KindProductResources})
	if got.Read || len(got.Objects) != ProductObjects || len(blind) != 1 || blind[0].Reason != facts.ReasonTooLarge {
		t.Errorf("read %t, %d objects, blind %+v", got.Read, len(got.Objects), blind)
	}
}

// TestProductResourcesOfAGroup: the resources that a product makes at run time are one kind.
func TestProductResourcesOfAGroup(t *testing.T) {
	kinds := []ProductKind{{Group: "constraints.gatekeeper.sh", Resource: AllResources, Fields: []string{"spec.enforcementAction"}}}
	constraint := func(kind, name, action string) string {
		return fmt.Sprintf("apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: %s\nmetadata: {name: %s}\nspec: {enforcementAction: %s}\n", kind, name, action)
	}
	text := constraint("K8sAllowedRepos", "repos", "warn") + "---\n" + constraint("K8sRequiredLabels", "owner", "deny")
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"two kinds": {text, []string{"K8sAllowedRepos repos [warn]", "K8sRequiredLabels owner [deny]"}},
		"none":      {fmt.Sprintf(pool, 1), nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := Snapshot(t.Context(), dump(t, c.text, true), []facts.Kind{facts.KindProductResources}, Options{Now: moment, Products: kinds})
			if len(s.ProductResources) != 1 || s.ProductResources[0].Name != "*.constraints.gatekeeper.sh" || !s.ProductResources[0].Read {
				t.Fatalf("got %+v, blind %+v", s.ProductResources, s.BlindSpots)
			}
			var got []string
			for _, o := range s.ProductResources[0].Objects {
				got = append(got, fmt.Sprint(o.Kind, " ", o.Name, " ", o.Fields[0].Values))
			}
			slices.Sort(got)
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
