package cluster

import (
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

func tables() facts.Tables {
	return facts.Tables{Support: []facts.SupportTable{
		{Name: "kubernetes", Title: "Kubernetes", Updated: date("2026-11-22"), Releases: []facts.Release{
			{Name: "1.35", EndOfLife: date("2027-02-28")},
			{Name: "1.36", EndOfLife: date("2027-06-28")},
			{Name: "1.37"},
		}},
		{Name: "eks", Title: "Amazon EKS", Updated: date("2026-11-22"), Releases: []facts.Release{
			{Name: "1.33", EndOfLife: date("2026-07-29"), ExtendedUntil: date("2027-07-29")},
		}},
		{Name: "aks", Title: "AKS", Updated: date("2026-11-22"), Releases: []facts.Release{
			{Name: "1.33", EndOfLife: date("2026-07-31"), ExtendedUntil: date("2027-07-31")},
		}},
		{Name: "openshift", Title: "OpenShift", Updated: date("2026-11-22"), Releases: []facts.Release{
			{Name: "4.20", EndOfLife: date("2027-04-21")},
		}},
	}}
}

func TestVersionSupported(t *testing.T) {
	eks := facts.Distribution{Name: "eks", Title: "Amazon EKS", Managed: true}
	for name, tt := range map[string]struct {
		minor  int
		asOf   string
		distro facts.Distribution
		blind  bool
		want   check.Status
		says   string
	}{
		"supported":                    {minor: 36, asOf: "2026-11-23", want: check.StatusPass, says: "until 2027-06-28"},
		"on its last day":              {minor: 36, asOf: "2027-06-28", want: check.StatusPass},
		"the day after":                {minor: 36, asOf: "2027-06-29", want: check.StatusGap, says: "1 day ago"},
		"no end announced":             {minor: 37, asOf: "2026-11-23", want: check.StatusPass, says: "no end is announced"},
		"no end announced, old table":  {minor: 37, asOf: "2028-11-23", want: check.StatusUnknown, says: "more than 365 days old"},
		"newer than the table":         {minor: 38, asOf: "2027-01-10", want: check.StatusPass, says: "newer than kready's table"},
		"newer than an old table":      {minor: 40, asOf: "2028-01-10", want: check.StatusUnknown},
		"older than the table":         {minor: 20, asOf: "2026-11-23", want: check.StatusGap, says: "ended long ago"},
		"older than the table, then":   {minor: 20, asOf: "2021-08-17", want: check.StatusUnknown, says: "no dates for Kubernetes 1.20"},
		"version not read":             {minor: 0, asOf: "2026-11-23", want: check.StatusUnknown},
		"paid support":                 {minor: 33, asOf: "2026-11-23", distro: eks, want: check.StatusPass, says: "costs extra"},
		"paid support over":            {minor: 33, asOf: "2027-08-01", distro: eks, want: check.StatusGap, says: "ended on 2027-07-29"},
		"older than a provider's":      {minor: 30, asOf: "2026-11-23", distro: eks, want: check.StatusGap},
		"support that must be ordered": {minor: 33, asOf: "2026-11-23", distro: facts.Distribution{Name: "aks", Managed: true}, want: check.StatusUnknown, says: "cannot be seen"},
		"OpenShift counts its own":     {minor: 33, asOf: "2026-11-23", distro: facts.Distribution{Name: "openshift"}, want: check.StatusPass, says: "OpenShift 4.20"},
		"k3s has upstream's dates":     {minor: 36, asOf: "2027-07-10", distro: facts.Distribution{Name: "k3s"}, want: check.StatusGap},
		"provider without a table":     {minor: 36, asOf: "2027-07-10", distro: facts.Distribution{Name: "gke", Title: "GKE", Managed: true}, want: check.StatusUnknown, says: "until when GKE supports it"},
		"provider cannot be told":      {minor: 36, asOf: "2027-07-10", blind: true, want: check.StatusUnknown, says: "a provider"},
		"provider need not be told":    {minor: 36, asOf: "2027-06-10", blind: true, want: check.StatusPass},
	} {
		t.Run(name, func(t *testing.T) {
			in := &facts.Input{Tables: tables(), AsOf: date(tt.asOf), Distribution: tt.distro}
			in.Version = facts.Version{Major: 1, Minor: tt.minor}
			if tt.blind {
				in.BlindSpots = []facts.BlindSpot{{Facts: "nodes", Reason: facts.ReasonForbidden}}
			}
			expect(t, VersionSupported(), in, tt.want, tt.says)
		})
	}
}

// expect runs a check and compares its status and texts.
func expect(t *testing.T, c check.Check, in *facts.Input, want check.Status, says string) check.Outcome {
	t.Helper()
	out, err := c.Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	said := out.Reason
	for _, f := range out.Findings {
		said += "\n" + f.Object.Name + ": " + f.Message
	}
	if out.Status != want || !strings.Contains(said, says) {
		t.Errorf("got %s, want %s with %q: %s", out.Status, want, says, said)
	}
	return out
}
