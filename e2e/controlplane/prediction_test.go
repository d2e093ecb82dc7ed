package controlplane

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// prediction is what --dry-run says.
type prediction struct {
	ExitCode    int `json:"exitCode"`
	MustUnknown int `json:"mustUnknown"`
	Reviews     int `json:"reviews"`
	Checks      []struct {
		ID      string `json:"id"`
		Outlook string `json:"outlook"`
		Because string `json:"because"`
		Missing []struct {
			Verb     string `json:"verb"`
			Resource string `json:"resource"`
			When     string `json:"when"`
		} `json:"missing"`
	} `json:"checks"`
}

func foretold(t *testing.T, p *Plane, kubeconfig string, args ...string) prediction {
	t.Helper()
	mark, err := p.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, p, kubeconfig, append([]string{"check", "--dry-run", "-o", "json"}, args...)...)
	var said prediction
	if err := json.Unmarshal([]byte(out.Stdout), &said); err != nil {
		t.Fatalf("exit %d: %v: %s", out.ExitCode, err, out.Stderr)
	}
	if said.ExitCode != out.ExitCode {
		t.Errorf("the document says exit %d, the process %d", said.ExitCode, out.ExitCode)
	}
	events, err := p.Audit.Since(mark)
	if err != nil {
		t.Fatal(err)
	}
	reviews := 0
	for _, e := range events {
		switch {
		case e.ObjectRef.APIGroup == "authorization.k8s.io" && strings.HasPrefix(e.ObjectRef.Resource, "selfsubject"):
			reviews++
		case e.ObjectRef.Resource != "":
			t.Errorf("--dry-run asks for more than reviews: %s %s", e.Verb, e.RequestURI)
		}
	}
	if reviews != said.Reviews || reviews > 5 {
		t.Errorf("--dry-run posts %d reviews and says %d; with RBAC alone a few are enough", reviews, said.Reviews)
	}
	return said
}

// lacking are the checks that lack a right themselves, but for one on a product that is not here.
func (p prediction) lacking() []string {
	var ids []string
	for _, c := range p.Checks {
		for _, right := range c.Missing {
			if right.When != ofProduct && right.When != ofOldServers {
				ids = append(ids, c.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// mayLack reports whether a check lacks only rights on products, which --dry-run cannot tell to be here: it says
// that the check is perhaps judged.
func (p prediction) mayLack(id string) bool {
	for _, c := range p.Checks {
		if c.ID != id || c.Outlook != "perhaps" || len(c.Missing) == 0 {
			continue
		}
		for _, right := range c.Missing {
			if right.When != ofProduct {
				return false
			}
		}
		return true
	}
	return false
}

// short are all that would not be judged, or only perhaps.
func (p prediction) short(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, c := range p.Checks {
		if c.Outlook != "judged" {
			ids = append(ids, fmt.Sprintf("%s %v", c.ID, c.Missing))
		}
	}
	return ids
}

// inherits reports whether a check shares the outlook of one that it requires.
func (p prediction) inherits(id string) bool {
	for _, c := range p.Checks {
		if c.ID == id {
			return c.Because != ""
		}
	}
	return false
}

func (p prediction) outlook(id string) string {
	for _, c := range p.Checks {
		if c.ID == id {
			return c.Outlook
		}
	}
	return "absent"
}
