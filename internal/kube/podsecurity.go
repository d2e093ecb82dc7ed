package kube

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// PodSecurityLabel is the label of a namespace with the Pod Security level that it enforces.
const PodSecurityLabel = "pod-security.kubernetes.io/enforce"

// ForbiddenByPodSecurity says what of a workload's pods the Pod Security level of their namespace
// forbids: folders of the node, or its network. It is "" when nothing that facts hold is forbidden;
// there is more that a level forbids. See
// kubernetes.io/docs/concepts/security/pod-security-standards.
func ForbiddenByPodSecurity(w *facts.Workload, level string) string {
	if level != "baseline" && level != "restricted" {
		return ""
	}
	switch {
	case len(w.HostPaths) > 0:
		return fmt.Sprintf("it mounts %s of the node, which Pod Security level %s of its namespace forbids", firstPaths(w.HostPaths), level)
	case w.HostNetwork:
		return fmt.Sprintf("it uses the node's network, which Pod Security level %s of its namespace forbids", level)
	}
	return ""
}

// firstPaths names the first of a workload's folders on the node.
func firstPaths(paths []string) string {
	const most = 2
	if len(paths) <= most {
		return strings.Join(paths, " and ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(paths[:most], ", "), len(paths)-most)
}
