package collect

import (
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestCutOff: an object without what each of its kind has makes its kind a blind spot, and one
// without a name the kind of every object that it could be.
func TestCutOff(t *testing.T) {
	tests := map[string]struct {
		objects string
		blind   facts.Kind // "" when it is whole
	}{
		"Deployment":           {"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {containers: []}}}", facts.KindWorkloads},
		"DaemonSet, no spec":   {"apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}", facts.KindWorkloads},
		"StatefulSet":          {"apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: a}\nspec: {}", facts.KindWorkloads},
		"CronJob":              {"apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: '* * * * *'}", facts.KindWorkloads},
		"Pod":                  {"apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: kube-system}\nstatus: {phase: Running}", facts.KindWorkloads},
		"Service":              {"apiVersion: v1\nkind: Service\nmetadata: {name: a}", facts.KindServices},
		"headless Service":     {"apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {clusterIP: None}", ""},
		"Ingress":              {"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: a}\nspec: {}", facts.KindIngresses},
		"Ingress, no metadata": {"apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec: {rules: [{host: a}]}", facts.KindIngresses},
		"Kustomization":        {"apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nstatus: {}", facts.KindDeliveries},
		"ConfigMap, no name":   {"apiVersion: v1\nkind: ConfigMap\nmetadata: {namespace: kube-system}\ndata: {}", facts.KindNetworkConfig},
		"named by the server":  {"apiVersion: v1\nkind: Node\nmetadata: {generateName: a-}\nspec: {}", ""},
		"Node":                 {"apiVersion: v1\nkind: Node\nmetadata: {name: a}\nspec: {}", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := Snapshot(t.Context(), dump(t, tt.objects, true), facts.Kinds(), Options{Now: moment, Platform: everything})
			var malformed []facts.Kind
			for _, spot := range s.BlindSpots {
				if spot.Reason == facts.ReasonMalformed {
					malformed = append(malformed, spot.Facts)
					if !strings.Contains(spot.Message, "no ") {
						t.Errorf("it does not say what is missing: %s", spot.Message)
					}
				}
			}
			if tt.blind == "" && len(malformed) > 0 || tt.blind != "" && len(s.Blind([]facts.Kind{tt.blind})) == 0 {
				t.Errorf("blind in %v, want %q", malformed, tt.blind)
			}
		})
	}
}
