package probe

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// How long something has to be wrong before it is the outcome: schedulers, kubelets and controllers try again.
const (
	noPodGrace    = 20 * time.Second
	noNodeGrace   = 20 * time.Second
	volumeGrace   = 30 * time.Second
	containerWait = 12 * time.Second
)

// setupWatch waits until a pod is set up.
type setupWatch struct {
	*landPlace
	trial *landTrial
	made  *setup
	part  string
	out   facts.LandingProof

	wrong string    // what is wrong now
	since time.Time // since when
}

// trouble is what is wrong with a pod that is being set up, and for how long it may be.
type trouble struct {
	key     string // the same while the same is wrong
	message string
	by      string
	line    int
	grace   time.Duration
	// unsure marks what may not happen to the pods of the service themselves.
	unsure bool
}

// wait waits until all containers are set up, something stays wrong, or time is up.
func (w *setupWatch) wait(ctx context.Context) facts.LandingProof {
	ctx, cancel := context.WithTimeout(ctx, landLimit)
	defer cancel()
	began := time.Now()
	var last *corev1.Pod
	for {
		pods, err := w.podCache(w.Namespace).current(ctx)
		if err != nil && fatal(err) {
			return w.untold(reasonOf(err))
		}
		if i := slices.IndexFunc(pods, func(p corev1.Pod) bool { return p.Labels[LabelPart] == w.part }); i >= 0 {
			last = &pods[i]
			w.out.Node = last.Spec.NodeName
			if w.allSetUp(last) {
				w.out.Result, w.out.Message = facts.ProofProven, ""
				return w.out
			}
		}
		if bad := w.troubleWith(ctx, last, began); bad != nil && w.lasting(bad) {
			return w.failed(bad)
		}
		select {
		case <-ctx.Done():
			return w.untold(w.unfinished(ctx, last))
		case <-time.After(pollInterval):
		}
	}
}

// lasting reports whether the same has been wrong for as long as it may be.
func (w *setupWatch) lasting(bad *trouble) bool {
	if bad.key != w.wrong {
		w.wrong, w.since = bad.key, time.Now()
	}
	return time.Since(w.since) >= bad.grace
}

func (w *setupWatch) failed(bad *trouble) facts.LandingProof {
	w.out.Result, w.out.By, w.out.Message, w.out.AtLine = facts.ProofFailed, cmp.Or(bad.by, "platform"), bad.message, bad.line
	if bad.unsure {
		w.out.Result = facts.ProofUnknown
	}
	return w.out
}

func (w *setupWatch) untold(why string) facts.LandingProof {
	w.out.Result, w.out.Message = facts.ProofUnknown, why
	return w.out
}

// unfinished says how far the pod was when time ran out.
func (w *setupWatch) unfinished(ctx context.Context, pod *corev1.Pod) string {
	if pod == nil {
		return fmt.Sprintf("no pod was made in %s", landLimit)
	}
	for _, c := range pod.Status.InitContainerStatuses { // another's: ours has none
		if !c.Ready && c.State.Terminated == nil {
			return fmt.Sprintf("the init container %s, which admission gave the pod, is not done", c.Name)
		}
	}
	events := w.warningsAbout(context.WithoutCancel(ctx), pod.Name)
	if len(events) > 0 {
		return "it was not set up in time: " + shorten(events[len(events)-1].Reason+": "+events[len(events)-1].Message)
	}
	return waitingReason(pod)
}

// troubleWith returns what is wrong with the pod now; nil for nothing.
func (w *setupWatch) troubleWith(ctx context.Context, pod *corev1.Pod, began time.Time) *trouble {
	if pod == nil {
		if time.Since(began) < noPodGrace {
			return nil
		}
		return w.notMade(ctx)
	}
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable {
			return &trouble{
				key: "node", message: "no node takes its pod: " + shorten(c.Message), grace: noNodeGrace,
				unsure: w.made.extended, // devices that the pod does not ask for may bring tolerations
			}
		}
	}
	for _, c := range pod.Status.ContainerStatuses {
		if bad := w.container(&c, pod.Spec.NodeName); bad != nil {
			return bad
		}
	}
	if pod.Spec.NodeName == "" || pod.Status.Phase != corev1.PodPending {
		return nil
	}
	return w.volumeTrouble(ctx, pod)
}

// notMade says why the Job controller makes no pod.
func (w *setupWatch) notMade(ctx context.Context) *trouble {
	for _, e := range slices.Backward(w.warningsAbout(ctx, w.part+"-"+w.RunID)) {
		if e.Reason != "FailedCreate" {
			continue
		}
		bad := &trouble{key: "made", message: "its pod is refused: " + shorten(e.Message), by: "service", unsure: true}
		switch { // another pod than the service's may be refused for what it is
		case strings.Contains(e.Message, "violates PodSecurity"):
			bad.unsure = false
		case strings.Contains(e.Message, "error looking up service account"):
			bad.unsure = w.trial.bringsAccount()
			if bad.unsure {
				bad.message += ": it comes with the service"
			}
		}
		return bad
	}
	return nil
}

// bringsAccount reports whether the service brings the ServiceAccount of the template.
func (t *landTrial) bringsAccount() bool {
	name := placed(&t.template.Pod.Spec).ServiceAccountName
	return slices.ContainsFunc(t.own.Objects, func(o facts.LandingObject) bool {
		return o.Kind == "ServiceAccount" && o.Namespace == t.template.Namespace && o.Name == name
	})
}

// aboutRegistry matches errors of pulls that are the network's or the registry's, not the manifest's.
var aboutRegistry = regexp.MustCompile(`(?i)no such host|i/o timeout|connection refused|connection reset|x509|too many requests|\b429\b|\b50[0-9]\b|deadline exceeded`)

// container says what is wrong with a container.
func (w *setupWatch) container(c *corev1.ContainerStatus, node string) *trouble {
	if state := c.State.Waiting; state != nil {
		about := fmt.Sprintf("its container %s%s: ", c.Name, onNode(node))
		switch state.Reason {
		case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "SignatureValidationFailed":
			bad := &trouble{key: "image " + c.Name, message: fmt.Sprintf("the image %s is not pulled%s: %s", c.Image, onNode(node), endOfMessage(state.Message)), by: "service", line: w.lineOf(c.Name, "image"), grace: pullGrace}
			if aboutRegistry.MatchString(state.Message) {
				bad.by = "platform"
			}
			bad.unsure = w.bringsPullSecret()
			return bad
		case "CreateContainerConfigError":
			return &trouble{key: "config " + c.Name, message: about + shorten(state.Message), by: "service", line: w.lineOf(c.Name), grace: containerWait}
		case "CreateContainerError", "RunContainerError":
			if !strings.Contains(state.Message, missingCommand) {
				return &trouble{key: "run " + c.Name, message: about + shorten(state.Message), line: w.lineOf(c.Name), grace: containerWait, unsure: true}
			}
		}
	}
	if ended := c.State.Terminated; ended != nil && w.ours(c.Name) && !isSetUp(c) {
		return &trouble{key: "end " + c.Name, message: fmt.Sprintf("its container %s%s ended before its command was looked for: %s", c.Name, onNode(node), shorten(ended.Reason+": "+ended.Message)), line: w.lineOf(c.Name), unsure: true}
	}
	return nil
}

// bringsPullSecret reports whether a Secret to pull with comes with the service.
func (w *setupWatch) bringsPullSecret() bool {
	return slices.ContainsFunc(w.trial.template.Pod.Spec.ImagePullSecrets, func(r corev1.LocalObjectReference) bool { return w.trial.brings("Secret", r.Name) })
}

// volumeTrouble says what the kubelet says of volumes and of the pod's network.
func (w *setupWatch) volumeTrouble(ctx context.Context, pod *corev1.Pod) *trouble {
	for _, e := range slices.Backward(w.warningsAbout(ctx, pod.Name)) {
		switch e.Reason {
		case "FailedMount", "FailedAttachVolume", "FailedMapVolume":
			// A disk that was never used is made a file system when it is first mounted to be written to.
			unsure := strings.Contains(e.Message, "unformatted") || strings.Contains(e.Message, "read-only")
			return &trouble{key: e.Reason, message: "its volumes are not mounted" + onNode(pod.Spec.NodeName) + ": " + shorten(e.Message), grace: volumeGrace, unsure: unsure}
		case "FailedCreatePodSandBox":
			return &trouble{key: e.Reason, message: "its pod gets no network or no runtime" + onNode(pod.Spec.NodeName) + ": " + shorten(e.Message), grace: volumeGrace}
		}
	}
	return nil
}

// warningsAbout are the warnings about an object, the last one last; none when this identity may not read events.
func (p *landPlace) warningsAbout(ctx context.Context, name string) []corev1.Event {
	list, err := p.events(p.Namespace).list(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=" + name})
	if err != nil {
		return nil
	}
	list = slices.DeleteFunc(list, func(e corev1.Event) bool { return e.Type != corev1.EventTypeWarning || e.InvolvedObject.Name != name })
	slices.SortStableFunc(list, func(a, b corev1.Event) int { return a.LastTimestamp.Compare(b.LastTimestamp.Time) })
	return list
}

// lineOf is where a container of the template is written, or a field of it.
func (w *setupWatch) lineOf(name string, field ...string) int {
	spec := &w.trial.template.Pod.Spec
	for _, list := range []struct {
		key        string
		containers []corev1.Container
	}{{"initContainers", spec.InitContainers}, {"containers", spec.Containers}} {
		if i := slices.IndexFunc(list.containers, func(c corev1.Container) bool { return c.Name == name }); i >= 0 {
			return w.trial.template.Line(append([]string{"spec", list.key, fmt.Sprint(i)}, field...)...)
		}
	}
	return 0
}

// ours reports whether a container is one of the template.
func (w *setupWatch) ours(name string) bool {
	return slices.ContainsFunc(w.made.pod.Spec.Containers, func(c corev1.Container) bool { return c.Name == name })
}

// allSetUp reports whether all containers of the template have their images and volumes.
func (w *setupWatch) allSetUp(pod *corev1.Pod) bool {
	for _, c := range w.made.pod.Spec.Containers {
		i := slices.IndexFunc(pod.Status.ContainerStatuses, func(s corev1.ContainerStatus) bool { return s.Name == c.Name })
		if i < 0 || !isSetUp(&pod.Status.ContainerStatuses[i]) {
			return false
		}
	}
	return true
}

// isSetUp reports whether a container got as far as its command, which is not there. A runtime says so in words of its
// own; it pulls and mounts before.
func isSetUp(c *corev1.ContainerStatus) bool {
	if w := c.State.Waiting; w != nil {
		return (w.Reason == "RunContainerError" || w.Reason == "CreateContainerError") && strings.Contains(w.Message, missingCommand)
	}
	t := c.State.Terminated
	return t != nil && strings.Contains(t.Message, missingCommand)
}
