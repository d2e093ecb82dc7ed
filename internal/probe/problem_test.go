package probe

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// TestStuck: what keeps a pod from starting for good, and the way out.
func TestStuck(t *testing.T) {
	pod := func(container, reason, message string) *corev1.Pod {
		return &corev1.Pod{Spec: corev1.PodSpec{NodeName: "n1"}, Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
			Name: container, Image: "x", State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}},
		}}}}
	}
	kind := &facts.Input{Distribution: facts.Distribution{Name: "kind"}}
	kind.Nodes = []facts.Node{{Name: "lab-worker"}, {Name: "lab-control-plane"}}
	for name, tt := range map[string]struct {
		pod         *corev1.Pod
		in          *facts.Input
		unpublished bool
		want        string
	}{
		"a release":                     {pod(agentContainer, "ImagePullBackOff", ""), &facts.Input{}, false, "the image kready:test cannot be pulled on node n1 (ImagePullBackOff): --probe-image names a mirror's"},
		"from source, on kind":          {pod(agentContainer, "ErrImagePull", "kready:test: not found"), kind, true, "`make image` builds it, and `kind load docker-image kready:test --name lab` puts it onto the nodes"},
		"from source, elsewhere":        {pod(agentContainer, "InvalidImageName", ""), &facts.Input{}, true, "`make image` builds it, and once it is pushed to a registry that the nodes reach, --probe-image names it"},
		"a registry that may come back": {pod(agentContainer, "ErrImagePull", "i/o timeout"), kind, true, ""},
		"being pulled":                  {pod(agentContainer, "ContainerCreating", ""), kind, true, ""},
		"a mesh's container":            {pod("istio-proxy", "ImagePullBackOff", ""), kind, true, "the image x of its container istio-proxy cannot be pulled on node n1"},
	} {
		s := &Session{Input: tt.in, Settings: Settings{Image: "kready:test", Unpublished: tt.unpublished}}
		got := s.imageFailure(tt.pod) + permanentFailure(tt.pod)
		if tt.pod.Status.ContainerStatuses[0].Name == agentContainer {
			got = s.imageFailure(tt.pod)
		}
		if !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
			t.Errorf("%s: %q", name, got)
		}
	}
	if got := waitingReason(&corev1.Pod{}); got != "no scheduler chose a node for it" {
		t.Errorf("a pod that nobody schedules: %q", got)
	}
}

// TestImageProblem: once a pod has shown that the image cannot be pulled, the others do not wait.
func TestImageProblem(t *testing.T) {
	s := session(t, &facts.Input{}, server(""))
	s.noteImage("the image x cannot be pulled")
	began := time.Now()
	_, err := s.waitPod(t.Context(), s.Namespace, "denied-0", "the pod denied-0", time.Minute, ended)
	if err == nil || err.Error() != "the image x cannot be pulled" || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

// TestUnpublishedImage: of an image that was built from source, the first pod that cannot pull it shows the
// way out. What nodes say of their images is minutes old, so that nothing is concluded from it.
func TestUnpublishedImage(t *testing.T) {
	in := &facts.Input{Distribution: facts.Distribution{Name: "kind"}}
	in.Nodes = []facts.Node{{Name: "lab-control-plane"}}
	s := session(t, in, server(""))
	s.Settings.Image, s.Settings.Unpublished = "kready:test", true
	pod := &corev1.Pod{Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{
		Name:  agentContainer,
		State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "ErrImagePull", Message: "pull access denied"}},
	}}}}
	if got := s.imageFailure(pod); !strings.Contains(got, "`kind load docker-image kready:test --name lab`") {
		t.Errorf("%q", got)
	}
}

// TestFatal: what an API server says is an answer; what the way to it says may pass.
func TestFatal(t *testing.T) {
	pods := schema.GroupResource{Resource: "pods"}
	for err, want := range map[error]bool{
		apierrors.NewForbidden(pods, "", errors.New("no")):  true,
		apierrors.NewServiceUnavailable("later"):            false,
		errors.New("dial tcp 127.0.0.1:6443: lost its way"): false,
	} {
		if fatal(err) != want {
			t.Errorf("%v: fatal %v", err, !want)
		}
	}
}

// TestRightsCoverWhatIsRemoved: every kind that is swept can be listed and deleted.
func TestRightsCoverWhatIsRemoved(t *testing.T) {
	rights := Rights(All(), false)
	for _, r := range rights {
		if r.Verb != "create" {
			continue
		}
		if !slices.ContainsFunc(created(), func(k schema.GroupVersionResource) bool { return k.Group == r.Group && k.Resource == r.Resource }) {
			t.Errorf("%s is created and never swept", r.GroupResource())
		}
		if r.Resource == "pods" {
			continue // they go with their owners
		}
		for _, remove := range kube.Rights(r.Group, r.Resource, "list", "delete") {
			if !slices.ContainsFunc(rights, remove.Equal) {
				t.Errorf("probes may %s, and may not %s", r, remove)
			}
		}
	}
}
