package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRun(t *testing.T) {
	root := t.TempDir()
	if err := run([]string{"dns/autoscaled"}, root); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{
		"policies/dns/autoscaled.rego", "policies/dns/autoscaled_test.rego",
		"policies/dns/testdata/autoscaled/pass.yaml", "policies/dns/testdata/autoscaled/gap.yaml",
	} {
		data, err := os.ReadFile(filepath.Join(root, file))
		if err != nil || len(data) == 0 {
			t.Errorf("%s: %d bytes, %v", file, len(data), err)
		}
	}
	if err := run([]string{"dns/autoscaled"}, root); err == nil {
		t.Error("a check that exists was overwritten")
	}
	if err := run(nil, root); err == nil {
		t.Error("no id is no error")
	}
}
