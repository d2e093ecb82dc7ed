package storage

import (
	"context"
	"fmt"
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

// InlineDriversThere asks whether the CSI drivers are there whose volumes pods of a service have inline.
func InlineDriversThere() check.Check {
	return check.Check{
		ID:      "storage/inline-drivers-there",
		Title:   "The CSI drivers of inline volumes are there",
		Subject: check.SubjectService,
		Doc: `A volume with ` + "`csi`" + ` in the pod itself, as of the Secrets Store CSI Driver or of cert-manager's, is made by
the driver on the pod's node. Without the driver the pod stays in ContainerCreating, with FailedMount in its events.

kready asks for a CSIDriver of that name whose volumeLifecycleModes have Ephemeral: without one the kubelet refuses
inline volumes. Whether the driver runs on each node is asked by ` + "`storage/csinode`" + `, and what the volume's
attributes name is not looked at. A CSIDriver that the service brings counts as there.`,
		Level: check.LevelPresent,
		Tier:  check.TierMust,
		Reads: facts.Fields{facts.PartService, facts.KindCSIDrivers},
		Remediation: `Have the platform install the driver, or take the volume from a PersistentVolumeClaim or a Secret instead. These are
there:

    kubectl get csidrivers`,
		Links: []string{
			"https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#csi-ephemeral-volumes",
			"https://kubernetes-csi.github.io/docs/ephemeral-local-volumes.html",
		},
		Since: "0.2.0",
		Run:   runInlineDrivers,
	}
}

func runInlineDrivers(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps []check.Finding
	named, brings := 0, kube.NewBrought(&in.Service)
	for i := range in.Service.Pods {
		pods := &in.Service.Pods[i]
		for _, v := range pods.Volumes {
			if v.Driver == "" {
				continue
			}
			named++
			if fault := inlineFault(in, brings, v.Driver); fault != "" {
				gaps = append(gaps, check.OfManifest(pods.Manifest, v.Line, check.ByPlatform, fmt.Sprintf("its volume %s is of the CSI driver %s, %s", v.Volume, v.Driver, fault)))
			}
		}
	}
	switch {
	case named == 0:
		return check.Skip("no pod of the service has an inline volume of a CSI driver"), nil
	case len(gaps) > 0:
		return check.Gap(fmt.Sprintf("%s would not be mounted", text.Counted(len(gaps), "inline volume", "inline volumes")), gaps...), nil
	}
	return check.Pass(fmt.Sprintf("%s of drivers that are there", text.Counted(named, "inline volume", "inline volumes"))), nil
}

// inlineFault is why a driver makes no inline volumes; "" where it does.
func inlineFault(in *facts.Input, brings *kube.Brought, driver string) string {
	i := slices.IndexFunc(in.CSIDrivers, func(d facts.CSIDriver) bool { return d.Name == driver })
	switch {
	case brings.Object("storage.k8s.io", "CSIDriver", "", driver) != nil:
		return ""
	case i < 0:
		return "which is not installed"
	case !slices.Contains(in.CSIDrivers[i].Modes, "Ephemeral"):
		return "which makes no inline volumes: its volumeLifecycleModes lack Ephemeral"
	}
	return ""
}
