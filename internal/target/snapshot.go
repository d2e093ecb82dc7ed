package target

import (
	"bytes"
	"encoding/json"
	"slices"
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
	snapshot := &facts.Snapshot{}
	if err := json.Unmarshal(asJSON, snapshot); err != nil {
		return nil, configError(err, "%s is not a valid snapshot: %s", name, oneLine(err))
	}
	return snapshot, markMissingKinds(snapshot, asJSON)
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

// markMissingKinds marks kinds of fact that the file does not have, because an older kready
// wrote it, as not collected. Otherwise they would read as "there are none".
func markMissingKinds(s *facts.Snapshot, data []byte) error {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return err
	}
	for _, kind := range facts.Kinds() {
		if kind == facts.KindProbes { // without them, no probe was run
			continue
		}
		_, there := fields[string(kind)]
		known := slices.ContainsFunc(s.BlindSpots, func(b facts.BlindSpot) bool { return b.Facts == kind })
		if !there && !known {
			s.BlindSpots = append(s.BlindSpots, facts.BlindSpot{
				Facts: kind, Verb: "get", Resource: string(kind), Reason: facts.ReasonNotCollected,
				Message: "the snapshot's file does not hold it",
			})
		}
	}
	facts.FillEmpty(s)
	return nil
}
