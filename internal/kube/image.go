package kube

import (
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

func isRegistry(part string) bool {
	return strings.ContainsAny(part, ".:") || part == "localhost" || part != strings.ToLower(part)
}
