package probe

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Labels on everything that a run creates, and the prefix of its namespaces' names.
const (
	LabelRun        = "kready.dev/run"
	LabelExpires    = "kready.dev/expires"
	LabelPart       = "kready.dev/part"
	labelManagedBy  = "app.kubernetes.io/managed-by"
	managedBy       = "kready"
	namespacePrefix = "kready-probe-"
)

// cleanUpMargin is how long after its timeout a run may still be cleaning up.
const cleanUpMargin = 10 * time.Minute

// newRunID returns a short random id, so that concurrent runs do not collide.
func newRunID() string {
	b := make([]byte, 4)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return hex.EncodeToString(b)
}

// labels are those of everything that the run creates.
func (s *Session) labels(more map[string]string) map[string]string {
	out := map[string]string{LabelRun: s.RunID, labelManagedBy: managedBy}
	maps.Copy(out, more)
	return out
}

// namespaceLabels disable injection and enforce the strictest profile of Pod Security, so that
// no probe needs more by accident.
func (s *Session) namespaceLabels() map[string]string {
	return s.labels(map[string]string{
		LabelExpires:                         strconv.FormatInt(s.Settings.Now().Add(s.Settings.Timeout+cleanUpMargin).Unix(), 10),
		"pod-security.kubernetes.io/enforce": "restricted",
		"istio-injection":                    "disabled",
		"istio.io/dataplane-mode":            "none",
	})
}

// prepare creates the run's namespace, or looks for the one of --namespace. A tenant may not be
// allowed to read namespaces, so that only "not found" is an error.
func (s *Session) prepare(ctx context.Context) error {
	if given := s.Settings.Namespace; given != "" {
		_, err := namespaces(s.Client).get(ctx, given)
		if apierrors.IsNotFound(err) {
			return &ObstacleError{fmt.Sprintf("there is no namespace %s, which --namespace names", given)}
		}
		return nil
	}
	return s.createNamespace(ctx, s.Namespace, s.namespaceLabels())
}

// CreateExtraNamespace creates a second namespace. The labels override those of the first; an
// empty value removes a label.
func (s *Session) CreateExtraNamespace(ctx context.Context, suffix string, labels map[string]string) (string, error) {
	if s.Settings.Namespace != "" {
		return "", &ObstacleError{"it takes a namespace of its own, and --namespace allows none"}
	}
	all := s.namespaceLabels()
	for key, value := range labels {
		if value == "" {
			delete(all, key)
			continue
		}
		all[key] = value
	}
	name := s.Namespace + "-" + suffix
	return name, s.createNamespace(ctx, name, all)
}

// dropNamespace begins to remove a namespace that its probe no longer needs, while others go on.
// Cleaning up asks again, and waits until it is gone.
func (s *Session) dropNamespace(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = namespaces(s.Client).delete(ctx, name, metav1.DeleteOptions{})
}

// createNamespace records the name first: the response may get lost.
func (s *Session) createNamespace(ctx context.Context, name string, labels map[string]string) error {
	s.mu.Lock()
	s.namespaces = append(s.namespaces, name)
	s.mu.Unlock()
	annotations := map[string]string{}
	if labels["istio-injection"] == "disabled" {
		annotations["linkerd.io/inject"] = "disabled"
	}
	// An interrupt does not cancel it: whether it was created must be known.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_, err := namespaces(s.Client).create(ctx, &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels, Annotations: annotations},
	})
	if err != nil && !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("creating the namespace %s: %w", name, err)
	}
	return nil
}
