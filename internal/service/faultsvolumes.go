package service

import (
	"path"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
)

// volume finds a volume that pods may not have.
func (p *podFaults) volume(at []string, v *corev1.Volume) {
	switch {
	case len(validation.IsDNS1123Label(v.Name)) > 0:
		p.add(at, "the name %s of a volume is not valid: %s", quoted(v.Name), because(validation.IsDNS1123Label(v.Name)))
	case p.volumes[v.Name]:
		p.add(at, "two volumes are named %s", v.Name)
	}
	p.volumes[v.Name] = true
	fields, _ := p.elementAt(at).(map[string]any)
	sources := 0
	for key, value := range fields {
		if key != "name" && value != nil {
			sources++
		}
	}
	if sources > 1 { // the API server makes an emptyDir of one without
		p.add(at, "the volume %s may have one source, and has %d", v.Name, sources)
	}
	p.source(at, v)
}

// source finds a source of a volume that does not say what it is.
func (p *podFaults) source(at []string, v *corev1.Volume) {
	what := "the volume " + v.Name
	for _, one := range []struct {
		field, part string
		wanting     bool
	}{
		{"configMap", "name", v.ConfigMap != nil && v.ConfigMap.Name == ""},
		{"secret", "secretName", v.Secret != nil && v.Secret.SecretName == ""},
		{"persistentVolumeClaim", "claimName", v.PersistentVolumeClaim != nil && v.PersistentVolumeClaim.ClaimName == ""},
		{"hostPath", "path", v.HostPath != nil && v.HostPath.Path == ""},
		{"nfs", "server", v.NFS != nil && v.NFS.Server == ""},
		{"nfs", "path", v.NFS != nil && v.NFS.Path == ""},
		{"csi", "driver", v.CSI != nil && v.CSI.Driver == ""},
		{"ephemeral", "volumeClaimTemplate", v.Ephemeral != nil && v.Ephemeral.VolumeClaimTemplate == nil},
	} {
		if one.wanting {
			p.add(below(at, one.field), "%s of the type %s has no %s", what, one.field, one.part)
		}
	}
	if v.ConfigMap != nil {
		p.items(below(at, "configMap", "items"), what, v.ConfigMap.Items)
		p.mode(below(at, "configMap", "defaultMode"), what, v.ConfigMap.DefaultMode)
	}
	if v.Secret != nil {
		p.items(below(at, "secret", "items"), what, v.Secret.Items)
		p.mode(below(at, "secret", "defaultMode"), what, v.Secret.DefaultMode)
	}
	if v.HostPath != nil && v.HostPath.Type != nil {
		p.oneOf(below(at, "hostPath", "type"), "the type of "+what, string(*v.HostPath.Type),
			"DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice")
	}
	if v.DownwardAPI != nil {
		p.downward(below(at, "downwardAPI", "items"), what, v.DownwardAPI.Items)
	}
	if v.Projected != nil {
		p.projected(below(at, "projected"), what, v.Projected)
	}
}

// projected finds sources of a projected volume that do not say what they are.
func (p *podFaults) projected(at []string, what string, v *corev1.ProjectedVolumeSource) {
	p.mode(below(at, "defaultMode"), what, v.DefaultMode)
	for i, source := range v.Sources {
		from := below(at, "sources", strconv.Itoa(i))
		if source.ConfigMap != nil {
			p.items(below(from, "configMap", "items"), what, source.ConfigMap.Items)
		}
		if source.Secret != nil {
			p.items(below(from, "secret", "items"), what, source.Secret.Items)
		}
		if source.DownwardAPI != nil {
			p.downward(below(from, "downwardAPI", "items"), what, source.DownwardAPI.Items)
		}
		if source.ServiceAccountToken != nil && source.ServiceAccountToken.Path == "" {
			p.add(below(from, "serviceAccountToken"), "a serviceAccountToken of %s has no path", what)
		}
	}
}

// items finds keys that a volume puts nowhere.
func (p *podFaults) items(at []string, what string, items []corev1.KeyToPath) {
	for i, item := range items {
		path := below(at, strconv.Itoa(i))
		if item.Key == "" || item.Path == "" {
			p.add(path, "an item of %s must have a key and a path", what)
		}
		p.inside(below(path, "path"), what, item.Path)
		p.mode(below(path, "mode"), what, item.Mode)
	}
}

// downward finds files of the pod's own fields that there cannot be.
func (p *podFaults) downward(at []string, what string, files []corev1.DownwardAPIVolumeFile) {
	for i, file := range files {
		path := below(at, strconv.Itoa(i))
		switch {
		case file.Path == "":
			p.add(path, "an item of %s must have a path", what)
		case (file.FieldRef == nil) == (file.ResourceFieldRef == nil):
			p.add(path, "the file %s of %s must have one of fieldRef and resourceFieldRef", quoted(file.Path), what)
		case file.FieldRef != nil:
			p.fieldRef(below(path, "fieldRef"), what, file.FieldRef, volumeFieldPaths())
		case file.ResourceFieldRef.ContainerName == "":
			p.add(below(path, "resourceFieldRef"), "the file %s of %s names no container: containerName is missing", quoted(file.Path), what)
		default:
			p.resourceFieldRef(below(path, "resourceFieldRef"), what, file.ResourceFieldRef)
		}
		p.inside(below(path, "path"), what, file.Path)
	}
}

// inside finds a path that leads out of a volume.
func (p *podFaults) inside(at []string, what, to string) {
	if path.IsAbs(to) || slices.Contains(strings.Split(to, "/"), "..") || strings.HasPrefix(to, "..") {
		p.add(at, "the path %s of %s must lie in it: it may not begin with / or .., nor lead upwards", quoted(to), what)
	}
}

// mode finds permissions of files that there are not, which an octal number without its 0 mostly is.
func (p *podFaults) mode(at []string, what string, mode *int32) {
	if mode != nil && (*mode < 0 || *mode > 0o777) {
		p.add(at, "the mode %d of files in %s must be from 0 to 511, which is 0777 in octal", *mode, what)
	}
}
