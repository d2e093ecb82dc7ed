package collect

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

const veleroGroup = "velero.io"

func backupLocationsCollector() Collector {
	return Collector{
		Facts:   facts.KindBackupLocations,
		Reads:   []Read{ifServed(veleroGroup, "backupstoragelocations")},
		Collect: collectBackupLocations,
	}
}

// collectBackupLocations reads where Velero keeps backups, not the credentials for it.
func collectBackupLocations(ctx context.Context, r *Run) Fill {
	locations := eachIfServed(ctx, r, veleroGroup, "backupstoragelocations", distilBackupLocation)
	sortBy(locations,
		func(l facts.BackupLocation) string { return l.Namespace },
		func(l facts.BackupLocation) string { return l.Name })
	return func(s *facts.Snapshot) { s.BackupLocations = locations }
}

func distilBackupLocation(o *unstructured.Unstructured) (facts.BackupLocation, error) {
	read := reader{fields: o.Object}
	out := facts.BackupLocation{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		AccessMode: or(read.text("spec", "accessMode"), "ReadWrite"), Phase: read.text("status", "phase"),
		ValidatedAt: read.moment("status", "lastValidationTime"), ValidationSeconds: -1,
	}
	out.Default, _ = read.boolean("spec", "default")
	if every := read.text("spec", "validationFrequency"); every != "" {
		d, err := time.ParseDuration(every)
		if err != nil {
			read.fail([]string{"spec", "validationFrequency"}, "is not a duration")
		}
		out.ValidationSeconds = int(d.Seconds())
	}
	if out.Phase != "Available" {
		out.Message = read.message("status", "message")
	}
	return out, read.err
}

func backupSchedulesCollector() Collector {
	return Collector{
		Facts:   facts.KindBackupSchedules,
		Reads:   []Read{ifServed(veleroGroup, "schedules")},
		Collect: collectBackupSchedules,
	}
}

// collectBackupSchedules reads the schedules of Velero's backups.
func collectBackupSchedules(ctx context.Context, r *Run) Fill {
	schedules := eachIfServed(ctx, r, veleroGroup, "schedules", distilBackupSchedule)
	sortBy(schedules,
		func(b facts.BackupSchedule) string { return b.Namespace },
		func(b facts.BackupSchedule) string { return b.Name })
	return func(s *facts.Snapshot) { s.BackupSchedules = schedules }
}

func distilBackupSchedule(o *unstructured.Unstructured) (facts.BackupSchedule, error) {
	read := reader{fields: o.Object}
	out := facts.BackupSchedule{
		Namespace: o.GetNamespace(), Name: o.GetName(), CreatedAt: truncateToSecond(o.GetCreationTimestamp().Time),
		Cron: read.text("spec", "schedule"), Phase: read.text("status", "phase"),
		Errors: read.messages("status", "validationErrors"), LastBackup: read.moment("status", "lastBackup"),
	}
	out.Paused, _ = read.boolean("spec", "paused")
	out.FileSystem = read.optional("spec", "template", "defaultVolumesToFsBackup")
	if out.FileSystem == unset {
		out.FileSystem = read.optional("spec", "template", "defaultVolumesToRestic")
	}
	out.MoveData = read.optional("spec", "template", "snapshotMoveData")
	out.Snapshots = read.optional("spec", "template", "snapshotVolumes")
	out.DataMover = read.text("spec", "template", "datamover")
	out.IncludedNamespaces, out.ExcludedNamespaces = read.names("spec", "template", "includedNamespaces"), read.names("spec", "template", "excludedNamespaces")
	out.Takes, out.VolumePolicy = read.takes(), "no"
	if read.text("spec", "template", "resourcePolicy", "name") != "" {
		out.VolumePolicy = "yes"
	}
	for key := range o.GetAnnotations() { // names the class of snapshots of a driver
		if strings.HasPrefix(key, "velero.io/csi-volumesnapshot-class_") {
			out.VolumePolicy = "yes"
		}
	}
	return out, read.err
}

// takes is whether a Schedule takes all objects of its namespaces.
func (r *reader) takes() string {
	if r.length("spec", "template", "includedNamespaces") > namesMax || r.length("spec", "template", "excludedNamespaces") > namesMax {
		return ""
	}
	for _, list := range []string{
		"includedResources", "excludedResources", "includedNamespaceScopedResources", "excludedNamespaceScopedResources", "orLabelSelectors",
	} {
		names, _ := r.at("spec", "template", list)
		all, _ := names.([]any)
		if len(all) > 0 && (!strings.HasPrefix(list, "included") || all[0] != "*") {
			return "some"
		}
	}
	if selector := r.selector("spec", "template", "labelSelector"); len(selector.Requirements) > 0 {
		return "some"
	}
	return "all"
}

// unset is the value of a switch that a Schedule leaves to Velero.
const unset = "default"

// optional is a boolean as text; unset when there is none.
func (r *reader) optional(path ...string) string {
	value, found := r.boolean(path...)
	if !found {
		return unset
	}
	return strconv.FormatBool(value)
}

func backupsCollector() Collector {
	return Collector{
		Facts:   facts.KindBackups,
		Reads:   []Read{ifServed(veleroGroup, "backups")},
		Collect: collectBackups,
	}
}

// collectBackups reads Velero's Backups and keeps the newest ones: there is one for
// each run of a schedule that has not expired yet.
func collectBackups(ctx context.Context, r *Run) Fill {
	backups := newestBackups(eachIfServed(ctx, r, veleroGroup, "backups", distilBackup))
	sortBy(backups,
		func(b facts.Backup) string { return b.Namespace },
		func(b facts.Backup) string { return b.Schedule },
		func(b facts.Backup) string { return b.Phase },
		func(b facts.Backup) string { return b.Name })
	return func(s *facts.Snapshot) { s.Backups = backups }
}

func distilBackup(o *unstructured.Unstructured) (facts.Backup, error) {
	read := reader{fields: o.Object}
	created, ended := truncateToSecond(o.GetCreationTimestamp().Time), read.moment("status", "completionTimestamp")
	out := facts.Backup{
		Namespace: o.GetNamespace(), Name: o.GetName(), Schedule: text.Truncate(o.GetLabels()["velero.io/schedule-name"], valueMax),
		Phase: read.text("status", "phase"), StartedAt: read.moment("status", "startTimestamp"),
		Errors: read.number("status", "errors"), Message: read.message("status", "failureReason"),
		// Velero makes an object for what it finds in the storage: after the backup ended.
		Synced: !ended.IsZero() && created.After(ended),
	}
	if out.StartedAt.IsZero() {
		out.StartedAt = created
	}
	if errors := read.messages("status", "validationErrors"); out.Message == "" && len(errors) > 0 {
		out.Message = errors[0]
	}
	return out, read.err
}

// newestBackups keeps of each schedule, phase and origin the newest.
func newestBackups(all []facts.Backup) []facts.Backup {
	sortBy(all, func(b facts.Backup) string { return b.Name })
	var out []facts.Backup
	for _, b := range all {
		i := slices.IndexFunc(out, func(o facts.Backup) bool {
			return o.Namespace == b.Namespace && o.Schedule == b.Schedule && o.Phase == b.Phase && o.Synced == b.Synced
		})
		switch {
		case i < 0:
			out = append(out, b)
		case b.StartedAt.After(out[i].StartedAt):
			out[i] = b
		}
	}
	return out
}
