// Package internal_test holds the rules about the code that no package can hold of
// itself.
package internal_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/kready/kready/"

// allowed is the table of docs/architecture.md: which of our packages each may
// import besides the ground, which all may. The command line may use everything.
var allowed = map[string][]string{
	"cmd/kready":             {"internal/cli", "internal/memory"},
	"checks":                 {"internal/check", "internal/facts", "internal/kube"},
	"policies":               {},
	"internal/facts":         {},
	"internal/text":          {},
	"internal/progress":      {},
	"internal/memory":        {},
	"internal/check":         {"internal/facts"},
	"internal/kube":          {"internal/facts"},
	"internal/knownlog":      {},
	"internal/target":        {"internal/facts", "internal/knownlog"},
	"internal/collect":       {"internal/facts", "internal/kube", "internal/target"},
	"internal/agent":         {"internal/facts"},
	"internal/probe":         {"internal/agent", "internal/facts", "internal/kube"},
	"internal/catalog":       {"internal/facts"},
	"internal/inventory":     {"internal/catalog", "internal/facts", "internal/kube"},
	"internal/service":       {"internal/facts", "internal/kube"},
	"internal/dryrun":        {"internal/facts", "internal/service", "internal/target"},
	"internal/policy":        {"internal/catalog", "internal/check", "internal/facts"},
	"internal/cause":         {"internal/check", "internal/facts", "internal/knownlog", "internal/kube"},
	"internal/evaluate":      {"internal/check", "internal/facts"},
	"internal/report":        {"internal/check", "internal/facts"},
	"internal/report/format": {"internal/check", "internal/output", "internal/report", "internal/webpage"},
	"internal/output":        {},
	"internal/webpage":       {},
	"internal/fleet":         {"internal/check", "internal/diff", "internal/output", "internal/report", "internal/report/format", "internal/webpage"},
	"internal/landing":       {"internal/check", "internal/output", "internal/report", "internal/report/format", "internal/webpage"},
	"internal/diff":          {"internal/check", "internal/output", "internal/report", "internal/report/format"},
	"internal/config":        {"internal/check", "internal/facts"},
	"internal/plan":          {"internal/catalog", "internal/check", "internal/facts", "internal/output", "internal/report", "internal/report/format", "internal/webpage"},
	"internal/rbac":          {"internal/check", "internal/collect", "internal/facts", "internal/kube", "internal/target"},
	"internal/yaml":          {},
	"internal/scaffold":      {},
	"internal/constructors":  {},                                                       // for go generate
	"internal/schemagen":     {},                                                       // for go generate
	"internal/testsum":       {},                                                       // for make test
	"internal/fixture":       {"internal/catalog", "internal/facts"},                   // for tests
	"internal/golden":        {},                                                       // for tests
	"internal/landtest":      {"internal/check", "internal/facts", "internal/service"}, // for tests
	"internal/engine":        nil,                                                      // everything but the command line
	"internal/cli":           nil,                                                      // everything
}

// ground is what every package may import; it knows nothing of Kubernetes' objects.
var ground = []string{"internal/progress", "internal/text", "internal/yaml"}

// only lists imports from outside that one package alone may have.
var only = map[string]string{
	"github.com/open-policy-agent/opa": "internal/policy",
	"go.yaml.in/yaml":                  "internal/yaml",
	"sigs.k8s.io/yaml":                 "internal/yaml",
	"sigs.k8s.io/kustomize":            "internal/service",
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel("..", file)
		rel = filepath.ToSlash(rel)
		if entry.IsDir() && (rel == "e2e" || strings.HasPrefix(entry.Name(), ".") && rel != "." || entry.Name() == "testdata" || entry.Name() == "generate") {
			return filepath.SkipDir
		}
		if filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		owner := ownerOf(rel)
		if owner == "" {
			t.Errorf("%s is in a folder that the table does not know", rel)
			return nil
		}
		seen[owner] = true
		checkImports(t, file, rel, owner)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for owner := range allowed {
		if !seen[owner] {
			t.Errorf("the table names %s, which holds no Go file", owner)
		}
	}
}

func checkImports(t *testing.T, file, rel, owner string) {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range parsed.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		for prefix, owners := range only {
			if strings.HasPrefix(path, prefix) && owner != owners {
				t.Errorf("%s imports %s, which only %s may", rel, path, owners)
			}
		}
		ours, is := strings.CutPrefix(path, module)
		if !is || owner == "internal/cli" {
			continue
		}
		to := ownerOf(ours + "/x.go")
		if owner == "internal/engine" && to != "internal/cli" {
			continue
		}
		if to != owner && !slices.Contains(ground, to) && !slices.Contains(allowed[owner], to) {
			t.Errorf("%s imports %s: %s may import %v", rel, ours, owner, allowed[owner])
		}
	}
}

// ownerOf returns the table's entry that a file belongs to.
func ownerOf(rel string) string {
	dir := filepath.ToSlash(filepath.Dir(rel))
	for dir != "." && dir != "/" {
		if _, ok := allowed[dir]; ok {
			return dir
		}
		dir = filepath.ToSlash(filepath.Dir(dir))
	}
	return ""
}
