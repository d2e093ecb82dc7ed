package collect

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

func storageClassesCollector() Collector {
	return Collector{
		Facts:   facts.KindStorageClasses,
		Reads:   []Read{list("storage.k8s.io", "storageclasses")},
		Collect: collectStorageClasses,
	}
}

// collectStorageClasses reads the StorageClasses.
func collectStorageClasses(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses"}
	classes := each(ctx, r, q, distilStorageClass)
	sortBy(classes, func(c facts.StorageClass) string { return c.Name })
	return func(s *facts.Snapshot) { s.StorageClasses = classes }
}

// classParameters are the parameters of StorageClasses that are kept, sorted: whether volumes are encrypted, and
// whether several nodes can write to one. Others may name a backend's user or key.
var classParameters = []string{"backendType", "csi.storage.k8s.io/fstype", "encrypted", "sharedv4"}

// distilStorageClass fills in the API's defaults, for manifests that leave them out.
func distilStorageClass(c *storagev1.StorageClass) facts.StorageClass {
	out := facts.StorageClass{
		Name: c.Name, Provisioner: c.Provisioner, CreatedAt: truncateToSecond(c.CreationTimestamp.Time),
		Default: c.Annotations["storageclass.kubernetes.io/is-default-class"] == "true" ||
			c.Annotations["storageclass.beta.kubernetes.io/is-default-class"] == "true",
		BindingMode: string(storagev1.VolumeBindingImmediate), ReclaimPolicy: string(corev1.PersistentVolumeReclaimDelete),
		AllowExpansion: c.AllowVolumeExpansion != nil && *c.AllowVolumeExpansion, Topologies: "all",
	}
	for _, term := range c.AllowedTopologies {
		var labels []facts.Requirement
		for _, r := range term.MatchLabelExpressions {
			labels = append(labels, facts.Requirement{Key: r.Key, Operator: string(corev1.NodeSelectorOpIn), Values: r.Values})
		}
		out.Topologies, out.AllowedTopologies = "some", append(out.AllowedTopologies, facts.NodeTerm{Labels: labels})
	}
	for _, name := range classParameters {
		if value, ok := c.Parameters[name]; ok {
			out.Parameters = append(out.Parameters, facts.Field{Name: name, Value: text.Truncate(redactURLs(value), valueMax)})
		}
	}
	if c.VolumeBindingMode != nil {
		out.BindingMode = string(*c.VolumeBindingMode)
	}
	if c.ReclaimPolicy != nil {
		out.ReclaimPolicy = string(*c.ReclaimPolicy)
	}
	return out
}

func csiDriversCollector() Collector {
	return Collector{
		Facts:   facts.KindCSIDrivers,
		Reads:   []Read{list("storage.k8s.io", "csidrivers")},
		Collect: collectCSIDrivers,
	}
}

// collectCSIDrivers reads the CSIDrivers.
func collectCSIDrivers(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "storage.k8s.io", Version: "v1", Resource: "csidrivers"}
	drivers := each(ctx, r, q, func(d *storagev1.CSIDriver) facts.CSIDriver {
		out := facts.CSIDriver{Name: d.Name, Republished: "no"}
		if d.Spec.RequiresRepublish != nil && *d.Spec.RequiresRepublish {
			out.Republished = "yes"
		}
		for _, mode := range d.Spec.VolumeLifecycleModes {
			out.Modes = append(out.Modes, string(mode))
		}
		if out.Modes = sorted(out.Modes); len(out.Modes) == 0 {
			out.Modes = []string{string(storagev1.VolumeLifecyclePersistent)} // the API's default
		}
		return out
	})
	sortBy(drivers, func(d facts.CSIDriver) string { return d.Name })
	return func(s *facts.Snapshot) { s.CSIDrivers = drivers }
}

func csiNodesCollector() Collector {
	return Collector{
		Facts:   facts.KindCSINodes,
		Reads:   []Read{list("storage.k8s.io", "csinodes")},
		Collect: collectCSINodes,
	}
}

// collectCSINodes reads which drivers each node has.
func collectCSINodes(ctx context.Context, r *Run) Fill {
	q := target.Query{Group: "storage.k8s.io", Version: "v1", Resource: "csinodes", Reused: true, Distilled: true}
	nodes := each(ctx, r, q, func(n *storagev1.CSINode) facts.CSINode {
		out := facts.CSINode{Name: n.Name}
		for _, d := range n.Spec.Drivers {
			out.Drivers = append(out.Drivers, d.Name)
		}
		out.Drivers = sorted(out.Drivers)
		return out
	})
	sortBy(nodes, func(n facts.CSINode) string { return n.Name })
	return func(s *facts.Snapshot) { s.CSINodes = nodes }
}
