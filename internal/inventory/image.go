package inventory

import (
	"regexp"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// path is an image's registry and repository, in parts.
type path struct {
	parts []string
	// last is the last part, brought to its usual spelling, and flat the same with a dash for whatever mirrors
	// join parts by.
	last, flat string
	// renamed marks a last part that holds a whole flattened path: rancher/mirrored-….
	renamed bool
}

// flatteners are how the last part begins when a mirror has flattened the path into it: with a registry, with
// the word that Rancher's mirror puts there, or with an organisation that publishes images under names that are
// specific by themselves.
var flatteners = []string{
	"mirrored-", "hardened-", "registry-",
	"docker-io-", "index-docker-io-", "registry-1-docker-io-", "quay-io-", "ghcr-io-", "gcr-io-", "k8s-gcr-io-", "registry-k8s-io-",
	"public-ecr-aws-", "mcr-microsoft-com-", "docker-elastic-co-", "gke-gcr-io-", "nvcr-io-",
	"amazon-", "argoproj-", "autoscaling-", "aws-ec2-", "aws-observability-", "beats-", "bitnami-", "bitnamilegacy-", "bitnamisecure-",
	"cloud-provider-gcp-", "coredns-", "coreos-", "cpa-", "dns-", "ebs-csi-driver-", "eks-", "external-dns-", "external-secrets-",
	"flannel-io-", "flannelcni-", "fluent-", "grafana-", "haproxytech-", "hashicorp-", "jetstack-", "k0sproject-", "k8snetworkplumbingwg-",
	"kedacore-", "kube-state-metrics-", "kube-vip-", "kubevip-", "library-", "metrics-server-", "newrelic-", "nginx-",
	"node-problem-detector-", "open-telemetry-", "oss-kubernetes-", "oss-v2-kubernetes-", "prom-", "prometheus-", "provider-aws-",
	"rancher-", "sig-storage-", "spiffe-", "traefik-", "velero-",
}

// joints are what mirrors join the parts of a path by, besides a dash: library_traefik, quay.io__jetstack__….
var joints = regexp.MustCompile(`[-_.]+`)

func joined(s string) string { return joints.ReplaceAllString(s, "-") }

// repackagers are organisations that publish others' products under the same names as
// a sister organisation does.
var repackagers = map[string]string{"bitnamilegacy": "bitnami", "bitnamisecure": "bitnami"}

// vendorPrefixes are what a provider puts before the names of others' images: oke-public-coredns.
var vendorPrefixes = []string{"oke-public-"}

// architecture is how images were distinguished before one name could hold several.
var architecture = regexp.MustCompile(`-(?:amd64|arm64|arm|ppc64le|s390x)$`)

func pathOf(image facts.Image) path {
	parts := strings.Split(image.Repository, "/")
	for i, part := range parts {
		if same, ok := repackagers[part]; ok {
			parts[i] = same
		}
	}
	last := parts[len(parts)-1]
	for _, prefix := range vendorPrefixes {
		last = strings.TrimPrefix(last, prefix)
	}
	p := path{last: architecture.ReplaceAllString(last, "")}
	parts[len(parts)-1] = p.last
	p.parts = append([]string{image.Registry}, parts...)
	p.flat = joined(p.last)
	for _, prefix := range flatteners {
		p.renamed = p.renamed || strings.HasPrefix(p.flat, prefix)
	}
	return p
}

// pattern is the end of a path.
type pattern struct {
	parts []string
	// flat is the pattern as a flattening mirror writes it, tail after a prefix.
	flat, tail string
	wild       bool
}

func patternOf(s string) pattern {
	parts := strings.Split(s, "/")
	flat := joined(strings.Join(parts, "-"))
	return pattern{parts: parts, flat: flat, tail: "*-" + flat, wild: strings.Contains(s, "*")}
}

// word returns the longest word of the pattern that is whole in all that matches: no
// "*" touches it.
func (p pattern) word() string {
	longest := ""
	for _, part := range p.parts {
		for word := range strings.FieldsFuncSeq(part, betweenWords) {
			if len(word) > len(longest) && !strings.Contains(word, "*") {
				longest = word
			}
		}
	}
	return longest
}

func betweenWords(r rune) bool { return r == '-' || r == '.' || r == '_' }

// matches reports whether the path ends with the pattern, part by part, or whether its
// last part is the whole of it, flattened. A single name counts as flattened only where
// the path says that it was: "my-traefik" is not traefik, "mirrored-library-traefik" is.
func (p pattern) matches(of path) bool {
	return p.ends(of) || p.flattened(of)
}

func (p pattern) ends(of path) bool {
	from := len(of.parts) - len(p.parts)
	if from < 0 {
		return false
	}
	for i, part := range p.parts {
		if !glob(part, of.parts[from+i]) {
			return false
		}
	}
	return true
}

func (p pattern) flattened(of path) bool {
	if len(p.parts) == 1 && !of.renamed {
		return false
	}
	if p.wild {
		return glob(p.flat, of.flat) || glob(p.tail, of.flat)
	}
	rest, ok := strings.CutSuffix(of.flat, p.flat)
	return ok && (rest == "" || strings.HasSuffix(rest, "-"))
}

// reference writes an image as people do: without the implied registry and without
// the bulk of a digest.
func reference(image facts.Image) string {
	s := image.Repository
	if image.Registry != "docker.io" && image.Registry != "" {
		s = image.Registry + "/" + s
	} else {
		s = strings.TrimPrefix(s, "library/")
	}
	switch {
	case image.Tag != "":
		return s + ":" + image.Tag
	case image.Digest != "":
		const enough = len("sha256:") + 12
		return s + "@" + image.Digest[:min(len(image.Digest), enough)]
	}
	return s
}
