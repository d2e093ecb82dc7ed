package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestCollect(t *testing.T) {
	cfg, err := parse([]byte(head+`collect:
- {name: topics, group: kafka.strimzi.io, version: v1beta2, resource: kafkatopics, namespace: kafka, fields: [spec.b, spec.a, spec.b], optional: true}
- resource: configmaps
`), "")
	if err != nil {
		t.Fatal(err)
	}
	want := []facts.CustomSource{
		{Name: "topics", Group: "kafka.strimzi.io", Version: "v1beta2", Resource: "kafkatopics", Namespace: "kafka", Fields: []string{"spec.a", "spec.b"}, Optional: true},
		{Name: "configmaps", Resource: "configmaps", Fields: []string{}},
	}
	if !reflect.DeepEqual(cfg.Custom, want) {
		t.Errorf("got %+v", cfg.Custom)
	}
}

func TestCollectRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ entry, want string }{
		"secrets":         {"{resource: secrets}", "never reads"},
		"secrets in caps": {"{resource: Secrets}", "must have a resource"},
		"subresource":     {"{resource: serviceaccounts/token}", "must have a resource"},
		"nothing":         {"{group: a.b}", "must have a resource"},
		"group/version":   {"{group: a.b/v1, resource: cs}", "without a version"},
		"version":         {"{version: '1', resource: cs}", "like v1"},
		"namespace":       {"{namespace: a/b, resource: cs}", `namespace "a/b"`},
		"no identifier":   {"{resource: a-b}", "input.custom.NAME"},
		"twice":           {"{resource: cs}, {resource: cs}", "of another one"},
		"path":            {"{resource: cs, fields: ['spec[0]']}", "not a path"},
		"its own names":   {"{resource: cs, fields: [name]}", "kready itself"},
		"environment":     {"{resource: pods, fields: ['spec.containers[].env[].value']}", "environment"},
		"unknown key":     {"{resource: cs, verbs: [get]}", `line 3: unknown field "verbs"`},
		"many":            {"{resource: cs, fields: [" + strings.Repeat("a,", maxFields+1) + "]}", "at most"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse([]byte(head+"collect: ["+tt.entry+"]\n"), "")
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line with %q", err, tt.want)
			}
		})
	}
}

// TestPolicies: folders are relative to the file that names them.
func TestPolicies(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kready.yaml")
	if err := os.WriteFile(file, []byte(head+"policies: [own, /elsewhere]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := Load("", file, "")
	if err != nil || !reflect.DeepEqual(cfg.Policies, []string{filepath.Join(dir, "own"), "/elsewhere"}) {
		t.Errorf("%v, %v", cfg.Policies, err)
	}
	if _, err := parse([]byte(head+"policies: ['']\n"), ""); err == nil || !strings.Contains(err.Error(), "names no folder") {
		t.Errorf("%v", err)
	}
}

// TestOwnBatteries: the file may speak of batteries that policies bring.
func TestOwnBatteries(t *testing.T) {
	cfg, err := parse([]byte(head+"batteries: {kafka: {want: optional, reason: few use it}}\nwaivers: [{battery: kafka, owner: a, reason: b, expires: 2026-12-31}]\n"), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := cfg.CheckBatteries([]string{"kafka"}); err != nil {
		t.Error(err)
	}
	if err := cfg.CheckBatteries(nil); err == nil || !strings.Contains(err.Error(), `unknown battery "kafka"`) {
		t.Errorf("%v", err)
	}
	cfg.Batteries["kafka"] = Battery{Requirement: "optional"}
	if err := cfg.CheckBatteries([]string{"kafka"}); err == nil || !strings.Contains(err.Error(), "requires a reason") {
		t.Errorf("%v", err)
	}
	if got := cfg.Profile.Requirement("kafka"); got != "optional" {
		t.Errorf("kafka is %s", got)
	}
}
