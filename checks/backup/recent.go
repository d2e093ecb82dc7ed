// Package backup holds the checks of backups that reckon with schedules.
package backup

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// Recent asks whether the backups that are due have been made.
func Recent() check.Check {
	return check.Check{
		ID:    "backup/recent",
		Title: "Every backup schedule has made a backup that succeeded recently",
		Doc: `A backup that fails fails quietly: the schedule goes on, the older ones expire, and one day
none is left. What a service writes after the last good one is lost with its disk.

Of each of Velero's Schedules that is active, the newest Backup with phase Completed is
read. It may be 24 hours old, or go back to the time before the last at which it was due.
Without an active Schedule, any Backup that was completed within 24 hours will do. A new
Schedule may wait for its time. A Backup that ended as PartiallyFailed is no gap and no
pass: only people can tell whether what is missing matters. Backups that Velero found in
the storage do not count: other clusters that share the bucket made them, or an earlier
installation.

It is not seen whether the backup holds the data of the volumes, nor whether it can be
restored. A dump of objects does not say when it was made: it is held against the newest Backup in it, so
that one that was too old even then is a gap, and whether there should have been a newer one is not known.`,
		Level:         check.LevelHealthy,
		Tier:          check.TierMust,
		Reads:         facts.Fields{facts.KindBackupSchedules, facts.KindBackups, facts.PartInventory},
		Requires:      []string{"backup/location"},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads/cronjobs", "workloads/pods", "nodes"}, Skip: []facts.Portion{"backupSchedules", "backups"}},
		Remediation: `See what went wrong, mend it, and make a backup now:

    velero backup describe NAME --details
    velero backup logs NAME
    velero backup create --from-schedule SCHEDULE

Where there is no Schedule:

    velero schedule create daily --schedule="0 2 * * *"`,
		Links: []string{
			"https://velero.io/docs/main/backup-reference/",
			"https://velero.io/docs/main/troubleshooting/",
		},
		Since: "0.1.0",
		Run:   runRecent,
	}
}

func runRecent(_ context.Context, in *facts.Input) (check.Outcome, error) {
	velero := slices.ContainsFunc(in.Inventory, func(i facts.Implementation) bool {
		return i.Name == "velero" && i.State == facts.StateRunning
	})
	if !velero {
		return check.Skip("Velero is not installed"), nil
	}
	t := history{in: in, now: in.CollectedAt}
	if in.Target.Kind != "cluster" {
		t.undated, t.now = true, t.latest()
		if t.now.IsZero() {
			return check.Unknown(undated), nil
		}
	}
	for i := range in.BackupSchedules {
		if s := &in.BackupSchedules[i]; !s.Paused && s.Phase != "FailedValidation" {
			t.active++
			t.judge(s)
		}
	}
	if t.active == 0 {
		return t.unscheduled(), nil
	}
	return t.outcome(), nil
}

// undated is why a dump is not known to have recent backups.
const undated = "manifests do not say when they were read from a cluster, if they were at all"

// history is what the backups amount to.
type history struct {
	in *facts.Input
	// now is when the cluster was read. Where that is not known, undated is true, and it was read then or later.
	now     time.Time
	undated bool
	// active counts the schedules, good those with a recent backup.
	active, good  int
	gaps, unknown []check.Finding
}

// latest is when the newest backup of this cluster's own began, whatever became of it; zero when there is none.
func (t *history) latest() time.Time {
	var newest time.Time
	for i := range t.in.Backups {
		if b := &t.in.Backups[i]; !b.Synced && b.StartedAt.After(newest) {
			newest = b.StartedAt
		}
	}
	return newest
}

// maxAge is how old a backup may be, whatever its schedule.
func (t *history) maxAge() time.Duration {
	return t.in.Thresholds.OrDefault().BackupAgeHours.Duration()
}

// judge looks for a recent backup of one schedule.
func (t *history) judge(s *facts.BackupSchedule) {
	object := facts.ObjectRef{Kind: "Schedule", Namespace: s.Namespace, Name: s.Name}
	when, ok := parseCron(s.Cron)
	if !ok {
		t.unknown = append(t.unknown, check.Finding{Object: object, Message: fmt.Sprintf("its expression %q is not understood", s.Cron)})
		return
	}
	limit := when.before(t.now, 2)
	if day := t.now.Add(-t.maxAge()); limit.IsZero() || limit.After(day) {
		limit = day
	}
	ofSchedule := func(b *facts.Backup) bool { return b.Schedule == s.Name && b.Namespace == s.Namespace }
	best, message := t.verdict(limit, ofSchedule)
	switch {
	case best == check.StatusPass && t.undated:
		t.unknown = append(t.unknown, check.Finding{Object: object, Message: undated})
	case best == check.StatusPass:
		t.good++
	case best == check.StatusUnknown:
		t.unknown = append(t.unknown, check.Finding{Object: object, Message: message})
	case s.CreatedAt.After(limit):
		t.unknown = append(t.unknown, check.Finding{Object: object, Message: "it is new: " + message})
	default:
		t.gaps = append(t.gaps, check.Finding{Object: object, Message: message})
	}
}

// verdict says whether one of the backups is good and newer than limit, and if not,
// what there is instead.
func (t *history) verdict(limit time.Time, of func(*facts.Backup) bool) (check.Status, string) {
	completed, partial, failed := t.newest(of, "Completed"), t.newest(of, "PartiallyFailed"),
		t.newest(of, "Failed", "FailedValidation")
	switch {
	case completed != nil && !completed.StartedAt.Before(limit):
		return check.StatusPass, ""
	case partial != nil && !partial.StartedAt.Before(limit):
		return check.StatusUnknown, fmt.Sprintf("%s of %s lacks %s that could not be saved", partial.Name, day(partial.StartedAt),
			text.Counted(partial.Errors, "item", "items"))
	}
	message := "no backup has been completed"
	if completed != nil {
		message = "the last good backup is of " + day(completed.StartedAt)
	}
	if failed != nil && (completed == nil || failed.StartedAt.After(completed.StartedAt)) {
		message += fmt.Sprintf("; %s has failed", failed.Name)
		if failed.Message != "" {
			message += ": " + failed.Message
		}
	}
	if stuck := t.unfinished(of); stuck != nil && stuck.StartedAt.Before(limit) {
		message += fmt.Sprintf("; %s is %s since %s", stuck.Name, stuck.Phase, day(stuck.StartedAt))
	}
	return check.StatusGap, message
}

// newest returns the newest backup of this cluster's own that ended in one of the
// phases; nil when there is none.
func (t *history) newest(of func(*facts.Backup) bool, phases ...string) *facts.Backup {
	var found *facts.Backup
	for i := range t.in.Backups {
		b := &t.in.Backups[i]
		if b.Synced || !slices.Contains(phases, b.Phase) || !of(b) {
			continue
		}
		if found == nil || b.StartedAt.After(found.StartedAt) {
			found = b
		}
	}
	return found
}

// unfinished returns the oldest backup of this cluster's own that Velero is still at; nil when there is none.
func (t *history) unfinished(of func(*facts.Backup) bool) *facts.Backup {
	var found *facts.Backup
	for i := range t.in.Backups {
		b := &t.in.Backups[i]
		if b.Synced || b.StartedAt.IsZero() || !slices.Contains([]string{"InProgress", "WaitingForPluginOperations", "Finalizing"}, b.Phase) || !of(b) {
			continue
		}
		if found == nil || b.StartedAt.Before(found.StartedAt) {
			found = b
		}
	}
	return found
}

// unscheduled judges a cluster without an active schedule: somebody else may ask Velero
// for backups.
func (t *history) unscheduled() check.Outcome {
	why := "Velero has no Schedule"
	if len(t.in.BackupSchedules) > 0 {
		why = "no Schedule of Velero is active"
	}
	status, message := t.verdict(t.now.Add(-t.maxAge()), func(*facts.Backup) bool { return true })
	switch {
	case status == check.StatusPass && t.undated:
		return check.Unknown(undated)
	case status == check.StatusPass:
		return check.Pass(fmt.Sprintf("%s, and a backup was completed within %s", why,
			text.Counted(int(t.in.Thresholds.OrDefault().BackupAgeHours), "hour", "hours")))
	case status == check.StatusUnknown:
		return check.Unknown(fmt.Sprintf("%s; %s", why, message))
	}
	return check.Gap(fmt.Sprintf("%s; %s", why, message), check.Finding{Message: "nothing makes backups by itself"})
}

func (t *history) outcome() check.Outcome {
	active := text.Counted(t.active, "schedule", "schedules")
	switch {
	case len(t.gaps) > 0:
		return check.Gap(fmt.Sprintf("%d of %s %s without a recent backup that succeeded", len(t.gaps), active, text.Are(len(t.gaps))), t.gaps...)
	case len(t.unknown) > 0:
		return check.Unknown(fmt.Sprintf("%d of %s cannot be judged", len(t.unknown), active), t.unknown...)
	}
	return check.Pass(fmt.Sprintf("%d of %s %s a recent backup that succeeded", t.good, active, has(t.good)))
}

func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }

func has(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}
