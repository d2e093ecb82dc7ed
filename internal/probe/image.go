package probe

import (
	"fmt"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// missingImage matches what registries and nodes say of an image that no second attempt brings.
var missingImage = regexp.MustCompile(`(?i)not found|manifest unknown|no such host|unauthorized|denied|forbidden|unsupported|\b40[134]\b`)

// imageFailure returns why the agent's image will not get onto a pod's node, with the way out; ""
// while it may.
func (s *Session) imageFailure(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		w := c.State.Waiting
		if w == nil || c.Name != agentContainer {
			continue
		}
		switch {
		case w.Reason == "ErrImagePull" && missingImage.MatchString(w.Message):
		case w.Reason == "ImagePullBackOff", w.Reason == "ErrImageNeverPull", w.Reason == "InvalidImageName":
		default:
			continue
		}
		return fmt.Sprintf("the image %s cannot be pulled%s (%s): %s", s.Settings.Image, onNode(pod.Spec.NodeName), w.Reason, s.otherImage())
	}
	return ""
}

// otherImage returns what to do where nodes cannot pull the image.
func (s *Session) otherImage() string {
	image := s.Settings.Image
	if !s.Settings.Unpublished {
		return "--probe-image names a mirror's"
	}
	return "this kready was built from source, and its image is published nowhere. `make image` builds it, " + s.loadImage(image)
}

// loadImage returns how an image gets onto the nodes of the distribution.
func (s *Session) loadImage(image string) string {
	switch s.Input.Distribution.Name {
	case "kind":
		return fmt.Sprintf("and `kind load docker-image %s%s` puts it onto the nodes", image, s.kindCluster())
	case "minikube":
		return fmt.Sprintf("and `minikube image load %s` puts it onto the nodes", image)
	}
	return "and once it is pushed to a registry that the nodes reach, --probe-image names it"
}

// kindCluster returns kind's flag for the cluster, whose name its control plane bears; "" for the
// default name.
func (s *Session) kindCluster() string {
	for i := range s.Input.Nodes {
		if name, ok := strings.CutSuffix(s.Input.Nodes[i].Name, "-control-plane"); ok && name != "kind" {
			return " --name " + name
		}
	}
	return ""
}

// noteImage remembers for the other probes that the image cannot be pulled.
func (s *Session) noteImage(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.noImage = why
}

// imageProblem returns why the image cannot be pulled, as a pod has shown; "" when none has.
func (s *Session) imageProblem() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.noImage
}
