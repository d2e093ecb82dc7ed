package probe

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

const (
	// missingCommand does not exist in any image, so that the pulled image is never run.
	missingCommand = "/kready-probe-runs-nothing-of-this-image"
	// pullGrace is how long a pull may fail before that is the outcome: the kubelet retries
	// after 10 and 20 seconds.
	pullGrace = 40 * time.Second
	pullLimit = 2 * time.Minute
	// maxPulls limits the pods.
	maxPulls = 6
)

// registryPull pulls the configured image on a node of each zone and architecture.
func registryPull() Probe {
	return Probe{
		Name:            "images/registry-pull",
		Creates:         "a Job with the image of probes.registryImage on a node of each zone and architecture; nothing of it is run",
		ExpectedSeconds: 20,
		Reads:           facts.Fields{facts.KindNodes},
		Skip: func(s *Session) (string, error) {
			if s.Option("registryImage") == "" {
				return "probes.registryImage in kready.yaml names no image to pull", nil
			}
			return "", nil
		},
		Run: runRegistryPull,
	}
}

func runRegistryPull(ctx context.Context, s *Session, out *Result) error {
	nodes := s.nodePerZone()
	if len(nodes) == 0 {
		return &ObstacleError{"no ready Linux node takes ordinary pods"}
	}
	image := s.Option("registryImage")
	for i, node := range nodes {
		if err := s.startPull(ctx, i, node, image); err != nil {
			return err
		}
	}
	var obstacle error
	failed := false
	for i, node := range nodes {
		t := facts.Trial{Phase: facts.PhaseProof, What: "pulling " + image, FromNode: node, Expected: facts.Answered, Failure: didNotWork}
		got, took, err := s.watchPull(ctx, pullName(i))
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			obstacle = err
			continue
		}
		t.Got, t.Detail, t.Milliseconds = got.got, got.detail, int(took.Milliseconds())
		failed = failed || t.Got != t.Expected
		out.Add(t)
	}
	if failed {
		return nil // it is a gap, whatever the other nodes do
	}
	return obstacle
}

// nodePerZone returns one node of each zone and architecture.
func (s *Session) nodePerZone() []string {
	var names []string
	seen := map[[2]string]bool{}
	for i := range s.Input.Nodes {
		n := &s.Input.Nodes[i]
		place := [2]string{n.Labels["topology.kubernetes.io/zone"], n.Architecture}
		if takesPods(n) && !seen[place] && len(names) < maxPulls {
			seen[place] = true
			names = append(names, n.Name)
		}
	}
	return names
}

func pullName(i int) string { return fmt.Sprintf("registry-pull-%d", i) }

func (s *Session) startPull(ctx context.Context, i int, node, image string) error {
	name := pullName(i)
	limit := int64(s.extendLimit(pullLimit).Seconds())
	_, err := s.jobs(s.Namespace).create(ctx, &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name + "-" + s.RunID, Namespace: s.Namespace, Labels: s.labels(map[string]string{LabelPart: name})},
		Spec: batchv1.JobSpec{
			BackoffLimit: new(int32), ActiveDeadlineSeconds: &limit,
			Template: s.template(Pod{Node: node, Image: image, Command: []string{missingCommand}, Labels: map[string]string{LabelPart: name}}, corev1.RestartPolicyNever),
		},
	})
	if err != nil {
		return fmt.Errorf("creating the Job %s: %w", name, err)
	}
	return nil
}

// watchPull waits until the image is pulled, or the pull has failed for too long.
func (s *Session) watchPull(ctx context.Context, part string) (observation, time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, s.extendLimit(pullLimit))
	defer cancel()
	began := time.Now()
	var last *corev1.Pod
	var failing time.Time
	why := ""
	for {
		pods, err := s.podCache(s.Namespace).current(ctx)
		if err != nil && fatal(err) {
			return observation{}, 0, err
		}
		if i := slices.IndexFunc(pods, func(p corev1.Pod) bool { return p.Labels[LabelPart] == part }); i >= 0 {
			last = &pods[i]
			if pulled(last) {
				return observation{facts.Answered, "pulled"}, time.Since(began), nil
			}
			if text := pullError(last); text != "" {
				why = text
				if failing.IsZero() {
					failing = time.Now()
				}
				if time.Since(failing) > pullGrace {
					got, err := s.judgePull(why)
					return got, time.Since(began), err
				}
			}
		}
		select {
		case <-ctx.Done():
			if why != "" {
				got, err := s.judgePull(why)
				return got, time.Since(began), err
			}
			return observation{}, 0, &ObstacleError{"the pod " + part + ": " + s.timeoutReason(last, s.Namespace, part, err)}
		case <-time.After(pollInterval):
		}
	}
}

// pulled reports whether the image is on the node: its container started, or failed to start
// because the command is missing. Both happen after the pull.
func pulled(pod *corev1.Pod) bool {
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name != agentContainer {
			continue
		}
		if c.State.Running != nil || c.State.Terminated != nil {
			return true
		}
		if w := c.State.Waiting; w != nil && slices.Contains([]string{"RunContainerError", "CreateContainerError"}, w.Reason) {
			return true
		}
		// A pod that must not run as root is refused after the pull as well.
		if w := c.State.Waiting; w != nil && w.Reason == "CreateContainerConfigError" && strings.Contains(w.Message, "runAsNonRoot") {
			return true
		}
	}
	return false
}

// pullError returns why the image is not pulled; "" when nothing has failed yet.
func pullError(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		if w := c.State.Waiting; w != nil && slices.Contains([]string{"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "RegistryUnavailable", "SignatureValidationFailed"}, w.Reason) {
			return w.Reason + ": " + w.Message
		}
	}
	return ""
}

// loginRequired matches registries' errors for clients without credentials.
var loginRequired = regexp.MustCompile(`(?i)unauthorized|authentication required|authorization failed|denied|no basic auth|\b40[13]\b`)

// judgePull returns the outcome of a failing pull. Without a pull Secret, a registry that
// requires a login proves nothing about applications, which may have one.
func (s *Session) judgePull(why string) (observation, error) {
	if loginRequired.MatchString(why) && len(s.Settings.PullSecrets) == 0 {
		return observation{}, &ObstacleError{"the registry wants a login that the nodes do not have, and pods of applications may have: --namespace and --probe-pull-secret try it with theirs (" + endOfMessage(why) + ")"}
	}
	return observation{facts.Blocked, endOfMessage(why)}, nil
}

// endOfMessage keeps the end of the kubelet's message about a pull, which has the cause. The
// start repeats the image's name.
func endOfMessage(message string) string {
	message = text.OneLine(message)
	const most = 181
	if i := strings.LastIndex(message, "ErrImagePull: "); i >= 0 {
		message = message[i:]
	}
	return text.TruncateStart(message, most)
}
