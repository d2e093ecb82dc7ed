package config

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

const everyIntent = head + `intents:
  rwx: true
  gpus: [nvidia.com/gpu, gpu.nvidia.com]
  egress: ["api.example.com:443", "10.1.2.3:5432", "[2001:db8::1]:53"]
  retain: [databases]
  exposure: {public: []}
  encryption: true
  mesh: {defaultDeny: true, registeredOnly: true}
  zones: 3
  versions: {kubernetes: 1.30, cilium: "1.18.2"}
`

func TestIntents(t *testing.T) {
	cfg, err := parse([]byte(everyIntent), "")
	if err != nil {
		t.Fatal(err)
	}
	var got facts.Intent
	cfg.Intents.AddTo(&got)
	want := facts.Intent{
		RWX: true, GPUs: []string{"nvidia.com/gpu", "gpu.nvidia.com"},
		Egress:   []string{"api.example.com:443", "10.1.2.3:5432", "[2001:db8::1]:53"},
		Exposure: facts.IntendedExposure{Stated: true, Public: []string{}}, Encryption: true, Retain: []string{"databases"}, Mesh: facts.IntendedMesh{DefaultDeny: true, RegisteredOnly: true}, Zones: 3,
		Versions: []facts.IntendedVersion{{Name: "cilium", Version: "1.18.2"}, {Name: "kubernetes", Version: "1.30"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if cfg, err = parse([]byte(head), ""); err != nil {
		t.Fatal(err)
	}
	got = facts.Intent{}
	if cfg.Intents.AddTo(&got); !reflect.DeepEqual(got, facts.Intent{}) {
		t.Errorf("a file without intents intends %+v", got)
	}
}

// badIntents are values that are refused, each with a part of the one line that says why. What a schema
// can say as well, it must.
func badIntents() map[string]struct {
	want   string
	schema bool
} {
	return map[string]struct {
		want   string
		schema bool
	}{
		"rwx: maybe":                       {"line 3: must be true or false, got `maybe`", true},
		"rwx: [true]":                      {"line 3: must be true or false, got a list", true},
		"rxw: true":                        {`line 3: unknown field "rxw"`, true},
		"gpus: nvidia.com/gpu":             {"line 3: must be a list, got `nvidia....`", true},
		"gpus: [a b]":                      {`gpus has "a b": must be an extended resource`, false},
		"gpus: ['']":                       {`gpus has ""`, false},
		"egress: ['https://a.example']":    {`egress has "https://a.example": must be host:port`, true},
		"egress: ['a.example:70000']":      {"must be host:port", false},
		"egress: ['a.example:https']":      {"must be host:port", true},
		"egress: ['2001:db8::1:x']":        {"must be host:port", true},
		"exposure: internet":               {"line 3: must not be `internet`", true},
		"exposure: {public: [a/b]}":        {`exposure.public has "a/b", which is no name`, false},
		"zones: 0":                         {"zones must be a whole number from 1 to 100, got 0", true},
		"zones: 101":                       {"zones must be a whole number from 1 to 100, got 101", true},
		"zones: three":                     {"line 3: must be a whole number, got `three`", true},
		"versions: {kubernetes: latest}":   {`versions has kubernetes: "latest": must be like 1.36`, true},
		"versions: {kubernetes: '>=1.36'}": {"must be like 1.36", true},
		"versions: {cilium: }":             {`versions has cilium: ""`, true},
	}
}

func TestIntentsRefused(t *testing.T) {
	for text, tt := range badIntents() {
		_, err := parse([]byte(head+"intents: {"+text+"}\n"), "")
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", text, err, tt.want)
		}
	}
}

// TestSchema: editors are told what is read: what kready takes is valid, and what it refuses is not, where a
// schema can tell.
func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(SchemaURL, doc); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(SchemaURL)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]bool{
		everyIntent: true,
		head + "batteries: {logs: {want: none, reason: x}, team: {want: required}}\n":      true,
		head + "thresholds: {zoneSharePercent: 80}\nprobes: {externalName: example.com}\n": true,
		head + "waivers: [{check: dns/ha, owner: a, reason: b, expires: 2026-12-31}]\n":    true,
		head + "waivers: [{check: dns/ha, owner: a, reason: b}]\n":                         false,
		head + "thresholds: {zoneSharePercent: 101}\n":                                     false,
		head + "thresholds: {zoneShare: 10}\n":                                             false,
		head + "profile: prod\n":                                                           false,
		head + "batteries: {logs: {want: never}}\n":                                        false,
		head + "waiverDays: 0\n":                                                           false,
		head + "collect: [{group: a.b}]\n":                                                 false,
		"kind: Config\n":                                                                   false,
		head + "policies: [policies]\ncollect: [{resource: topics, fields: [spec.a]}]\n":   true,
		head + "policies: policies\n":                                                      false,
	}
	for text, tt := range badIntents() {
		if tt.schema {
			cases[head+"intents: {"+text+"}\n"] = false
		}
	}
	for text, valid := range cases {
		fields, err := yaml.Fields([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(plain(fields)); (err == nil) != valid {
			t.Errorf("%s\nvalid %v, want %v: %v", text, err == nil, valid, err)
		}
	}
}

// plain returns a value as JSON has it.
func plain(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for key, of := range v {
			out[key] = plain(of)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, of := range v {
			out[i] = plain(of)
		}
		return out
	}
	return value
}
