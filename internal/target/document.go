package target

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/yaml"
)

// Document is a file of kready's own: a snapshot, or another kind as JSON.
type Document struct {
	Kind     string
	Snapshot *facts.Snapshot
	JSON     []byte
}

// ReadDocument reads a file that kready has written, compressed or not, in JSON or YAML;
// "-" is stdin. A relative path is resolved against env's folder. Its errors are of the
// class of IsConfigError.
func ReadDocument(path string, stdin io.Reader, env Environment) (Document, error) {
	name := path
	var data []byte
	var err error
	if path == "-" {
		name = "standard input"
		data, err = read(name, stdin, env.Most)
	} else {
		if info, statErr := os.Stat(env.path(path)); statErr == nil && info.IsDir() {
			return Document{}, configError(nil, "%s is a folder, not a file that kready has written", path)
		}
		data, err = readFile(path, env, env.Most)
	}
	if err != nil {
		return Document{}, err
	}
	var header struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	asJSON := data
	if json.Unmarshal(data, &header) != nil {
		switch {
		case bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")):
			return Document{}, configError(nil, "%s does not parse as JSON: was it cut short?", name)
		default:
			if asJSON, err = yaml.ToJSON(data); err != nil || json.Unmarshal(asJSON, &header) != nil {
				return Document{}, configError(nil, "%s is not a file that kready has written", name)
			}
		}
	}
	doc := Document{Kind: header.Kind, JSON: asJSON}
	switch {
	case !strings.HasPrefix(header.APIVersion, ourGroup):
		return Document{}, configError(nil, "%s is not a file that kready has written", name)
	case header.Kind == facts.SnapshotKind:
		doc.Snapshot, err = readSnapshot(name, asJSON, nil)
	}
	return doc, err
}
