package format

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

// csvColumns are the columns, one row a finding. They are only ever added to, at the end.
func csvColumns() []string {
	return []string{
		"target", "collected_at", "as_of", "profile", "battery", "check", "level", "tier", "status", "title", "reason",
		"object_kind", "object_namespace", "object_name", "message",
		"waiver_owner", "waiver_reason", "waiver_expires", "cause",
	}
}

// CSV writes one row a finding; a check without findings has one row with no object, so
// that every check is there. What is waived has the status "waived".
func CSV(w io.Writer, r report.Report) error {
	out := csv.NewWriter(w)
	rows := [][]string{csvColumns()}
	for _, x := range r.Results {
		rows = append(rows, csvRows(r, x)...)
	}
	for _, row := range rows {
		for i := range row {
			row[i] = Cell(row[i])
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("writing the report as CSV: %w", err)
	}
	return nil
}

func csvRows(r report.Report, x report.Result) [][]string {
	row := func(status string, f report.Finding, w report.Waiver) []string {
		return []string{
			r.Target.Name, stamp(r.Target.CollectedAt), r.Target.AsOf.Format(time.DateOnly), r.Profile,
			x.Battery, x.ID, x.Level, x.Tier, status, x.Title, x.Reason,
			f.Object.Kind, f.Object.Namespace, f.Object.Name, f.Message,
			w.Owner, w.Reason, w.Expires, f.Cause,
		}
	}
	var whole report.Waiver
	if x.Waiver != nil {
		whole = *x.Waiver
	}
	var rows [][]string
	for _, f := range x.Seen() {
		rows = append(rows, row(x.StatusOrWaived(), f, whole))
	}
	if len(x.Findings) == 0 {
		rows = append(rows, row(x.StatusOrWaived(), report.Finding{}, whole))
	}
	for _, f := range x.SeenWaived() {
		waiver, _ := r.WaiverOf(x, f.Object)
		rows = append(rows, row("waived", f, waiver))
	}
	return rows
}

// Cell makes a text safe for a spreadsheet, which takes a cell that begins with one of a
// few characters for a formula (OWASP, "CSV Injection"; the wide forms count as well).
func Cell(s string) string {
	s = text.Clean(s)
	if strings.HasPrefix(strings.TrimLeft(s, " "), "'") || strings.IndexFunc(strings.TrimLeft(s, " "), formula) == 0 {
		return "'" + s
	}
	return s
}

func formula(r rune) bool { return strings.ContainsRune("=+-@|%＝＋－＠", r) }
