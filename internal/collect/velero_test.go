package collect

import (
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestVelero(t *testing.T) {
	s := Snapshot(t.Context(), dump(t, `
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero}
spec: {default: true, provider: aws, validationFrequency: 1h0m0s, objectStorage: {bucket: b}, credential: {name: cloud, key: hunter2}}
status: {phase: Unavailable, lastValidationTime: "2026-11-01T10:00:00Z", message: "AccessDenied at https://b.s3.example/?X-Amz-Signature=hunter2"}
---
apiVersion: velero.io/v1
kind: Schedule
metadata: {name: daily, namespace: velero, annotations: {velero.io/csi-volumesnapshot-class_ebs.csi.aws.com: snap}}
spec: {schedule: "0 2 * * *", paused: true, template: {}}
status: {phase: FailedValidation, lastBackup: "2026-11-01T02:00:00Z", validationErrors: ["invalid schedule"]}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: daily-1, namespace: velero, creationTimestamp: "2026-10-31T02:00:00Z", labels: {velero.io/schedule-name: daily}}
status: {phase: Completed, startTimestamp: "2026-10-31T02:00:01Z", completionTimestamp: "2026-10-31T02:05:00Z"}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: daily-2, namespace: velero, creationTimestamp: "2026-11-01T02:00:00Z", labels: {velero.io/schedule-name: daily}}
status: {phase: Completed, startTimestamp: "2026-11-01T02:00:01Z", completionTimestamp: "2026-11-01T02:05:00Z"}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: daily-3, namespace: velero, creationTimestamp: "2026-11-01T03:00:00Z", labels: {velero.io/schedule-name: daily}}
status: {phase: Completed, startTimestamp: "2026-11-01T02:30:01Z", completionTimestamp: "2026-11-01T02:35:00Z"}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: daily-4, namespace: velero, creationTimestamp: "2026-11-01T04:00:00Z", labels: {velero.io/schedule-name: daily}}
status: {phase: PartiallyFailed, startTimestamp: "2026-11-01T04:00:01Z", errors: 3, completionTimestamp: "2026-11-01T04:05:00Z"}
---
apiVersion: velero.io/v1
kind: Backup
metadata: {name: by-hand, namespace: velero, creationTimestamp: "2026-11-01T04:00:00Z"}
status: {phase: FailedValidation, validationErrors: ["no location"]}
`, true), []facts.Kind{"backupLocations", "backupSchedules", "backups"}, Options{Now: moment})
	if blind := s.Blind([]facts.Kind{"backupLocations", "backupSchedules", "backups"}); len(blind) > 0 {
		t.Fatal(blind)
	}
	assertAbsent(t, s, "hunter2")
	if l := s.BackupLocations[0]; !l.Default || l.AccessMode != "ReadWrite" || l.ValidationSeconds != 3600 || l.ValidatedAt.IsZero() ||
		l.Message != "AccessDenied at https://b.s3.example/?…" {
		t.Errorf("%+v", l)
	}
	if b := s.BackupSchedules[0]; !b.Paused || b.Cron != "0 2 * * *" || len(b.Errors) != 1 || b.LastBackup.IsZero() || b.VolumePolicy != "yes" {
		t.Errorf("%+v", b)
	}
	var got []string
	for _, b := range s.Backups {
		got = append(got, b.Name)
	}
	if want := []string{"by-hand", "daily-2", "daily-3", "daily-4"}; len(got) != 4 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[3] != want[3] {
		t.Fatalf("%v", got)
	}
	if b := s.Backups[0]; b.Schedule != "" || b.Message != "no location" || b.StartedAt.IsZero() || b.Synced {
		t.Errorf("%+v", b)
	}
	if s.Backups[1].Synced || !s.Backups[2].Synced || s.Backups[3].Errors != 3 {
		t.Errorf("%+v", s.Backups)
	}
}
