package agent

import (
	"encoding/json"
	"testing"
	"unicode/utf8"
)

// FuzzScript: a script is run as it was written, or refused. What a client then says fits into a
// termination message.
func FuzzScript(f *testing.F) {
	f.Add(`{"steps":[{"phase":"proof","trials":[{"name":"a","kind":"dns","target":"b","expected":"answered","seconds":3}]}]}`, "no such host")
	f.Add(`{"steps":[{"trials":[{"kind":"http","expected":"blocked","params":{"size":"9"}}]}]}`, "\x00\xff")
	f.Fuzz(func(t *testing.T, text, detail string) {
		s, err := ParseScript(text)
		if err != nil {
			return
		}
		var r Result
		for _, step := range s.Steps {
			for _, try := range step.Trials {
				if len(r.Answers) < 12 && len(try.Name) < 64 {
					r.Answers = append(r.Answers, Answer{Name: try.Name, Detail: detail})
				}
			}
		}
		out := r.Encode()
		var again Result
		if err := json.Unmarshal(out, &again); err != nil || len(again.Answers) != len(r.Answers) {
			t.Errorf("%v: %s", err, out)
		}
		if len(out) > messageMax && utf8.ValidString(text) && !hasEscapes(r) {
			t.Errorf("%d bytes", len(out))
		}
	})
}

// hasEscapes reports whether names take more bytes in JSON than they have.
func hasEscapes(r Result) bool {
	for _, a := range r.Answers {
		if out, err := json.Marshal(a.Name); err != nil || len(out) > len(a.Name)+2 {
			return true
		}
	}
	return false
}

// FuzzLogStores: what a server of logs answers to the questions by which it is recognised.
func FuzzLogStores(f *testing.F) {
	f.Add([]byte(`{"status":"success","data":["namespace","__stream_shard__"]}`))
	f.Add([]byte(`{"cluster_name":"a"}`))
	f.Add([]byte(`{"values":[]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		stores := 0
		for _, b := range backends() {
			if b.isStore(body) {
				stores++
			}
		}
		if stores > 0 && !json.Valid(body) {
			t.Errorf("%q is taken for a store", body)
		}
		var labels []string
		if json.Unmarshal(body, &labels) == nil && len(preferredLabels(labels)) > 4 {
			t.Error("too many labels to query by")
		}
	})
}
