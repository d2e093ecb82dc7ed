package policy

import (
	"testing"

	"github.com/kready/kready/policies"
)

// TestTitles holds what completions read off the files to what the policies are.
func TestTitles(t *testing.T) {
	checks, err := Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	titles, err := Titles(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if titles[c.ID] != c.Title {
			t.Errorf("%s has the title %q, want %q", c.ID, titles[c.ID], c.Title)
		}
		delete(titles, c.ID)
	}
	for id := range titles {
		t.Errorf("%s is no policy", id)
	}
}
