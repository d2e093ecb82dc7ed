package service

import (
	"fmt"
	"maps"
	"slices"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// volumes are the volumes of a template.
func (t template) volumes() []facts.LandingVolume {
	var all []facts.LandingVolume
	for i, v := range t.spec.Volumes[:min(len(t.spec.Volumes), partsMax)] {
		one := facts.LandingVolume{Volume: text.Truncate(v.Name, nameMax), Type: t.volumeType(i), Line: t.line("volumes", fmt.Sprint(i))}
		if v.PersistentVolumeClaim != nil {
			one.Claim = text.Truncate(v.PersistentVolumeClaim.ClaimName, nameMax)
		}
		if v.CSI != nil {
			one.Driver = text.Truncate(v.CSI.Driver, nameMax)
			one.SecretClass = text.Truncate(v.CSI.VolumeAttributes["secretProviderClass"], nameMax)
		}
		all = append(all, one)
	}
	return all
}

// volumeType is the field that says what a volume is made of, as it is written: also of a type that is no longer there.
func (t template) volumeType(i int) string {
	list, _ := t.at(below(t.path, "volumes")...).([]any)
	if i >= len(list) {
		return ""
	}
	fields, _ := list[i].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if key != "name" && fields[key] != nil {
			return text.Truncate(key, nameMax)
		}
	}
	return "emptyDir" // as the API server makes it
}

// projections are what projected volumes of a template are made of besides ConfigMaps and Secrets.
func (t template) projections() []facts.LandingProjection {
	var all []facts.LandingProjection
	for i, v := range t.spec.Volumes {
		if v.Projected == nil {
			continue
		}
		for j, source := range v.Projected.Sources[:min(len(v.Projected.Sources), partsMax)] {
			one := facts.LandingProjection{Volume: text.Truncate(v.Name, nameMax)}
			switch {
			case source.ClusterTrustBundle != nil:
				from := source.ClusterTrustBundle
				one.Source, one.Bundle, one.Signer = facts.ProjectedTrustBundle, named(from.Name), named(from.SignerName)
				one.Optional = from.Optional != nil && *from.Optional
			case source.PodCertificate != nil:
				one.Source, one.Signer = facts.ProjectedPodCertificate, text.Truncate(source.PodCertificate.SignerName, nameMax)
			case source.ServiceAccountToken != nil:
				one.Source, one.Audience = facts.ProjectedToken, text.Truncate(source.ServiceAccountToken.Audience, valueMax)
			default:
				continue
			}
			one.Line = t.line("volumes", fmt.Sprint(i), "projected", "sources", fmt.Sprint(j), one.Source)
			all = append(all, one)
		}
	}
	return all
}

// named is a name, "" for none.
func named(name *string) string {
	if name == nil {
		return ""
	}
	return text.Truncate(*name, nameMax)
}
