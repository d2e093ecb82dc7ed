package backup

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func daily() facts.BackupSchedule {
	return facts.BackupSchedule{Namespace: "velero", Name: "daily", Cron: "0 2 * * *", Phase: "Enabled", CreatedAt: now.AddDate(0, -5, 0)}
}

// made is a backup of daily, so many hours old.
func made(phase string, hours int) facts.Backup {
	return facts.Backup{
		Namespace: "velero", Name: fmt.Sprintf("daily-%d", hours), Schedule: "daily", Phase: phase,
		StartedAt: now.Add(-time.Duration(hours) * time.Hour),
	}
}

func TestRecent(t *testing.T) {
	with := func(change func(*facts.BackupSchedule)) []facts.BackupSchedule {
		s := daily()
		change(&s)
		return []facts.BackupSchedule{s}
	}
	paused := with(func(s *facts.BackupSchedule) { s.Paused = true })
	foreign := made("Completed", 1)
	foreign.Synced = true
	manual := made("Completed", 3)
	manual.Schedule = ""
	failed := made("Failed", 10)
	failed.Message = "bucket is gone"
	for name, tt := range map[string]struct {
		schedules []facts.BackupSchedule
		backups   []facts.Backup
		want      check.Status
		says      string
	}{
		"fresh":              {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("Completed", 10)}, check.StatusPass, "the only schedule"},
		"one missed":         {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("Completed", 33)}, check.StatusPass, ""},
		"two missed":         {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("Completed", 58)}, check.StatusGap, "last good backup is of 2026-10-30"},
		"weekly":             {with(func(s *facts.BackupSchedule) { s.Cron = "@weekly" }), []facts.Backup{made("Completed", 170)}, check.StatusPass, ""},
		"hourly, a day":      {with(func(s *facts.BackupSchedule) { s.Cron = "@every 1h" }), []facts.Backup{made("Completed", 23)}, check.StatusPass, ""},
		"hourly, longer":     {with(func(s *facts.BackupSchedule) { s.Cron = "@every 1h" }), []facts.Backup{made("Completed", 25)}, check.StatusGap, ""},
		"failed since":       {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("Completed", 58), failed}, check.StatusGap, "daily-10 has failed: bucket is gone"},
		"never":              {with(func(*facts.BackupSchedule) {}), nil, check.StatusGap, "no backup has been completed"},
		"under way":          {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("InProgress", 1)}, check.StatusGap, ""},
		"under way for days": {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("InProgress", 200), made("InProgress", 100)}, check.StatusGap, "daily-200 is InProgress since"},
		"partial":            {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("PartiallyFailed", 10)}, check.StatusUnknown, "could not be saved"},
		"partial and whole":  {with(func(*facts.BackupSchedule) {}), []facts.Backup{made("PartiallyFailed", 10), made("Completed", 34)}, check.StatusPass, ""},
		"another cluster's":  {with(func(*facts.BackupSchedule) {}), []facts.Backup{foreign}, check.StatusGap, ""},
		"another schedule's": {with(func(s *facts.BackupSchedule) { s.Name = "weekly" }), []facts.Backup{made("Completed", 1)}, check.StatusGap, ""},
		"new":                {with(func(s *facts.BackupSchedule) { s.CreatedAt = now.Add(-time.Hour) }), nil, check.StatusUnknown, "it is new"},
		"odd expression":     {with(func(s *facts.BackupSchedule) { s.Cron = "soon" }), nil, check.StatusUnknown, "not understood"},
		"by hand":            {nil, []facts.Backup{manual}, check.StatusPass, "no Schedule"},
		"paused, by hand":    {paused, []facts.Backup{manual}, check.StatusPass, "no Schedule of Velero is active"},
		"paused":             {paused, []facts.Backup{made("Completed", 100)}, check.StatusGap, "last good backup"},
		"nothing":            {nil, nil, check.StatusGap, "Velero has no Schedule"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "cluster", tt.schedules, tt.backups)
			if said := got.Reason + fmt.Sprint(got.Findings); got.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s", got.Status, said)
			}
		})
	}
}

func TestRecentOfManifests(t *testing.T) {
	failed := made("Failed", 10)
	for name, tt := range map[string]struct {
		backups []facts.Backup
		want    check.Status
		says    string
	}{
		"none":                          {nil, check.StatusUnknown, "do not say when"},
		"good when it was made":         {[]facts.Backup{made("Completed", 10)}, check.StatusUnknown, "do not say when"},
		"too old when another one came": {[]facts.Backup{made("Completed", 100), failed}, check.StatusGap, "last good backup is of 2026-10-28"},
		"never":                         {[]facts.Backup{failed}, check.StatusGap, "no backup has been completed; daily-10 has failed"},
		"partial":                       {[]facts.Backup{made("PartiallyFailed", 10)}, check.StatusUnknown, "could not be saved"},
	} {
		t.Run(name, func(t *testing.T) {
			got := run(t, "manifests", []facts.BackupSchedule{daily()}, tt.backups)
			if said := got.Reason + fmt.Sprint(got.Findings); got.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s", got.Status, said)
			}
		})
	}
}

func TestRecentWithoutVelero(t *testing.T) {
	got, err := Recent().Run(t.Context(), &facts.Input{})
	if err != nil || got.Status != check.StatusSkip {
		t.Errorf("%s, %v", got.Status, err)
	}
}

func run(t *testing.T, kind string, schedules []facts.BackupSchedule, backups []facts.Backup) check.Outcome {
	t.Helper()
	in := &facts.Input{Inventory: []facts.Implementation{{Name: "velero", State: facts.StateRunning}}}
	in.Target.Kind, in.CollectedAt, in.BackupSchedules, in.Backups = kind, now, schedules, backups
	out, err := Recent().Run(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
