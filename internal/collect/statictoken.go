package collect

import (
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// accountTokenPath is where Kubernetes' clients look for the token of a pod.
const accountTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount"

// tokenEnding is how Kubernetes ends the names of the Secrets with tokens that it made itself, before 1.24.
var tokenEnding = regexp.MustCompile(`^-token-[a-z0-9]{5}$`)

// hasStaticToken reports whether pods have a token from a Secret: one that is mounted where clients look for theirs,
// or one with the name that Kubernetes gave the tokens of the pods' own account.
func hasStaticToken(spec *corev1.PodSpec, account string) bool {
	secrets := map[string]bool{}
	for _, v := range spec.Volumes {
		if v.Secret == nil {
			continue
		}
		secrets[v.Name] = true
		if isTokenOf(v.Secret.SecretName, account) {
			return true
		}
	}
	given := func(c *corev1.Container) bool {
		mounted := func(m corev1.VolumeMount) bool {
			return secrets[m.Name] && strings.TrimSuffix(m.MountPath, "/") == accountTokenPath
		}
		named := func(e corev1.EnvVar) bool {
			return e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil && isTokenOf(e.ValueFrom.SecretKeyRef.Name, account)
		}
		return slices.ContainsFunc(c.VolumeMounts, mounted) || slices.ContainsFunc(c.Env, named)
	}
	for _, containers := range [][]corev1.Container{spec.Containers, spec.InitContainers} {
		for i := range containers { // they are large, and not copied
			if given(&containers[i]) {
				return true
			}
		}
	}
	return false
}

func isTokenOf(secret, account string) bool {
	ending, found := strings.CutPrefix(secret, account)
	return found && tokenEnding.MatchString(ending)
}
