package schemagen

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample is what a document could be.
type sample struct {
	// Size is a number of bytes.
	Size int `json:"size"`
}

// TestCheckFresh: a schema that is absent or differs is reported by the name of its file.
func TestCheckFresh(t *testing.T) {
	d := Document{Name: "sample", Value: &sample{}}
	dir := t.TempDir()
	t.Chdir(dir)
	if err := d.CheckFresh(); err == nil || !strings.Contains(err.Error(), "sample.schema.json") {
		t.Errorf("absent: %v", err)
	}
	data, err := d.schema()
	if err != nil {
		t.Fatal(err)
	}
	for content, fresh := range map[string]bool{string(data): true, string(data) + " ": false} {
		if err := os.WriteFile(filepath.Join(dir, "sample.schema.json"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := d.CheckFresh(); (err == nil) != fresh {
			t.Errorf("fresh %v: %v", fresh, err)
		}
	}
	var schema struct {
		ID         string         `json:"$id"`
		Title      string         `json:"title"`
		Properties map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(data, &schema); err != nil || schema.ID != "https://kready.dev/schema/v1/sample.json" ||
		schema.Title != "kready sample" || schema.Properties["size"] == nil {
		t.Errorf("%v, %+v", err, schema)
	}
}
