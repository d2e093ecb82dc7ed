package probe

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// podsMax is how many pods of a namespace are looked at to find out which claims they use.
const podsMax = 1000

// volumesOf are the volumes of a template that a pod can have which is to change nothing. The others are said to be left
// out.
func (p *landPlace) volumesOf(ctx context.Context, t *landTrial, out *setup) ([]corev1.Volume, error) {
	var kept []corev1.Volume
	for _, v := range t.template.Pod.Spec.Volumes {
		why := ""
		if v.PersistentVolumeClaim != nil {
			var err error
			if why, err = p.claimTaken(ctx, t, v.PersistentVolumeClaim.ClaimName); err != nil {
				return nil, err
			}
		} else {
			why = unfit(&v)
		}
		if why != "" {
			out.leftOut = append(out.leftOut, fmt.Sprintf("the volume %s (%s)", v.Name, why))
			continue
		}
		kept = append(kept, t.readOnly(v))
	}
	return kept, nil
}

// unfit returns why a volume that is no claim is left out; "" where it can be mounted and nothing changes.
func unfit(v *corev1.Volume) string {
	switch {
	case v.Ephemeral != nil:
		return "one is made for each pod, which may cost money"
	case v.HostPath != nil:
		if kind := v.HostPath.Type; kind == nil || *kind == "" || *kind == corev1.HostPathDirectoryOrCreate || *kind == corev1.HostPathFileOrCreate {
			return "mounting it may make its path on the node"
		}
		return ""
	case v.ConfigMap != nil, v.Secret != nil, v.Projected != nil, v.DownwardAPI != nil, v.EmptyDir != nil, v.CSI != nil, v.NFS != nil, v.Image != nil:
		return ""
	case v.VolumeSource == (corev1.VolumeSource{}):
		return "" // the API server makes it an emptyDir
	}
	return "it may be a disk of other pods"
}

// readOnly is a volume as a pod of a trial has it: nothing is written to it, and what the service brings itself need not
// be there.
func (t *landTrial) readOnly(v corev1.Volume) corev1.Volume {
	v = *v.DeepCopy()
	switch {
	case v.PersistentVolumeClaim != nil:
		v.PersistentVolumeClaim.ReadOnly = true
	case v.NFS != nil:
		v.NFS.ReadOnly = true
	case v.EmptyDir != nil:
		v.EmptyDir = &corev1.EmptyDirVolumeSource{} // huge pages would have to be requested
	case v.ConfigMap != nil:
		v.ConfigMap.Optional = t.unlessBrought("ConfigMap", v.ConfigMap.Name, v.ConfigMap.Optional)
	case v.Secret != nil:
		v.Secret.Optional = t.unlessBrought("Secret", v.Secret.SecretName, v.Secret.Optional)
	case v.Projected != nil:
		for i := range v.Projected.Sources {
			if c := v.Projected.Sources[i].ConfigMap; c != nil {
				c.Optional = t.unlessBrought("ConfigMap", c.Name, c.Optional)
			}
			if c := v.Projected.Sources[i].Secret; c != nil {
				c.Optional = t.unlessBrought("Secret", c.Name, c.Optional)
			}
		}
	}
	return v
}

// claimTaken returns why a claim is not mounted; "" where it is bound, and no other pod has it.
func (p *landPlace) claimTaken(ctx context.Context, t *landTrial, name string) (string, error) {
	if kube.NewBrought(t.own).Object("", "PersistentVolumeClaim", t.template.Namespace, name) != nil || t.template.Kind == facts.StatefulSet && t.ownClaim(name) {
		return "its claim comes with the service", nil
	}
	claim, err := p.volumeClaims(p.Namespace).get(ctx, name)
	switch {
	case apierrors.IsNotFound(err):
		return "its claim " + name + " is not there", nil
	case apierrors.IsForbidden(err):
		return "this identity may not get persistentvolumeclaims", nil
	case err != nil:
		return "", fmt.Errorf("looking at the claim %s: %w", name, err)
	case claim.Status.Phase != corev1.ClaimBound:
		return "its claim " + name + " is not bound, and a pod of ours may decide where its volume is made", nil
	case slices.Contains(claim.Spec.AccessModes, corev1.ReadWriteOncePod):
		return "its claim " + name + " lets one pod have it", nil
	case claim.Spec.VolumeMode != nil && *claim.Spec.VolumeMode == corev1.PersistentVolumeBlock:
		return "its claim " + name + " is a raw block volume", nil
	}
	user, err := p.userOf(ctx, name)
	if err != nil || user == "" {
		return "", err
	}
	return user, nil
}

// ownClaim reports whether a claim is made from a template of the StatefulSet.
func (t *landTrial) ownClaim(name string) bool {
	return slices.ContainsFunc(t.own.Claims, func(c facts.LandingClaim) bool {
		return c.Kind == facts.StatefulSet && c.Namespace == t.template.Namespace && c.Name == t.template.Name && c.Claim+"-"+t.template.Name+"-0" == name
	})
}

// userOf says that a claim is in use, or may be; "" where no pod of the namespace has it.
func (p *landPlace) userOf(ctx context.Context, claim string) (string, error) {
	pods := p.pods(p.Namespace)
	list, err := pods.api.List(ctx, metav1.ListOptions{Limit: podsMax})
	if err != nil {
		return "", fmt.Errorf("listing the pods of namespace %s: %w", p.Namespace, err)
	}
	for i := range list.Items {
		pod, err := pods.decode(&list.Items[i])
		if err != nil {
			return "", err
		}
		if pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
			continue
		}
		for _, v := range pod.Spec.Volumes {
			if v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ClaimName == claim {
				return "the pod " + pod.Name + " has its claim", nil
			}
		}
	}
	if list.GetContinue() != "" {
		return fmt.Sprintf("of more than %d pods here one may have its claim", podsMax), nil
	}
	return "", nil
}
