package kube

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kready/kready/internal/facts"
)

// FuzzSelects: a selector selects what Kubernetes' own code says, as it stands in an object and as
// a fact.
func FuzzSelects(f *testing.F) {
	f.Add([]byte(`{"matchLabels":{"app":"a"},"matchExpressions":[{"key":"tier","operator":"NotIn","values":["b"]}]}`), "app=a,tier=c")
	f.Add([]byte(`{}`), "")
	f.Add([]byte(`{"matchExpressions":[{"key":"a","operator":"Exists","values":["b"]}]}`), "a=b")
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		with := map[string]string{}
		for pair := range strings.SplitSeq(text, ",") {
			key, value, _ := strings.Cut(pair, "=")
			with[key] = value
		}
		var own metav1.LabelSelector
		var raw map[string]any
		if json.Unmarshal(data, &own) != nil || json.Unmarshal(data, &raw) != nil || raw == nil {
			return
		}
		compiled, err := metav1.LabelSelectorAsSelector(&own)
		want := err == nil && compiled.Matches(labels.Set(with))
		s := facts.Selector{Set: true}
		for _, key := range slices.Sorted(maps.Keys(own.MatchLabels)) {
			s.Requirements = append(s.Requirements, facts.Requirement{Key: key, Operator: "In", Values: []string{own.MatchLabels[key]}})
		}
		for _, r := range own.MatchExpressions {
			s.Requirements = append(s.Requirements, facts.Requirement{Key: r.Key, Operator: string(r.Operator), Values: r.Values})
		}
		if got := Selects(&s, with); got != want {
			t.Errorf("%s selects %v: %t, want %t", data, with, got, want)
		}
		_ = RawSelects(raw, with)
		_ = s.String()
	})
}

// FuzzOwner: an owner is one of those that were asked about, and its name begins the object's.
func FuzzOwner(f *testing.F) {
	f.Add("Pod", "coredns-5d78c9869d-abcde", "coredns", "Deployment")
	f.Add("ReplicaSet", "a-66bf5c9d8f", "a", "Deployment")
	f.Fuzz(func(t *testing.T, kind, name, workload, of string) {
		owner, ok := OwnerByName(kind, name, []facts.ObjectRef{{Kind: of, Name: workload}, {Kind: "Deployment", Name: "a"}})
		if ok && (owner.Name == "" || !strings.HasPrefix(name, owner.Name)) {
			t.Errorf("%s %s belongs to %v", kind, name, owner)
		}
	})
}
