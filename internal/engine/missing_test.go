package engine

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/fixture"
)

// missingSample is one in how many changes `go test` tries; KREADY_CHAOS=all tries all.
const missingSample = 400

// mayPassWithout lists, by the end of a path in a snapshot or by check and kind of fact, what may be taken away so that a gap
// passes, and why. Everything else that a snapshot always has makes its kind unknown.
func mayPassWithout() map[string]string {
	return map[string]string{
		"createdAt":        "optional, and absent from manifests: an object of unknown age is not young, and nothing else may hang on it",
		"deletedAt":        "optional: it says that an object is being deleted; without it, it is not",
		"labels.*":         "a label is what its owner puts on an object; one that is gone was taken off",
		"annotations.*":    "as a label",
		"podLabels.*":      "as a label",
		"podAnnotations.*": "as a label",
		"nodeSelector.*":   "an entry of a map: a pod with fewer asks for less",
		"selector.*":       "an entry of a map: a selector with fewer selects more",
		"values.*":         "an entry of a map of settings, each of which may be absent",
		"objects":          "a resource that was read, and of which there is no object, has none",

		"network/cni-coverage productResources":          "the word of the network's operator stands beside the pods on the nodes, which are seen",
		"logs/audit productResources":                    "a setting that an APIServer does not have is OpenShift's default",
		"cluster/nodes-ready leases":                     "the condition is Kubernetes' own verdict; the lease adds to it where no controller manager writes it any more, which cluster/controllers-live asks",
		"network/loadbalancer-provider productResources": "Services that were given an address say more than a configuration that is not seen",
	}
}

// TestNothingMissingAcquits takes every field out of every fixture, makes it null, and gives it
// another type: no gap and no unknown may become a pass by that.
func TestNothingMissingAcquits(t *testing.T) {
	sample := uint32(missingSample)
	if os.Getenv("KREADY_CHAOS") == "all" {
		sample = 1
	}
	sweep := newSweep(t, sample)
	for _, c := range builtinChecks(t) {
		cases, err := sweep.set.Of(c.ID)
		if err != nil {
			t.Fatal(err)
		}
		cases = slices.DeleteFunc(cases, func(f fixture.Fixture) bool {
			return f.Status() != string(check.StatusGap) && f.Status() != string(check.StatusUnknown)
		})
		sweep.check(c, cases)
	}
	for _, end := range slices.Sorted(maps.Keys(sweep.better)) {
		better := sweep.better[end]
		if mayPassWithout()[end] == "" {
			t.Errorf("%s acquits, %d times:\n  %s", end, len(better), strings.Join(better[:min(5, len(better))], "\n  "))
		}
	}
	fmt.Printf("\n%s\n", sweep.table())
	if sweep.tried < 500 {
		t.Error("too few changes were tried")
	}
}
