package target

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"

	"github.com/kready/kready/internal/facts"
)

// sniffed is how much of a file tells whether it can be a document of kready's own.
const sniffed = 60 << 10

// canBeOurs reports whether a file that begins so can be a document of kready's own: it names our API group near the
// beginning, or begins with another field of a snapshot, as where a tool has sorted them.
func canBeOurs(start []byte) bool {
	const near = 4 << 10
	return bytes.Contains(start[:min(len(start), near)], []byte(ourGroup)) || beginsAsSnapshot(start)
}

// beginsAsSnapshot reports whether the first field is one that a snapshot has and objects of Kubernetes do not.
func beginsAsSnapshot(start []byte) bool {
	switch name, value := firstField(start); name {
	case "apiVersion":
		return false // of anything
	case "kind":
		return value == facts.SnapshotKind
	default:
		return slices.Contains(facts.SnapshotFields(), name)
	}
}

// firstField is the name of the first field of a JSON or YAML object, and its value where that is a word on the same line.
func firstField(start []byte) (name, value string) {
	start = bytes.TrimPrefix(start, []byte{0xef, 0xbb, 0xbf})
	trimmed := bytes.TrimSpace(start)
	if bytes.HasPrefix(trimmed, []byte("{")) {
		decoder := json.NewDecoder(bytes.NewReader(trimmed))
		_, _ = decoder.Token()
		token, _ := decoder.Token()
		name, _ = token.(string)
		token, _ = decoder.Token()
		value, _ = token.(string)
		return name, value
	}
	for line := range bytes.Lines(start) {
		line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("---")))
		if len(line) == 0 || line[0] == '#' || line[0] == '%' {
			continue
		}
		if field := yamlField.FindSubmatch(line); field != nil {
			return string(field[1]), string(field[2])
		}
		return "", ""
	}
	return "", ""
}

// yamlField matches a line of YAML that begins with a field.
var yamlField = regexp.MustCompile(`^["']?([A-Za-z]+)["']?[ \t]*:(?:[ \t]+["']?([A-Za-z]+)["']?)?`)
