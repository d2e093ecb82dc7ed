package internal_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// heavy are packages that must not come back into the binary, with what each would cost.
// A name that ends in / stands for all packages below it.
var heavy = map[string]string{
	"k8s.io/client-go/kubernetes/":    "the typed clientset links the clients and types of every API group: use the dynamic client, and register kinds in internal/target/scheme.go",
	"k8s.io/client-go/discovery/":     "client-go's discovery links OpenAPI and client-go's scheme: internal/target/discover.go reads /api and /apis",
	"k8s.io/cli-runtime/":             "cli-runtime links kustomize and every API group: internal/target/flags.go has kubectl's connection flags",
	"sigs.k8s.io/kustomize/cmd/":      "kready land renders with kustomize's library alone",
	"k8s.io/apiextensions-apiserver/": "a CRD is decoded without its schemas: internal/target/crd.go",
}

// templates call methods by names that the linker cannot know, so that it has to keep every
// exported method of every type: that is 5.5 MB. Cobra imports text/template, and runs
// none unless somebody sets one.
var templates = map[string][]string{
	"text/template": {"github.com/spf13/cobra", "html/template"},
	"html/template": {},
}

// TestBinaryIsLean holds the packages that are linked into kready to the two lists above.
func TestBinaryIsLean(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "../cmd/kready")
	out, err := list.Output()
	if err != nil {
		t.Fatalf("listing what kready links: %v", err)
	}
	linked := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		name := fields[0]
		linked++
		for prefix, why := range heavy {
			if strings.HasPrefix(name+"/", prefix) {
				t.Errorf("kready links %s: %s", name, why)
			}
		}
		for _, imported := range fields[1:] {
			importers, isTemplate := templates[imported]
			if isTemplate && !slices.Contains(importers, name) {
				t.Errorf("%s imports %s, which keeps every method of every type in the binary: build the text with strings.Builder", name, imported)
			}
		}
	}
	if linked < 100 {
		t.Errorf("only %d packages are linked: the list is not what it should be", linked)
	}
}
