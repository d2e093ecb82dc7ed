package probe

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// pollInterval is how often pods are listed; one request serves all that wait for pods.
const pollInterval = 500 * time.Millisecond

// podCache holds the run's pods of one namespace for all that wait for one. It polls instead of
// watching, so that a lost connection needs no special care.
type podCache struct {
	list func(context.Context) ([]corev1.Pod, error)

	mu   sync.Mutex
	at   time.Time
	pods []corev1.Pod
	err  error
}

// podCache returns the cache of a namespace.
func (s *Session) podCache(namespace string) *podCache {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.podCaches[namespace] == nil {
		s.podCaches[namespace] = &podCache{list: func(ctx context.Context) ([]corev1.Pod, error) {
			pods, err := s.pods(namespace).list(ctx, metav1.ListOptions{LabelSelector: LabelRun + "=" + s.RunID})
			if err != nil {
				return nil, fmt.Errorf("listing the probe's pods: %w", err)
			}
			return pods, nil
		}}
	}
	return s.podCaches[namespace]
}

// current returns the pods, at most one pollInterval old.
func (b *podCache) current(ctx context.Context) ([]corev1.Pod, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.at) >= pollInterval {
		b.pods, b.err = b.list(ctx)
		b.at = time.Now()
	}
	return b.pods, b.err
}

// waitPod waits until done is true for the pod with the label part, and returns the pod. A
// permanent failure of the pod, or a timeout, is an obstacle.
func (s *Session) waitPod(ctx context.Context, namespace, part, what string, limit time.Duration, done func(*corev1.Pod) bool) (*corev1.Pod, error) {
	ctx, cancel := context.WithTimeout(ctx, s.extendLimit(limit))
	defer cancel()
	b := s.podCache(namespace)
	var last *corev1.Pod
	for {
		pods, err := b.current(ctx)
		if err != nil && fatal(err) {
			return nil, err
		}
		for i := range pods {
			if pods[i].Labels[LabelPart] != part {
				continue
			}
			last = &pods[i]
			if done(last) {
				return last, nil
			}
			if why := s.imageFailure(last); why != "" {
				s.noteImage(why)
			}
			if why := permanentFailure(last); why != "" {
				return nil, &ObstacleError{fmt.Sprintf("%s: %s", what, why)}
			}
		}
		if why := s.imageProblem(); why != "" {
			return nil, &ObstacleError{why}
		}
		select {
		case <-ctx.Done():
			if errors.Is(context.Cause(ctx), context.Canceled) {
				return nil, context.Canceled
			}
			return nil, &ObstacleError{fmt.Sprintf("%s: %s", what, s.timeoutReason(last, namespace, part, err))}
		case <-time.After(pollInterval):
		}
	}
}

// timeoutReason returns the state of the pod when time ran out.
func (s *Session) timeoutReason(pod *corev1.Pod, namespace, part string, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case pod != nil:
		return waitingReason(pod)
	}
	return "no pod appeared" + s.createFailure(namespace, part)
}

// createFailure returns why controllers could not create the pods of a part. Only events say
// so; "" when this identity may not read them.
func (s *Session) createFailure(namespace, part string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // the caller's context is done
	defer cancel()
	events, err := s.events(namespace).list(ctx, metav1.ListOptions{FieldSelector: "reason=FailedCreate"})
	if err != nil {
		return ""
	}
	for i := len(events) - 1; i >= 0; i-- {
		if e := events[i]; len(e.InvolvedObject.Name) >= len(part) && e.InvolvedObject.Name[:len(part)] == part {
			return ": " + shorten(e.Message)
		}
	}
	return ""
}
