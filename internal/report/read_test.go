package report_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/report/reporttest"
)

// TestRead: what was written is read, and what is no report is refused by a line that says
// what it is instead.
func TestRead(t *testing.T) {
	for name, r := range reporttest.Samples() {
		back, err := report.Read(asJSON(t, r))
		if err != nil {
			t.Fatal(err)
		}
		again, err := report.Read(asJSON(t, back))
		if err != nil || !reflect.DeepEqual(back, again) || back.Verdict != r.Verdict || len(back.Results) != len(r.Results) {
			t.Errorf("%s is not the same when it is read: %v", name, err)
		}
	}
	whole := string(asJSON(t, reporttest.Samples()["gaps"]))
	for doc, want := range map[string]string{
		"":                            "empty, not a report",
		"a: [":                        "neither JSON nor YAML",
		"[1]":                         "not a report of kready",
		`"x"`:                         "not a report of kready",
		"apiVersion: v1\nkind: Pod\n": "not a report of kready",
		"apiVersion: kready.dev/v1\nkind: Snapshot\n":                           "a snapshot, not a report: `kready check --from` judges it",
		"apiVersion: kready.dev/v1\nkind: Config\n":                             "a Config, not a report",
		"apiVersion: kready.dev/v1\nkind: Report\n":                             "it holds no results",
		strings.Replace(whole, "kready.dev/v1", "kready.dev/v2", 1):             "a report of version kready.dev/v2, and this kready knows kready.dev/v1: use a newer kready",
		strings.Replace(whole, `"status": "gap"`, `"status": "boom"`, 1):        `has status "boom"`,
		strings.Replace(whole, `"exitCode": 1`, `"exitCode": 7`, 1):             "exit code 7",
		strings.Replace(whole, `"tier": "must"`, `"tier": "x"`, 1):              `has tier "x"`,
		strings.Replace(whole, `"level": "healthy"`, `"level": "\u001b[2J"`, 1): `has level "\x1b[2J"`,
		strings.Replace(whole, `"nodes": 3`, `"nodes": "3"`, 1):                 "target.nodes cannot be a string",
		whole[:len(whole)/2]: "neither JSON nor YAML",
	} {
		_, err := report.Read([]byte(doc))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.40q: error %v, want one with %q", doc, err, want)
		}
	}
	newer := strings.Replace(whole, `"profile":`, `"seenByANewerKready": [1], "profile":`, 1)
	if _, err := report.Read([]byte(newer)); err != nil {
		t.Errorf("a field more is refused: %v", err)
	}
}

func asJSON(t *testing.T, r report.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := format.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
