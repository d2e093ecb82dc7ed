package facts

import (
	"encoding/json"
	"testing"
)

// FuzzDecode: a snapshot's file is read or refused; what is read can be written and read again.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"apiVersion":"kready.dev/v1","kind":"Snapshot","collectedAt":"2026-01-01T00:00:00Z","target":{"kind":"cluster","name":"a"},"blindSpots":[],"writes":{"Snapshot":"nodes","Node":"name taints"},"nodes":[{"name":"a","taints":[]}],"custom":[{"name":"x","objects":[{"a":null}]}]}`))
	f.Add([]byte(`{"collectedAt":"2026-01-01T00:00:00Z","target":{},"blindSpots":[{"facts":"nodes","reason":"forbidden"}],"nodes":null, "webhooks" : [ { "\u006eame" : "\"" } ] }`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Decode(data)
		if err != nil {
			return
		}
		again, err := json.Marshal(s)
		if err != nil {
			t.Skip() // a time that JSON cannot write
		}
		if _, err := Decode(again); err != nil {
			t.Errorf("%v: %s", err, again)
		}
	})
}
