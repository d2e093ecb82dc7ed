package kube

import (
	"regexp"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// ParseImage takes an image reference apart: [registry/]repository[:tag][@digest]. The
// first part names a registry when it has a dot, a port or an upper-case letter, or is
// localhost; else the registry is docker.io. The repository stays as it is written.
func ParseImage(reference string) facts.Image {
	reference = strings.TrimSpace(reference)
	if reference == "" {
		return facts.Image{}
	}
	rest, digest, _ := strings.Cut(reference, "@")
	image := facts.Image{Registry: "docker.io", Repository: rest, Digest: digest}
	if first, path, ok := strings.Cut(rest, "/"); ok && isRegistry(first) {
		image.Registry, image.Repository = first, path
	}
	if i := strings.LastIndex(image.Repository, ":"); i > strings.LastIndex(image.Repository, "/") {
		image.Repository, image.Tag = image.Repository[:i], image.Repository[i+1:]
	}
	return image
}

// IsImage reports whether a text is the name of an image, as the kubelet parses it: it makes no container of any other, with the
// reason InvalidImageName. https://github.com/distribution/reference
func IsImage(name string) bool {
	rest, digest, digested := strings.Cut(name, "@")
	if digested && !digestPattern.MatchString(digest) {
		return false
	}
	if first, path, ok := strings.Cut(rest, "/"); ok && isRegistry(first) {
		if !registryPattern.MatchString(first) {
			return false
		}
		rest = path
	}
	path, _, _ := strings.Cut(rest, ":")
	return len(path) <= pathMax && pathPattern.MatchString(rest)
}

// pathMax is how long a path of an image may be, with its registry.
const pathMax = 255

var (
	digestPattern   = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$`)
	registryPattern = regexp.MustCompile(`^(\[[a-fA-F0-9:]+\]|[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*)(:[0-9]+)?$`)
	pathPattern     = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?$`)
)

func isRegistry(part string) bool {
	return strings.ContainsAny(part, ".:") || part == "localhost" || part != strings.ToLower(part)
}
