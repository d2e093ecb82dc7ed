package kube

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestAsksAboutPod(t *testing.T) {
	everything := facts.Selector{Set: true}
	labelled := facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "mesh", Operator: "In", Values: []string{"on"}}}}
	shop := &facts.Namespace{Name: "shop", Labels: map[string]string{"mesh": "on"}}
	for name, tt := range map[string]struct {
		hook        facts.Webhook
		pod         map[string]string
		asks, known bool
	}{
		"everything":            {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything, Objects: everything}, asks: true, known: true},
		"by the namespace":      {hook: facts.Webhook{Resources: []string{"/*"}, Namespaces: labelled, Objects: everything}, asks: true, known: true},
		"by its default label":  {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "kubernetes.io/metadata.name", Operator: "NotIn", Values: []string{"shop"}}}}, Objects: everything}, known: true},
		"other resources":       {hook: facts.Webhook{Resources: []string{"/services"}, Namespaces: everything, Objects: everything}, known: true},
		"not the pod":           {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything, Objects: labelled, Narrowed: true}, known: true},
		"the pod":               {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything, Objects: labelled, Narrowed: true}, pod: map[string]string{"mesh": "on"}, asks: true, known: true},
		"match conditions":      {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything, Objects: everything, Conditional: true, Narrowed: true}, asks: true},
		"an older snapshot":     {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything, Narrowed: true}, asks: true},
		"an older, not narrow":  {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: everything}, asks: true, known: true},
		"an older, not matched": {hook: facts.Webhook{Resources: []string{"/pods"}, Namespaces: facts.Selector{Set: true, Requirements: []facts.Requirement{{Key: "mesh", Operator: "DoesNotExist"}}}, Narrowed: true}, known: true},
	} {
		if asks, known := AsksAboutPod(&tt.hook, shop, tt.pod); asks != tt.asks || known != tt.known {
			t.Errorf("%s: asks %t, known %t", name, asks, known)
		}
	}
}
