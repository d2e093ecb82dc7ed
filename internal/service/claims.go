package service

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

func distilClaim(o *object, out *facts.Landing) error {
	var spec corev1.PersistentVolumeClaimSpec
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	claim := o.claim(o.name, &spec, "spec")
	o.classByAnnotation(&claim, o.annotations, "metadata")
	out.Claims = append(out.Claims, claim)
	return nil
}

// distilClaimTemplates keeps the templates of a StatefulSet.
func distilClaimTemplates(o *object, out *facts.Landing) error {
	var spec struct {
		VolumeClaimTemplates []corev1.PersistentVolumeClaim `json:"volumeClaimTemplates"`
	}
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	for i, template := range spec.VolumeClaimTemplates {
		claim := o.claim(template.Name, &template.Spec, "spec", "volumeClaimTemplates", fmt.Sprint(i), "spec")
		o.classByAnnotation(&claim, template.Annotations, "spec", "volumeClaimTemplates", fmt.Sprint(i), "metadata")
		out.Claims = append(out.Claims, claim)
	}
	return nil
}

// distilEphemeralClaims keeps the claims that are made with each pod of a template, and go with it.
func distilEphemeralClaims(o *object, out *facts.Landing) error {
	at := append(templatePath(o.kind), "spec")
	if _, there := o.at(at...).(map[string]any); !there {
		return nil
	}
	var spec struct {
		Volumes []struct {
			Name      string `json:"name"`
			Ephemeral *struct {
				VolumeClaimTemplate struct {
					Spec corev1.PersistentVolumeClaimSpec `json:"spec"`
				} `json:"volumeClaimTemplate"`
			} `json:"ephemeral"`
		} `json:"volumes"`
	}
	if err := o.decode(&spec, at...); err != nil {
		return err
	}
	for i, v := range spec.Volumes {
		if v.Ephemeral != nil {
			claim := o.claim(v.Name, &v.Ephemeral.VolumeClaimTemplate.Spec, append(at, "volumes", fmt.Sprint(i), "ephemeral", "volumeClaimTemplate", "spec")...)
			claim.Ephemeral = true
			out.Claims = append(out.Claims, claim)
		}
	}
	return nil
}

// classByAnnotation takes the class that the annotations of a claim, whose metadata are written at a path, name by the
// old annotation, which Kubernetes prefers to spec.storageClassName (k8s.io/component-helpers/storage/volume,
// GetPersistentVolumeClaimClass).
func (o *object) classByAnnotation(claim *facts.LandingClaim, annotations map[string]string, metadata ...string) {
	if class, ok := annotations[corev1.BetaStorageClassAnnotation]; ok {
		claim.Class, claim.ClassSet = text.Truncate(class, nameMax), true
		claim.ClassLine = o.Line(append(metadata, "annotations", corev1.BetaStorageClassAnnotation)...)
	}
}

// claim is a claim whose spec is written at a path.
func (o *object) claim(name string, spec *corev1.PersistentVolumeClaimSpec, path ...string) facts.LandingClaim {
	claim := facts.LandingClaim{
		Manifest: o.manifest(), Claim: text.Truncate(name, nameMax), ClassSet: spec.StorageClassName != nil,
		ClassLine: o.Line(append(path, "storageClassName")...), Volume: text.Truncate(spec.VolumeName, nameMax),
		Storage: spec.Resources.Requests.Storage().Value(), ClaimLine: o.Line(path...), ModesLine: o.Line(append(path, "accessModes")...),
	}
	claim.Source = o.source(spec, path...)
	if spec.VolumeAttributesClassName != nil {
		claim.AttributesClass = text.Truncate(*spec.VolumeAttributesClassName, nameMax)
	}
	if spec.StorageClassName != nil {
		claim.Class = text.Truncate(*spec.StorageClassName, nameMax)
	}
	for _, mode := range spec.AccessModes {
		claim.AccessModes = append(claim.AccessModes, text.Truncate(string(mode), valueMax))
	}
	claim.VolumeMode = string(corev1.PersistentVolumeFilesystem)
	if spec.VolumeMode != nil {
		claim.VolumeMode = text.Truncate(string(*spec.VolumeMode), valueMax)
	}
	return claim
}

// source is what a claim is to be filled from.
func (o *object) source(spec *corev1.PersistentVolumeClaimSpec, path ...string) facts.LandingSource {
	of := func(group *string, kind, namespace, name, field string) facts.LandingSource {
		out := facts.LandingSource{Kind: text.Truncate(kind, nameMax), Namespace: text.Truncate(namespace, nameMax), Name: text.Truncate(name, nameMax), Line: o.Line(append(path, field)...)}
		if group != nil {
			out.Group = text.Truncate(*group, nameMax)
		}
		return out
	}
	if ref := spec.DataSourceRef; ref != nil {
		namespace := o.namespace
		if ref.Namespace != nil {
			namespace = *ref.Namespace
		}
		return of(ref.APIGroup, ref.Kind, namespace, ref.Name, "dataSourceRef")
	}
	if ref := spec.DataSource; ref != nil {
		return of(ref.APIGroup, ref.Kind, o.namespace, ref.Name, "dataSource")
	}
	return facts.LandingSource{}
}
