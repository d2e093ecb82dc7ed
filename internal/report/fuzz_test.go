package report

import "testing"

// FuzzRead: a stored report, which is also a baseline.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"apiVersion":"kready.dev/v1","kind":"Report","results":[{"id":"a/b","status":"gap","findings":[{"object":{"kind":"Node","name":"a"},"message":"m"}]}],"batteries":[],"verdict":{"exitCode":1}}`))
	f.Add([]byte("apiVersion: kready.dev/v1\nkind: Report\nresults: []\n"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = Read(data)
		_, _ = Parse(data)
	})
}
