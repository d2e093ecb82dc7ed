package kube

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestFormatRef(t *testing.T) {
	for want, ref := range map[string]facts.ObjectRef{
		"Node a":                     {Kind: "Node", Name: "a"},
		"Deployment kube-system/dns": {Kind: "Deployment", Namespace: "kube-system", Name: "dns"},
	} {
		if got := FormatRef(ref); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	w := facts.Workload{Kind: "Deployment", Namespace: "kube-system", Name: "dns"}
	if got := FormatRef(Ref(&w)); got != "Deployment kube-system/dns" {
		t.Errorf("a workload is %q", got)
	}
}

func TestFormatRequests(t *testing.T) {
	for want, w := range map[string]facts.Workload{
		"":                            {},
		"250m CPU":                    {RequestedCPU: 250},
		"2 CPU":                       {RequestedCPU: 2000},
		"1 MiB memory":                {RequestedMemory: 1},
		"1500m CPU and 64 MiB memory": {RequestedCPU: 1500, RequestedMemory: 64 << 20},
	} {
		if got := FormatRequests(&w); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
