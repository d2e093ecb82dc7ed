package facts

import "time"

// BackupLocation is a BackupStorageLocation of Velero: where backups are kept.
type BackupLocation struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Default marks the location of backups that name none.
	Default bool `json:"default"`
	// AccessMode is ReadWrite or ReadOnly, the API's default filled in.
	AccessMode string `json:"accessMode"`
	// Phase is Available, Unavailable, or "" when the status says nothing; Message is
	// empty while it is Available.
	Phase   string `json:"phase"`
	Message string `json:"message"`
	// ValidatedAt is when Velero last tried it; zero when the status does not say.
	ValidatedAt time.Time `json:"validatedAt,omitzero"`
	// ValidationSeconds is how often it is tried; -1 when not given, 0 for never.
	ValidationSeconds int `json:"validationSeconds"`
}

// BackupSchedule is a Schedule of Velero.
type BackupSchedule struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Cron is spec.schedule, as written.
	Cron   string `json:"cron"`
	Paused bool   `json:"paused"`
	// FileSystem, MoveData and Snapshots are spec.template's defaultVolumesToFsBackup (or
	// defaultVolumesToRestic), snapshotMoveData and snapshotVolumes: true, false, or default
	// where it sets none. They are "" in snapshots that were taken before kready read them.
	FileSystem string `json:"fileSystem"`
	MoveData   string `json:"moveData"`
	Snapshots  string `json:"snapshots"`
	// DataMover is who moves the data of snapshots; "" and velero are Velero itself.
	DataMover string `json:"dataMover"`
	// Takes is all where it takes every object of its namespaces, some where a selector or a list of resources leaves
	// objects out; "" where more namespaces are listed than are kept, and in snapshots of an older kready.
	Takes string `json:"takes" jsonschema:"enum=,enum=all,enum=some"`
	// IncludedNamespaces are spec.template.includedNamespaces, as written: none means all. ExcludedNamespaces are
	// those that it leaves out.
	IncludedNamespaces []string `json:"includedNamespaces"`
	ExcludedNamespaces []string `json:"excludedNamespaces"`
	// VolumePolicy says whether a policy of its own or an annotation that names a class of
	// snapshots, says what is done with which volumes; "" in snapshots that do not say.
	VolumePolicy string `json:"volumePolicy" jsonschema:"enum=,enum=yes,enum=no"`
	// Phase is New, Enabled, FailedValidation, or "" when the status says nothing.
	Phase  string   `json:"phase"`
	Errors []string `json:"errors"`
	// LastBackup is when it last started a backup; zero when it never did.
	LastBackup time.Time `json:"lastBackup,omitzero"`
}

// Backup is the newest Backup of Velero among those of one schedule, one phase, and one
// origin.
type Backup struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// Schedule is the Schedule that it was made by; "" when somebody made it by hand.
	Schedule string `json:"schedule"`
	Phase    string `json:"phase"`
	// Synced marks one that Velero found in the storage: another cluster made it, or an
	// earlier installation of this one.
	Synced bool `json:"synced"`
	// StartedAt is the creation of a backup that has not started.
	StartedAt time.Time `json:"startedAt,omitzero"`
	// Errors counts the items that could not be saved.
	Errors int `json:"errors"`
	// Message says why it failed as a whole; mostly empty.
	Message string `json:"message"`
}
