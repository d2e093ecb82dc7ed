package facts

import "time"

// PendingClaim is a PersistentVolumeClaim that has no volume yet. Others are not kept.
type PendingClaim struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	CreatedAt time.Time `json:"createdAt,omitzero"`
	// Class is the StorageClass, "" when it names none. ClassSet is false when it says
	// nothing of a class, so that it waits for a default one.
	Class    string `json:"class"`
	ClassSet bool   `json:"classSet"`
	// Scheduled marks a claim for which the scheduler has picked a node.
	Scheduled bool `json:"scheduled"`
	// Volume is the PersistentVolume that it asks for by name.
	Volume string `json:"volume"`
}

// BoundClaims counts the PersistentVolumeClaims of a namespace that have a volume, by StorageClass.
type BoundClaims struct {
	Namespace string `json:"namespace"`
	// Class is "" for claims without one, as those of volumes that somebody made by hand.
	Class  string `json:"class"`
	Claims int    `json:"claims"`
}

// VolumeSnapshotClass is one VolumeSnapshotClass.
type VolumeSnapshotClass struct {
	Name   string `json:"name"`
	Driver string `json:"driver"`
	// Default marks the class of snapshots that name none.
	Default bool `json:"default"`
	// Velero says whether it carries the label by which Velero chooses among the classes of a driver; "" in
	// snapshots that do not say.
	Velero string `json:"velero" jsonschema:"enum=,enum=yes,enum=no"`
}
