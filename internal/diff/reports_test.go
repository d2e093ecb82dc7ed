package diff

import (
	"strings"
	"time"

	"github.com/kready/kready/internal/report"
)

var day = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// with makes a report of results, of a day that is so many days after the first.
func with(days int, results ...report.Result) report.Report {
	r := report.Report{
		APIVersion: report.APIVersion, Kind: report.Kind, Tool: "v0.0.0-test", Profile: "kind",
		Target: report.Target{
			Kind: "cluster", Name: "kind-ci", Server: "127.0.0.1:6443", Version: "v1.37.2", Distribution: "kind", DistributionTitle: "kind",
			Nodes: 3, CollectedAt: day.AddDate(0, 0, days), AsOf: day.AddDate(0, 0, days),
		},
		Results: results, BlindSpots: []report.BlindSpot{}, Waivers: []report.Waiver{},
	}
	for _, name := range []string{"network", "dns", "mesh", "logs"} {
		r.Batteries = append(r.Batteries, report.Battery{Name: name, Required: name != "mesh", Implementations: []report.Implementation{}})
	}
	return r
}

// is makes a result: "dns/ha must gap", with findings on objects "Kind/name".
func is(id, level, tier, status string, findings ...report.Finding) report.Result {
	battery, _, _ := strings.Cut(id, "/")
	return report.Result{
		ID: id, Title: "It is " + id, Battery: battery, Level: level, Tier: tier, Status: status, Reason: id + " is " + status,
		Findings: append([]report.Finding{}, findings...),
	}
}

func on(kind, name string) report.Finding {
	return report.Finding{Object: report.Object{Kind: kind, Namespace: "logging", Name: name}, Message: "misses nodes"}
}

// waived lays a waiver over a result.
func waived(r report.Result, until string) report.Result {
	r.Waiver = &report.Waiver{Check: r.ID, Owner: "ops", Reason: "in hand", Expires: until, State: "active"}
	return r
}

// because says that another check decided a result.
func because(r report.Result, id string) report.Result {
	r.Because = id
	return r
}
