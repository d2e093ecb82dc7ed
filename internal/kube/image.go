package kube

import (
	"strings"

	"github.com/distribution/reference"

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
// reason InvalidImageName. https://github.com/kubernetes/kubernetes/blob/master/pkg/util/parsers/parsers.go
func IsImage(name string) bool {
	_, err := reference.ParseNormalizedNamed(name)
	return err == nil
}

func isRegistry(part string) bool {
	return strings.ContainsAny(part, ".:") || part == "localhost" || part != strings.ToLower(part)
}
