package kube

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// TestVolumeFits: a volume moves to where it says that it may.
func TestVolumeFits(t *testing.T) {
	volume := func(terms ...corev1.NodeSelectorTerm) *corev1.PersistentVolume {
		return &corev1.PersistentVolume{Spec: corev1.PersistentVolumeSpec{NodeAffinity: &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: terms}}}}
	}
	in := func(key, value string) corev1.NodeSelectorTerm {
		return corev1.NodeSelectorTerm{MatchExpressions: []corev1.NodeSelectorRequirement{{Key: key, Operator: corev1.NodeSelectorOpIn, Values: []string{value}}}}
	}
	node := &facts.Node{Name: "n1", Labels: map[string]string{"zone": "a"}}
	for name, tt := range map[string]struct {
		pv   *corev1.PersistentVolume
		want bool
	}{
		"anywhere":     {&corev1.PersistentVolume{}, true},
		"its zone":     {volume(in("zone", "a")), true},
		"another zone": {volume(in("zone", "b")), false},
		"either":       {volume(in("zone", "b"), in("zone", "a")), true},
		"its name":     {volume(in("kubernetes.io/hostname", "n1")), true},
		"another name": {volume(in("kubernetes.io/hostname", "n2")), false},
		"no node":      {volume(corev1.NodeSelectorTerm{}), false},
	} {
		if got := VolumeFits(tt.pv, node); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSelects(t *testing.T) {
	one := func(key, operator string, values ...string) facts.Selector {
		return facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: key, Operator: operator, Values: values}}}
	}
	for name, tt := range map[string]struct {
		selector facts.Selector
		want     bool
	}{
		"null":                     {facts.Selector{}, false},
		"empty":                    {facts.Selector{Set: true}, true},
		"In":                       {one("team", "In", "a", "b"), true},
		"In without":               {one("team", "In", "b"), false},
		"In of an absent label":    {one("tier", "In", "a"), false},
		"NotIn":                    {one("team", "NotIn", "a"), false},
		"NotIn of an absent label": {one("tier", "NotIn", "a"), true},
		"Exists":                   {one("team", "Exists"), true},
		"DoesNotExist":             {one("team", "DoesNotExist"), false},
		"an unknown operator":      {one("team", "Like", "a"), false},
	} {
		if got := Selects(&tt.selector, map[string]string{"team": "a"}); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestRawSelects(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  map[string]any
		want bool
	}{
		"null":        {nil, false},
		"empty":       {map[string]any{}, true},
		"labels":      {map[string]any{"matchLabels": map[string]any{"team": "a"}}, true},
		"expressions": {map[string]any{"matchExpressions": []any{map[string]any{"key": "team", "operator": "NotIn", "values": []any{"a"}}}}, false},
		"malformed":   {map[string]any{"matchLabels": "team=a"}, false},
	} {
		if got := RawSelects(tt.raw, map[string]string{"team": "a"}); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestHasLabels(t *testing.T) {
	have := map[string]string{"a": "1", "b": ""}
	for name, tt := range map[string]struct {
		wanted map[string]string
		want   bool
	}{
		"nothing":           {nil, true},
		"one":               {map[string]string{"a": "1"}, true},
		"an empty value":    {map[string]string{"b": ""}, true},
		"an absent label":   {map[string]string{"c": ""}, false},
		"another value":     {map[string]string{"a": "2"}, false},
		"one of two absent": {map[string]string{"a": "1", "c": "3"}, false},
	} {
		if got := HasLabels(have, tt.wanted); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestNamespaceLabels: manifests do without the label that the API server gives.
func TestNamespaceLabels(t *testing.T) {
	n := facts.Namespace{Name: "shop", Labels: map[string]string{"team": "a"}}
	if got := NamespaceLabels(&n); len(got) != 2 || got["kubernetes.io/metadata.name"] != "shop" || got["team"] != "a" {
		t.Errorf("%v", got)
	}
	if len(n.Labels) != 1 {
		t.Error("the namespace's own labels were changed")
	}
}
