package facts

import (
	"encoding/json"
	"testing"
)

// TestEndOfText: a text ends at its last quote, whatever is escaped in it.
func TestEndOfText(t *testing.T) {
	for _, text := range []string{"", "a", `\`, `\\`, `"`, `\"`, `"\`, `a"b\\"c"`, "\n\"", `é"`} {
		data, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if end := endOfText([]byte(string(data) + `,"x"`)); end != len(data)-1 {
			t.Errorf("%s ends at %d", data, end)
		}
	}
}
