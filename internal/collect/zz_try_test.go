package collect

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

func TestTry(t *testing.T) {
	kc := os.Getenv("TRY")
	if kc == "" {
		t.Skip()
	}
	var src target.Source
	if from := os.Getenv("FROM"); from != "" {
		o, err := target.Open(from, target.FileOptions{Complete: os.Getenv("COMPLETE") != ""})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(os.Stderr, o.Notes)
		src = o.Source
	} else {
		flags := genericclioptions.NewConfigFlags(true)
		flags.KubeConfig = &kc
		s, err := target.NewLive(flags, target.LiveOptions{Version: "try"})
		if err != nil {
			t.Fatal(err)
		}
		if err := target.Reach(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		src = s
	}
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	snap := Snapshot(ctx, src, facts.Kinds(), Options{Now: time.Now(), Platform: func(s *facts.Snapshot) []facts.ObjectRef {
		var refs []facts.ObjectRef
		for _, w := range s.Workloads {
			refs = append(refs, facts.ObjectRef{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name})
		}
		return refs
	}, Declared: []DeclaredKind{{Group: "operator.tigera.io", Kind: "Installation", Resource: "installations"}}})
	fmt.Fprintln(os.Stderr, time.Since(start))
	data, _ := json.MarshalIndent(snap, "", " ")
	os.WriteFile(os.Getenv("OUT"), data, 0o644)
}
