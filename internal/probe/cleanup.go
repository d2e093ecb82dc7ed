package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
)

// How long cleaning up may take: after a run, and after an interrupt, when a user waits.
const (
	cleanUpLimit            = 2 * time.Minute
	interruptedCleanUpLimit = 28 * time.Second
)

// LeftoverError lists what a run or a clean-up could not remove.
type LeftoverError struct {
	Left []string
	// Err is the cause; nil when only the time was too short.
	Err error
	// Empty says that what is left are namespaces with nothing in them: Kubernetes itself
	// removes them, once what Err says is over.
	Empty bool
}

func (e *LeftoverError) Error() string {
	if e.Empty {
		return fmt.Sprintf("%s: nothing of the probes is left in it, and Kubernetes removes it as soon as all APIs answer (%s)",
			strings.Join(e.Left, ", "), shorten(e.Err.Error()))
	}
	text := "not removed yet: " + strings.Join(e.Left, ", ")
	if e.Err != nil {
		text += " (" + shorten(e.Err.Error()) + ")"
	}
	return text
}

// Unwrap returns the cause.
func (e *LeftoverError) Unwrap() error { return e.Err }

// cleanUp removes what the run created, even after ctx is done.
func (s *Session) cleanUp(ctx context.Context) error {
	limit := cleanUpLimit
	if errors.Is(ctx.Err(), context.Canceled) {
		limit = interruptedCleanUpLimit
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), limit)
	defer cancel()
	s.logProgress("removing what was created")
	if s.Settings.Namespace != "" {
		return sweep(ctx, s.Client, s.Settings.Namespace, LabelRun+"="+s.RunID)
	}
	s.mu.Lock()
	names := slices.Clone(s.namespaces)
	s.mu.Unlock()
	return removeNamespaces(ctx, s.Client, names)
}

// collectGarbage removes what expired earlier runs left behind. It ignores errors: they do not
// affect this run.
func (s *Session) collectGarbage(ctx context.Context) {
	if s.Settings.Namespace != "" {
		return
	}
	old, err := Leftovers(ctx, s.Client)
	if err != nil {
		return
	}
	for _, o := range old {
		if o.Expires.Before(s.Settings.Now()) {
			s.logProgress("removing %s, which an earlier run left behind", o.Namespace)
			_ = namespaces(s.Client).delete(ctx, o.Namespace, metav1.DeleteOptions{})
		}
	}
}

// Leftover is a namespace of a run that is in progress, or that ended before it could clean
// up.
type Leftover struct {
	Namespace, Run string
	// Expires is the time after which the run has certainly ended; zero without the label.
	Expires time.Time
}

// Leftovers lists the namespaces of all runs. A namespace counts when it has the
// label and a name that a run would give it, so that no other namespace is removed because of
// a label.
func Leftovers(ctx context.Context, client dynamic.Interface) ([]Leftover, error) {
	list, err := namespaces(client).list(ctx, metav1.ListOptions{LabelSelector: LabelRun})
	if err != nil {
		return nil, fmt.Errorf("listing the namespaces of probes: %w", err)
	}
	var out []Leftover
	for _, n := range list {
		run := n.Labels[LabelRun]
		name := namespacePrefix + run
		if n.Name != name && !strings.HasPrefix(n.Name, name+"-") {
			continue
		}
		left := Leftover{Namespace: n.Name, Run: run}
		if unix, err := strconv.ParseInt(n.Labels[LabelExpires], 10, 64); err == nil {
			left.Expires = time.Unix(unix, 0).UTC()
		}
		out = append(out, left)
	}
	return out, nil
}

// Remove deletes namespaces of runs and waits until they are gone.
func Remove(ctx context.Context, client dynamic.Interface, namespaces []string) error {
	return removeNamespaces(ctx, client, namespaces)
}

// emptyNamespaceGrace is how long to wait for Kubernetes to remove an empty namespace: an API
// that does not answer may be starting.
const emptyNamespaceGrace = 20 * time.Second

// removeNamespaces deletes namespaces, and repeats that until all are gone or time is up, also
// when the server does not answer.
func removeNamespaces(ctx context.Context, client dynamic.Interface, names []string) error {
	left, keptSince := slices.Clone(names), time.Time{}
	var last error
	for {
		last = nil
		var kept []error
		left = slices.DeleteFunc(left, func(name string) bool {
			err := namespaces(client).delete(ctx, name, metav1.DeleteOptions{})
			switch {
			case apierrors.IsNotFound(err):
				return true
			// Older API servers answer with a conflict when the namespace is being deleted.
			case err == nil, apierrors.IsConflict(err):
				if why := deletionBlocker(ctx, client, name); why != nil {
					kept = append(kept, why)
				}
			case err != nil:
				last = err
			}
			return false
		})
		switch {
		case len(left) == 0:
			return nil
		case len(kept) < len(left):
			keptSince = time.Time{}
		case keptSince.IsZero():
			keptSince = time.Now()
		case time.Since(keptSince) > emptyNamespaceGrace:
			return &LeftoverError{Left: withPrefix("namespace ", left), Err: kept[0], Empty: true}
		}
		select {
		case <-ctx.Done():
			return &LeftoverError{Left: withPrefix("namespace ", left), Err: last}
		case <-time.After(pollInterval):
		}
	}
}

// deletionBlocker returns why Kubernetes does not remove an empty namespace: while an API does
// not answer, it cannot know that the namespace is empty. nil for a namespace with contents.
func deletionBlocker(ctx context.Context, client dynamic.Interface, name string) error {
	namespace, err := namespaces(client).get(ctx, name)
	if err != nil {
		return nil //nolint:nilerr // the caller polls again
	}
	var why error
	for _, c := range namespace.Status.Conditions {
		if c.Status != corev1.ConditionTrue {
			continue
		}
		if c.Type != corev1.NamespaceDeletionDiscoveryFailure {
			return nil // it is not empty
		}
		why = errors.New(c.Message)
	}
	return why
}

func withPrefix(prefix string, names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, prefix+name)
	}
	return out
}

// Sweep removes what runs created in a namespace that they did not create.
func Sweep(ctx context.Context, dyn dynamic.Interface, namespace string) error {
	return sweep(ctx, dyn, namespace, LabelRun)
}

// Created lists what runs created in a namespace and did not remove, "jobs NS/NAME".
func Created(ctx context.Context, dyn dynamic.Interface, namespace string) ([]string, error) {
	var found []string
	for _, kind := range created() {
		list, err := dyn.Resource(kind).Namespace(namespace).List(ctx, metav1.ListOptions{LabelSelector: LabelRun})
		if apierrors.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("listing %s in namespace %s: %w", kind.Resource, namespace, err)
		}
		for _, o := range list.Items {
			found = append(found, kind.Resource+" "+namespace+"/"+o.GetName())
		}
	}
	return found, nil
}

// sweep removes, in one namespace, the objects of all kinds that probes create and that
// the selector matches, and waits until they are gone. Kinds that are not served have
// no objects.
func sweep(ctx context.Context, dyn dynamic.Interface, namespace, selector string) error {
	for {
		left, err := sweepOnce(ctx, dyn, namespace, selector)
		if err == nil && len(left) == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			if len(left) == 0 {
				left = []string{"objects in namespace " + namespace}
			}
			return &LeftoverError{Left: left, Err: err}
		case <-time.After(pollInterval):
		}
	}
}

func sweepOnce(ctx context.Context, dyn dynamic.Interface, namespace, selector string) ([]string, error) {
	var left []string
	var last error
	for _, kind := range created() {
		objects := dyn.Resource(kind).Namespace(namespace)
		list, err := objects.List(ctx, metav1.ListOptions{LabelSelector: selector})
		if apierrors.IsNotFound(err) || apierrors.IsForbidden(err) { // what this identity may not list, it has not created
			continue
		}
		if err != nil {
			last = err
			continue
		}
		for _, o := range list.Items {
			left = append(left, kind.Resource+" "+namespace+"/"+o.GetName())
			if o.GetDeletionTimestamp() != nil || kind.Resource == "pods" {
				continue
			}
			policy := metav1.DeletePropagationBackground
			if err := objects.Delete(ctx, o.GetName(), metav1.DeleteOptions{PropagationPolicy: &policy}); err != nil && !apierrors.IsNotFound(err) {
				last = err
			}
		}
	}
	return left, last
}

// created are the namespaced kinds that probes create, and pods, which are waited for.
func created() []schema.GroupVersionResource {
	return []schema.GroupVersionResource{
		{Group: "batch", Version: "v1", Resource: "jobs"},
		{Group: "apps", Version: "v1", Resource: "deployments"},
		{Group: "", Version: "v1", Resource: "services"},
		{Group: "networking.k8s.io", Version: "v1", Resource: "networkpolicies"},
		{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses"},
		{Group: autoscalingGroup, Version: "v2", Resource: "horizontalpodautoscalers"},
		gatewayResource("httproutes"),
		{Group: snapshotGroup, Version: "v1", Resource: "volumesnapshots"},
		monitoringKind("servicemonitors"),
		{Group: "", Version: "v1", Resource: "persistentvolumeclaims"},
		{Group: "", Version: "v1", Resource: "serviceaccounts"},
		certificateKind("certificates"), certificateKind("issuers"),
		{Group: externalSecrets, Version: "v1", Resource: "externalsecrets"},
		{Group: externalSecrets, Version: "v1beta1", Resource: "externalsecrets"},
		{Group: externalSecrets, Version: "v1", Resource: "secretstores"},
		{Group: externalSecrets, Version: "v1beta1", Resource: "secretstores"},
		{Group: "", Version: "v1", Resource: "pods"},
	}
}
