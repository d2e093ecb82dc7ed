package policy

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

// policyHead is the beginning of a policy demo/NAME; its rules begin in line 12.
func policyHead(name string) string { return strings.Replace(head, `["one"]`, `["`+name+`"]`, 1) }

// folder is a folder with one policy per rule set, by name.
func folder(rules map[string]string) Folder {
	files := fstest.MapFS{}
	for name, text := range rules {
		if !strings.HasSuffix(name, ".rego") {
			name, text = "demo/"+name+".rego", policyHead(name)+text
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Folder{Name: "own", Files: files, Lib: policies.Files, Custom: []facts.CustomSource{{
		Name: "topics", Resource: "topics", Fields: []string{"spec.partitions", "spec.hosts", "status.conditions[].type"},
	}}}
}

const harmless = "gap contains {\"message\": \"x\"} if input.nodes == []\n"

func TestLoad(t *testing.T) {
	checks, problems := Load(folder(map[string]string{
		"one":                "import data.helpers\nimport data.kready.lib\n\ngap contains lib.finding(\"Topic\", topic.namespace, topic.name, sprintf(\"%d of %s\", [topic.spec.partitions, topic.labels.team])) if {\n\tsome topic in input.custom.topics\n\thelpers.few(topic)\n}\n",
		"two":                harmless,
		"lib/few.rego":       "package helpers\n\nfew(topic) if topic.spec.partitions < 3\n",
		"demo/one_test.rego": "this is not looked at",
	}))
	if len(problems) > 0 || len(checks) != 2 {
		t.Fatalf("%d checks, %v", len(checks), problems)
	}
	one := checks[0]
	if one.ID != "demo/one" || one.Position != "own/demo/one.rego:1" || one.BrokenReason() != nil || strings.Join(one.Reads.Names(), " ") != "custom.topics" {
		t.Errorf("%+v, %v", one, one.BrokenReason())
	}
	in := &facts.Input{Custom: map[string][]facts.CustomObject{"topics": {
		{"name": "a", "namespace": "b", "labels": map[string]string{"team": "shop"}, "spec": map[string]any{"partitions": 1}},
		{"name": "c", "namespace": "b", "spec": map[string]any{"partitions": 5}},
	}}}
	out, err := one.Run(t.Context(), in)
	if err != nil || out.Status != check.StatusGap || out.Findings[0].Message != "1 of shop" || out.Findings[0].Object.Name != "a" {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestFolderRefused: what does not compile says where, in one line a problem.
func TestFolderRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		rules map[string]string
		want  string
	}{
		"nothing":         {map[string]string{}, "own: it holds no policy: `kready policy new` writes one"},
		"no Rego":         {map[string]string{"one": "gap contains {\n"}, "own/demo/one.rego:13: "},
		"empty file":      {map[string]string{"demo/one.rego": ""}, "own/demo/one.rego:1: empty module"},
		"misspelt fact":   {map[string]string{"one": "gap contains {\"message\": \"x\"} if input.nodez == []\n"}, "own/demo/one.rego:12: undefined ref: input.nodez: there are"},
		"not declared":    {map[string]string{"one": "gap contains {\"message\": \"x\"} if input.custom.queues == []\n"}, "own/demo/one.rego:12: undefined ref: input.custom.queues: collect: in kready.yaml declares no such resource or field"},
		"not kept":        {map[string]string{"one": "gap contains {\"message\": \"x\"} if input.custom.topics[_].spec.replicas == 1\n"}, "collect: in kready.yaml declares no such resource or field"},
		"into a value":    {map[string]string{"one": "gap contains {\"message\": \"x\"} if input.custom.topics[_].spec.partitions.most == 1\n"}, "own/demo/one.rego:12: undefined ref"},
		"any of custom":   {map[string]string{"one": "gap contains {\"message\": \"x\"} if {\n\tsome kind in [\"topics\"]\n\tinput.custom[kind] == []\n}\n"}, "own/demo/one.rego:12: policies name the resource"},
		"network":         {map[string]string{"one": "gap contains {\"message\": \"x\"} if http.send({\"url\": \"http://x\", \"method\": \"get\"})\n"}, "own/demo/one.rego:12: undefined function http.send"},
		"unused import":   {map[string]string{"one": "import data.kready.lib\n\n" + harmless}, "own/demo/one.rego:12: import"},
		"another check":   {map[string]string{"one": "gap contains finding if some finding in data.kready.network[\"policy-engine\"].gap\n"}, "own/demo/one.rego:12: data.kready.network[\"policy-engine\"].gap is not defined"},
		"no such lib":     {map[string]string{"one": "import data.kready.lib\n\ngap contains {\"message\": \"x\"} if lib.no_such_rule\n"}, "own/demo/one.rego:14: data.kready.lib.no_such_rule is not defined"},
		"another package": {map[string]string{"one": harmless, "demo/two.rego": head + harmless}, "own/demo/two.rego:10: its package is kready.demo.one, and its path asks for package kready.demo[\"two\"]"},
		"kready's lib":    {map[string]string{"one": harmless, "lib/x.rego": "package kready.lib\n\nrunning := 1\n"}, "own/lib/x.rego:1: what policies share in lib/ is in package helpers, not kready.lib"},
		"top folder":      {map[string]string{"one.rego": policyHead("one") + harmless}, "own/one.rego:1: a policy lies at BATTERY/NAME.rego below own"},
		"no kebab":        {map[string]string{"Demo/one.rego": head + harmless}, "in kebab-case"},
		"test of another": {map[string]string{"one": harmless, "demo/one_test.rego": "package kready.demo[\"one\"]\n\ntest_x if true\n"}, ""},
		"two at once":     {map[string]string{"one": "gap contains {\"message\": \"x\"} if input.a == 1\n", "two": "gap contains {\"message\": \"x\"} if input.b == 1\n"}, "own/demo/two.rego:12"},
	} {
		t.Run(name, func(t *testing.T) {
			checks, problems := Load(folder(tt.rules))
			got := errors.Join(problems...)
			switch {
			case tt.want == "" && got != nil:
				t.Errorf("got %v", got)
			case tt.want != "" && (got == nil || !strings.Contains(got.Error(), tt.want) || len(checks) > 0):
				t.Errorf("got %v and %d checks, want %q", got, len(checks), tt.want)
			}
			for _, problem := range problems {
				if strings.Contains(problem.Error(), "\n") {
					t.Errorf("more than one line: %q", problem)
				}
			}
		})
	}
}

// TestLies: metadata that is not true makes its own check err, and no other.
func TestLies(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"level proven": {"level: present", "level: proven", "own/demo/one.rego:1: level proven is for what a probe"},
		"no level":     {"level: present", "level: splendid", `own/demo/one.rego:1: "splendid" is not a level`},
		"no tier":      {"tier: must", "tier: critical", `"critical" is not a tier`},
		"number":       {"tier: must", "tier: 1", "custom.tier is 1, not a string"},
		"unknown key":  {"tier: must", "tier: must\n#   severity: high", "custom.severity"},
		"no title":     {"# title: A title\n", "", "no title"},
		"full stop":    {"A title", "A title.", "full stop"},
		"no metadata":  {"# METADATA\n", "", "no package-scope # METADATA"},
		"no remedy":    {"remediation: Do it.", "since: 0.1.0", "no remedy"},
		"absent":       {"tier: must", "tier: must\n#   requires: [dns/splendid]", "it requires dns/splendid, which does not exist"},
		"itself":       {"tier: must", "tier: must\n#   requires: [demo/one]", "cycle: demo/one → demo/one"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(policyHead("one"), tt.from, tt.to, 1) + harmless
			checks, problems := Load(folder(map[string]string{"demo/one.rego": text, "two": harmless}))
			if len(problems) > 0 || len(checks) != 2 {
				t.Fatalf("%d checks, %v", len(checks), problems)
			}
			checks = check.ResolveRequires(checks, nil)
			_, err := checks[0].Run(t.Context(), &facts.Input{})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !errors.Is(err, checks[0].BrokenReason()) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if checks[1].BrokenReason() != nil {
				t.Errorf("the other one is broken, too: %v", checks[1].BrokenReason())
			}
			if _, err := check.Order(checks); err != nil {
				t.Error(err)
			}
		})
	}
	t.Run("no gap", func(t *testing.T) {
		checks, _ := Load(folder(map[string]string{"one": "x := 1\n"}))
		if err := checks[0].BrokenReason(); err == nil || !strings.Contains(err.Error(), "own/demo/one.rego:1: it has no rule `gap") {
			t.Errorf("%v", err)
		}
	})
}

func TestTestFolder(t *testing.T) {
	rules := map[string]string{
		"one":                harmless,
		"two":                harmless,
		"demo/one_test.rego": "package kready.demo[\"one_test\"]\n\nimport data.kready.demo[\"one\"] as one\nimport data.kready.mocks\n\ntest_gap if count(one.gap) == 1 with input as {\"nodes\": []}\n\ntest_pass if count(one.gap) == 0 with input as mocks.cluster({})\n",
	}
	var out bytes.Buffer
	tested, problems := TestFolder(t.Context(), folder(rules), &out, false)
	if len(problems) > 0 || tested.Passed != 2 || tested.Failed != 0 || strings.Join(tested.Without, " ") != "own/demo/two.rego" {
		t.Errorf("%+v, %v\n%s", tested, problems, &out)
	}
	if !strings.Contains(out.String(), "PASS: 2/2") {
		t.Error(out.String())
	}
	rules["demo/one_test.rego"] = strings.Replace(rules["demo/one_test.rego"], "== 1", "== 3", 1)
	out.Reset()
	tested, _ = TestFolder(t.Context(), folder(rules), &out, false)
	if tested.Failed != 1 || !strings.Contains(out.String(), "own/demo/one_test.rego:6:\ndata.kready.demo.one_test.test_gap: FAIL") {
		t.Errorf("%+v\n%s", tested, &out)
	}
	rules["demo/one_test.rego"] += "\ntest_more if one.no_such_rule\n"
	if _, problems = TestFolder(t.Context(), folder(rules), &out, false); len(problems) != 1 || !strings.Contains(problems[0].Error(), "own/demo/one_test.rego:10:") {
		t.Errorf("%v", problems)
	}
}

// TestMountedFolder: a ConfigMap that is mounted holds links to hidden folders.
func TestMountedFolder(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "..2026_11_25", "demo")
	if err := os.MkdirAll(data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "one.rego"), []byte(policyHead("one")+harmless), 0o600); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"..data": "..2026_11_25", "demo": "..data/demo", "..2026_11_25/demo/up": "../.."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	f := folder(nil)
	f.Files = os.DirFS(dir)
	checks, problems := Load(f)
	if len(problems) > 0 || len(checks) != 1 || checks[0].ID != "demo/one" {
		t.Errorf("%d checks, %v", len(checks), problems)
	}
}
