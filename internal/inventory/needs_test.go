package inventory

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
)

// TestPartsAreDerivedFromWhatTheyDeclare: a part that is derived from its declared kinds of
// fact alone is the same as one that is derived from the whole snapshot, on the healthy
// cluster and on every fixture of the checks.
func TestPartsAreDerivedFromWhatTheyDeclare(t *testing.T) {
	known, compared := shipped(t), 0
	for _, s := range fixtures(t) {
		whole := reflect.ValueOf(known.Input(s, time.Time{})).Elem()
		for _, part := range facts.DerivedParts() {
			alone := reflect.ValueOf(known.Input(s.Only(readsOf(part).Kinds()...), time.Time{})).Elem()
			got, want := valueOf(alone, part), valueOf(whole, part)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s is derived from more than it declares:\n got %+v\nwant %+v", part, got, want)
			}
			compared++
		}
	}
	t.Logf("%d parts compared", compared)
}

// valueOf returns a part of the input.
func valueOf(in reflect.Value, part facts.Part) any {
	for _, field := range reflect.VisibleFields(in.Type()) {
		if field.Tag.Get("json") == string(part) {
			return in.FieldByIndex(field.Index).Interface()
		}
	}
	return nil
}

// TestPlatformReadsEnough: the platform's workloads are the same to the collector of pods,
// which has seen little, as to whoever has seen all.
func TestPlatformReadsEnough(t *testing.T) {
	known := shipped(t)
	for _, s := range fixtures(t) {
		got, want := known.Platform(s), known.newFinder(s).platform()
		if !slices.Equal(got, want) {
			t.Errorf("the platform is %v, and with all facts %v", got, want)
		}
	}
}

// fixtures returns the clusters of the fixtures of some checks of each battery.
func fixtures(t *testing.T) []*facts.Snapshot {
	t.Helper()
	set, err := fixture.Load()
	if err != nil {
		t.Fatal(err)
	}
	healthy, err := set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	all := []*facts.Snapshot{healthy}
	for _, id := range []string{
		"ingress/ingress-nginx-retired", "secrets/encryption-at-rest", "network/policy-engine", "logs/coverage",
		"cluster/version-supported", "storage/provisioner-live", "network/cni-present", "cluster/remnants",
	} {
		found, err := set.Of(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			s, err := set.Snapshot(f)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
	}
	if len(all) < 20 {
		t.Fatalf("only %d clusters", len(all))
	}
	return all
}

// TestDerivedPartsRestOnFacts: a derived part for which nothing is declared would be believed
// where nothing could be read.
func TestDerivedPartsRestOnFacts(t *testing.T) {
	known := shipped(t)
	for _, part := range facts.DerivedParts() {
		needs := readsOf(part).Needs
		if len(needs) == 0 {
			t.Errorf("%s rests on nothing: declare it beside the function that derives it, and name it in readsOf", part)
		}
		for _, kind := range needs {
			in := known.Input(&facts.Snapshot{BlindSpots: []facts.BlindSpot{{Facts: kind}}}, time.Time{})
			if len(in.BlindTo(part)) == 0 {
				t.Errorf("%s is not blind where %s are", part, kind)
			}
		}
	}
}

func TestResolve(t *testing.T) {
	for name, tt := range map[string]struct {
		fields, optional facts.Fields
		needs            []facts.Kind
		reads            []facts.Kind
	}{
		"a kind":           {fields: facts.Fields{facts.KindPods}, needs: []facts.Kind{facts.KindPods}},
		"a custom one":     {fields: facts.Fields{facts.Kind("custom.topics")}, needs: []facts.Kind{"custom.topics"}},
		"no fact":          {fields: facts.Fields{facts.PartTables, facts.PartAsOf}},
		"the distribution": {fields: facts.Fields{facts.PartDistribution}, needs: []facts.Kind{facts.KindNodes}, reads: []facts.Kind{facts.KindVersion, facts.KindAPIs}},
		"the inventory":    {fields: facts.Fields{facts.PartInventory}, needs: []facts.Kind{facts.KindNodes, facts.KindWorkloads}, reads: []facts.Kind{facts.KindVersion, facts.KindPods, facts.KindCRDs}},
		"both":             {fields: facts.Fields{facts.PartInventory, facts.KindVersion}, needs: []facts.Kind{facts.KindNodes, facts.KindVersion, facts.KindWorkloads}, reads: []facts.Kind{facts.KindPods}},
		"optional":         {fields: facts.Fields{facts.KindVersion}, optional: facts.Fields{facts.PartDistribution}, needs: []facts.Kind{facts.KindVersion}, reads: []facts.Kind{facts.KindNodes, facts.KindAPIs}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Resolve(tt.fields, tt.optional)
			if !slices.Equal(got.Needs, tt.needs) {
				t.Errorf("needs %v, want %v", got.Needs, tt.needs)
			}
			for _, kind := range tt.reads {
				if !slices.Contains(got.Optional, kind) {
					t.Errorf("%s is not among what it reads besides: %v", kind, got.Optional)
				}
			}
			if slices.ContainsFunc(got.Needs, func(k facts.Kind) bool { return slices.Contains(got.Optional, k) }) {
				t.Errorf("a kind is in both lists: %+v", got)
			}
			if len(tt.needs) > 0 && len(tt.reads) == 0 && len(got.Optional) > 0 {
				t.Errorf("it reads more: %v", got.Optional)
			}
		})
	}
}
