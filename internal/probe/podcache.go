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

// pollInterval is how often pods are looked at; one request serves everybody who waits.
const pollInterval = 500 * time.Millisecond

// podCache shows the run's pods of one namespace to all who wait for one. It asks again and
// again instead of watching: a server that is lost and comes back needs no care then.
type podCache struct {
	list func(context.Context) ([]corev1.Pod, error)

	mu   sync.Mutex
	at   time.Time
	pods []corev1.Pod
	err  error
}

// podCache returns the one of a namespace.
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

// current returns the pods as they were at most a look ago.
func (b *podCache) current(ctx context.Context) ([]corev1.Pod, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.at) >= pollInterval {
		b.pods, b.err = b.list(ctx)
		b.at = time.Now()
	}
	return b.pods, b.err
}

// waitPod waits until a pod with the label part meets done, and returns it. What keeps
// it from ever doing so is an obstacle; time that runs out is one as well.
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
			if why := permanentFailure(last); why != "" {
				return nil, &ObstacleError{fmt.Sprintf("%s: %s", what, why)}
			}
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

// timeoutReason says in what state time ran out.
func (s *Session) timeoutReason(pod *corev1.Pod, namespace, part string, err error) string {
	switch {
	case err != nil:
		return err.Error()
	case pod != nil:
		return waitingReason(pod)
	}
	return "no pod appeared" + s.createFailure(namespace, part)
}

// createFailure is what the controllers said of a part whose pods do not come to be. Events
// are the only place for it; who may not read them learns no reason.
func (s *Session) createFailure(namespace, part string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second) // the caller's time is over
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
