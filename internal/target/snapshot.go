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

// readSnapshot reads a snapshot; nil when data is something else. Its workloads are summed up, unless
// summing is nil.
func readSnapshot(name string, data []byte, summing facts.Summing) (*facts.Snapshot, error) {
	if !bytes.Contains(data, []byte(ourGroup)) {
		return nil, nil
	}
	if apiVersion, kind := leadingNames(data); apiVersion == facts.APIVersion && kind == facts.SnapshotKind {
		if snapshot, err := facts.DecodeSummed(data, summing); err == nil {
			return snapshot, nil
		} // else what follows says why
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
	snapshot, err := facts.DecodeSummed(asJSON, summing)
	if err != nil {
		return nil, configError(err, "%s is not a valid snapshot: %s", name, oneLine(err))
	}
	return snapshot, nil
}

// leadingNames returns apiVersion and kind of a JSON object that begins with them, as kready writes
// its documents; "" when it does not.
func leadingNames(data []byte) (apiVersion, kind string) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return "", ""
	}
	for _, want := range []struct {
		name string
		into *string
	}{{"apiVersion", &apiVersion}, {"kind", &kind}} {
		if name, err := decoder.Token(); err != nil || name != want.name || decoder.Decode(want.into) != nil {
			return "", ""
		}
	}
	return apiVersion, kind
}

// truncatedSnapshot returns an error when data begins as a snapshot and does not parse, so
// that the message does not call it a manifest.
func truncatedSnapshot(name string, data []byte, err error) error {
	start := bytes.TrimSpace(data[:min(len(data), 200)])
	if err != nil && bytes.HasPrefix(start, []byte("{")) && (bytes.Contains(start, []byte(`"`+ourGroup)) || beginsAsSnapshot(data[:min(len(data), sniffed)])) {
		return configError(err, "%s is a snapshot that does not parse: was it cut short?", name)
	}
	return nil
}
