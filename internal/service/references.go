package service

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// rootCA is the ConfigMap that Kubernetes keeps in every namespace.
const rootCA = "kube-root-ca.crt"

// refs gathers references.
type refs struct {
	template
	all []facts.LandingReference
}

// references are the ConfigMaps and Secrets that the pods of a template need.
func (t template) references() []facts.LandingReference {
	r := &refs{template: t}
	for i, list := range [][]corev1.Container{t.spec.InitContainers, t.spec.Containers} {
		for j := range list {
			r.container(&list[j], []string{"initContainers", "containers"}[i], fmt.Sprint(j))
		}
	}
	for i := range t.spec.Volumes {
		r.volume(&t.spec.Volumes[i], "volumes", fmt.Sprint(i))
	}
	for i, secret := range t.spec.ImagePullSecrets {
		r.add(facts.LandingReference{Kind: "Secret", Name: secret.Name, Use: "pulling its images", Pull: true}, nil, "imagePullSecrets", fmt.Sprint(i))
	}
	return r.all
}

// add adds a reference that is written at a path of the pod's spec. Each is kept once.
func (r *refs) add(ref facts.LandingReference, optional *bool, path ...string) {
	if ref.Name == "" || ref.Kind == "ConfigMap" && ref.Name == rootCA {
		return
	}
	ref.Optional = optional != nil && *optional
	ref.Name, ref.Key, ref.Use = text.Truncate(ref.Name, nameMax), text.Truncate(ref.Key, nameMax), text.Truncate(ref.Use, valueMax)
	ref.Line = r.line(path...)
	for _, other := range r.all {
		if other.Kind == ref.Kind && other.Name == ref.Name && other.Key == ref.Key && other.Optional == ref.Optional && other.Pull == ref.Pull {
			return
		}
	}
	r.all = append(r.all, ref)
}

// container adds what the environment of a container takes.
func (r *refs) container(c *corev1.Container, path ...string) {
	at := func(more ...string) []string { return append(path[:len(path):len(path)], more...) }
	for i, env := range c.Env {
		if env.ValueFrom == nil {
			continue
		}
		use := fmt.Sprintf("the variable %s of the container %s", env.Name, c.Name)
		if from := env.ValueFrom.ConfigMapKeyRef; from != nil {
			r.add(facts.LandingReference{Kind: "ConfigMap", Name: from.Name, Key: from.Key, Use: use}, from.Optional, at("env", fmt.Sprint(i), "valueFrom", "configMapKeyRef", "name")...)
		}
		if from := env.ValueFrom.SecretKeyRef; from != nil {
			r.add(facts.LandingReference{Kind: "Secret", Name: from.Name, Key: from.Key, Use: use}, from.Optional, at("env", fmt.Sprint(i), "valueFrom", "secretKeyRef", "name")...)
		}
	}
	for i, from := range c.EnvFrom {
		use := "the environment of the container " + c.Name
		if from.ConfigMapRef != nil {
			r.add(facts.LandingReference{Kind: "ConfigMap", Name: from.ConfigMapRef.Name, Use: use}, from.ConfigMapRef.Optional, at("envFrom", fmt.Sprint(i))...)
		}
		if from.SecretRef != nil {
			r.add(facts.LandingReference{Kind: "Secret", Name: from.SecretRef.Name, Use: use}, from.SecretRef.Optional, at("envFrom", fmt.Sprint(i))...)
		}
	}
}

// volume adds what a volume is made of.
func (r *refs) volume(v *corev1.Volume, path ...string) {
	use := "the volume " + v.Name
	if v.ConfigMap != nil {
		r.items("ConfigMap", v.ConfigMap.Name, use, v.ConfigMap.Items, v.ConfigMap.Optional, append(path, "configMap"))
	}
	if v.Secret != nil {
		r.items("Secret", v.Secret.SecretName, use, v.Secret.Items, v.Secret.Optional, append(path, "secret"))
	}
	if v.Projected == nil {
		return
	}
	for i, source := range v.Projected.Sources {
		at := slices.Concat(path, []string{"projected", "sources", fmt.Sprint(i)})
		if from := source.ConfigMap; from != nil {
			r.items("ConfigMap", from.Name, use, from.Items, from.Optional, append(at, "configMap"))
		}
		if from := source.Secret; from != nil {
			r.items("Secret", from.Name, use, from.Items, from.Optional, append(at, "secret"))
		}
	}
}

// items adds an object that a volume takes as a whole, or some keys of it.
func (r *refs) items(kind, name, use string, items []corev1.KeyToPath, optional *bool, path []string) {
	if len(items) == 0 {
		r.add(facts.LandingReference{Kind: kind, Name: name, Use: use}, optional, path...)
	}
	for i, item := range items {
		r.add(facts.LandingReference{Kind: kind, Name: name, Key: item.Key, Use: use}, optional, append(path[:len(path):len(path)], "items", fmt.Sprint(i))...)
	}
}
