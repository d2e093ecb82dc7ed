package target

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// ourGroup is the API group of kready's own documents.
const ourGroup = "kready.dev/"

// readSnapshot reads a snapshot; nil when data is something else.
func readSnapshot(name string, data []byte) (*facts.Snapshot, error) {
	if !bytes.Contains(data, []byte(ourGroup)) {
		return nil, nil
	}
	var header struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	asJSON := data
	if err := json.Unmarshal(data, &header); err != nil {
		if asJSON, err = yaml.ToJSON(data); err != nil || json.Unmarshal(asJSON, &header) != nil {
			return nil, truncatedSnapshot(name, data, err)
		}
	}
	switch {
	case !strings.HasPrefix(header.APIVersion, ourGroup):
		return nil, nil
	case header.Kind != facts.SnapshotKind:
		return nil, configError(nil, "%s is a %s of kready, not a %s", name, header.Kind, facts.SnapshotKind)
	case header.APIVersion != facts.APIVersion:
		return nil, configError(nil, "%s is a snapshot of format %s; this kready reads %s", name, header.APIVersion, facts.APIVersion)
	}
	snapshot, err := facts.Decode(asJSON)
	if err != nil {
		return nil, configError(err, "%s is not a valid snapshot: %s", name, oneLine(err))
	}
	return snapshot, nil
}

// truncatedSnapshot returns an error when data begins as a snapshot and does not parse, so
// that the message does not call it a manifest.
func truncatedSnapshot(name string, data []byte, err error) error {
	start := bytes.TrimSpace(data[:min(len(data), 200)])
	if err != nil && bytes.HasPrefix(start, []byte("{")) && bytes.Contains(start, []byte(`"`+ourGroup)) {
		return configError(err, "%s is a snapshot that does not parse: was it cut short?", name)
	}
	return nil
}
