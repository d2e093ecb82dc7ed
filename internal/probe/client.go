package probe

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/agent"
)

// Client is a pod that runs a script and ends.
type Client struct {
	// Name is unique in the run: "pod-to-pod-0".
	Name string
	// Namespace is where it runs; "" means the session's.
	Namespace string
	Pod       Pod
	Script    agent.Script
	// Limit is the time from its creation to its end; zero means a minute.
	Limit time.Duration
	// Keep, when set, is after how many seconds Kubernetes itself removes the Job, once it has ended.
	Keep *int32
}

// RunningClient is a client whose Job was created.
type RunningClient struct {
	session *Session
	client  Client
	// created is a moment before its pod began.
	created time.Time
}

// ClientResult is the result of a client.
type ClientResult struct {
	agent.Result
	Script agent.Script
	// Node is where it ran, Pod the pod's name.
	Node, Pod string
	// underChange is for how long, at least, a change was in force before it ended; of clients of
	// applyChange.
	underChange time.Duration
}

// Answer returns the answer of a trial by name; false when the trial was not made.
func (d ClientResult) Answer(name string) (agent.Answer, bool) {
	for _, a := range d.Answers {
		if a.Name == name {
			return a, true
		}
	}
	return agent.Answer{}, false
}

// StartClient creates a client as a Job: some network policy engines ignore pods without an
// owner.
func (s *Session) StartClient(ctx context.Context, c Client) (*RunningClient, error) {
	if c.Namespace == "" {
		c.Namespace = s.Namespace
	}
	if c.Limit == 0 {
		c.Limit = time.Minute
	}
	script, err := json.Marshal(c.Script)
	if err != nil {
		return nil, fmt.Errorf("encoding the script of %s: %w", c.Name, err)
	}
	pod := c.Pod
	pod.Args = []string{"agent", "try", "--script", string(script)}
	pod.Labels = withPart(pod.Labels, c.Name)
	template := s.template(pod, corev1.RestartPolicyNever)
	template.Spec.Containers[0].ReadinessProbe = readyOn(agent.PortReady, "/")
	limit := int64(s.extendLimit(c.Limit).Seconds())
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: c.Name + "-" + s.RunID, Namespace: c.Namespace, Labels: s.labels(map[string]string{LabelPart: c.Name})},
		Spec:       batchv1.JobSpec{BackoffLimit: new(int32), ActiveDeadlineSeconds: &limit, TTLSecondsAfterFinished: c.Keep, Template: template},
	}
	created := time.Now()
	if _, err := s.jobs(c.Namespace).create(ctx, job); err != nil {
		return nil, fmt.Errorf("creating the Job %s: %w", job.Name, err)
	}
	return &RunningClient{session: s, client: c, created: created}, nil
}

// WaitReady waits until the client signals that its baseline succeeded, and reports whether it
// did: a client that ended before has failed.
func (c *RunningClient) WaitReady(ctx context.Context) (bool, error) {
	pod, err := c.waitPod(ctx, func(p *corev1.Pod) bool { return ended(p) || ready(p) })
	return err == nil && !ended(pod), err
}

// Result waits until the client ends and returns its answers.
func (c *RunningClient) Result(ctx context.Context) (ClientResult, error) {
	pod, err := c.waitPod(ctx, ended)
	if err != nil {
		return ClientResult{}, err
	}
	done := ClientResult{Script: c.client.Script, Node: pod.Spec.NodeName, Pod: pod.Name}
	if err := json.Unmarshal([]byte(message(pod)), &done.Result); err != nil {
		return done, &ObstacleError{fmt.Sprintf("the pod %s%s ended without a result: %s", c.client.Name, onNode(done.Node), endReason(pod))}
	}
	if done.Problem != "" {
		return done, &ObstacleError{fmt.Sprintf("the pod %s%s: %s", c.client.Name, onNode(done.Node), shorten(done.Problem))}
	}
	return done, nil
}

func (c *RunningClient) waitPod(ctx context.Context, done func(*corev1.Pod) bool) (*corev1.Pod, error) {
	return c.session.waitPod(ctx, c.client.Namespace, c.client.Name, "the pod "+c.client.Name, c.client.Limit+15*time.Second, done)
}

// RunClient starts a client and waits for its result.
func (s *Session) RunClient(ctx context.Context, c Client) (ClientResult, error) {
	started, err := s.StartClient(ctx, c)
	if err != nil {
		return ClientResult{}, err
	}
	return started.Result(ctx)
}

// RunClients runs clients in parallel and returns their results, in the same order.
func (s *Session) RunClients(ctx context.Context, clients []Client) ([]ClientResult, error) {
	started, err := s.startClients(ctx, clients)
	if err != nil {
		return nil, err
	}
	var all []ClientResult
	for _, one := range started {
		done, err := one.Result(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, done)
	}
	return all, nil
}

func (s *Session) startClients(ctx context.Context, clients []Client) ([]*RunningClient, error) {
	var started []*RunningClient
	for _, c := range clients {
		one, err := s.StartClient(ctx, c)
		if err != nil {
			return nil, err
		}
		started = append(started, one)
	}
	return started, nil
}

func withPart(labels map[string]string, part string) map[string]string {
	out := map[string]string{LabelPart: part}
	for key, value := range labels {
		out[key] = value
	}
	return out
}

// ended reports whether the agent ended. A mesh's proxy beside it may still run.
func ended(pod *corev1.Pod) bool {
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name == agentContainer && c.State.Terminated != nil && pod.Spec.RestartPolicy == corev1.RestartPolicyNever {
			return true
		}
	}
	return pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed
}

func ready(pod *corev1.Pod) bool {
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

func message(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		if c.Name == agentContainer && c.State.Terminated != nil {
			return c.State.Terminated.Message
		}
	}
	return ""
}

// endReason says how a pod without a result ended.
func endReason(pod *corev1.Pod) string {
	for _, c := range pod.Status.ContainerStatuses {
		if t := c.State.Terminated; t != nil {
			return shorten(said(fmt.Sprintf("exit code %d", t.ExitCode), t.Reason, t.Message))
		}
	}
	return cmp.Or(shorten(pod.Status.Reason+" "+pod.Status.Message), "nothing says why")
}
