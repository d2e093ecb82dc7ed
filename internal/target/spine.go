package target

import (
	"encoding/json"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// spine is what is asked of an object without unpacking it: what tells about it, selects it, or tells
// about objects of other kinds.
type spine struct {
	*kindOf
	namespace, name string
	// nameless says that it has neither a name nor asks for one.
	nameless bool
	labels   map[string]string
	// controller is the workload that a ReplicaSet or pod belongs to, when it is worth inferring.
	controller owner
	// node is the one that a pod runs on.
	node string
	// account is the ServiceAccount of a pod.
	account string
	// phase is that of a pod or namespace.
	phase string
	// kindOfEvent is the type of an event, and reason is why it was written.
	kindOfEvent, reason string
	// desired and ready are how many pods a workload is to have, and says that are ready.
	desired, ready int64
	// isReady says that the object has the condition Ready.
	isReady bool
	// bare says that all but an object's metadata was left out.
	bare bool
}

// kindOf is a kind that several objects share, and what is derived from it.
type kindOf struct {
	gvk schema.GroupVersionKind
	// number is one for each kind of each group, whatever its version.
	number int
	crd    bool
}

// owner names a workload.
type owner struct{ kind, name string }

// spines makes spines that share what several of them have.
type spines struct {
	kinds   map[schema.GroupVersionKind]*kindOf
	numbers map[schema.GroupKind]int
	texts   map[string]string
	labels  map[string]map[string]string
}

func newSpines() *spines {
	return &spines{
		kinds: map[schema.GroupVersionKind]*kindOf{}, numbers: map[schema.GroupKind]int{},
		texts: map[string]string{}, labels: map[string]map[string]string{},
	}
}

// of returns the spine of an object.
func (s *spines) of(o *unstructured.Unstructured) spine {
	text := func(path ...string) string {
		value, _, _ := unstructured.NestedString(o.Object, path...)
		return s.text(value)
	}
	number := func(path ...string) int64 {
		value, _, _ := unstructured.NestedInt64(o.Object, path...)
		return value
	}
	out := spine{
		kindOf: s.kind(o.GroupVersionKind()), namespace: s.text(o.GetNamespace()), name: strings.Clone(o.GetName()),
		nameless: o.GetName() == "" && o.GetGenerateName() == "", labels: s.same(o.GetLabels()),
		node: text("spec", "nodeName"), account: text("spec", "serviceAccountName"), phase: text("status", "phase"), kindOfEvent: text("type"), reason: text("reason"),
		desired: number("spec", "replicas"), ready: number("status", "readyReplicas") + number("status", "numberReady"),
		isReady: isReady(o), bare: onlyMetadata(o),
	}
	if kind := out.gvk.Kind; kind == "ReplicaSet" || kind == "Pod" {
		out.controller = s.controllerOf(o, out)
	}
	return out
}

// kind returns what is known of a kind.
func (s *spines) kind(gvk schema.GroupVersionKind) *kindOf {
	if known := s.kinds[gvk]; known != nil {
		return known
	}
	number, ok := s.numbers[gvk.GroupKind()]
	if !ok {
		number = len(s.numbers)
		s.numbers[gvk.GroupKind()] = number
	}
	s.kinds[gvk] = &kindOf{gvk: gvk, number: number, crd: gvk.Kind == "CustomResourceDefinition" && gvk.Group == "apiextensions.k8s.io"}
	return s.kinds[gvk]
}

// text returns an equal text that was kept before.
func (s *spines) text(value string) string {
	if value == "" {
		return ""
	}
	if known, ok := s.texts[value]; ok {
		return known
	}
	value = strings.Clone(value)
	s.texts[value] = value
	return value
}

// same returns equal labels that were kept before. Nobody changes them.
func (s *spines) same(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	text, _ := json.Marshal(labels) // strings encode
	if known, ok := s.labels[string(text)]; ok {
		return known
	}
	kept := make(map[string]string, len(labels))
	for key, value := range labels {
		kept[s.text(key)] = s.text(value)
	}
	s.labels[string(text)] = kept
	return kept
}

// controllerOf returns the controller of a ReplicaSet or pod that is worth inferring; none for others,
// and for what has ended.
func (s *spines) controllerOf(o *unstructured.Unstructured, is spine) owner {
	_, isSet, _ := unstructured.NestedInt64(o.Object, "spec", "replicas")
	if is.gvk.Kind == "ReplicaSet" && isSet && is.desired == 0 || is.phase == string(corev1.PodSucceeded) || is.phase == string(corev1.PodFailed) {
		return owner{}
	}
	kind, name := "", ""
	for _, reference := range o.GetOwnerReferences() {
		if reference.Controller != nil && *reference.Controller {
			kind, name = reference.Kind, reference.Name
		}
	}
	if hash := is.labels["pod-template-hash"]; kind == "ReplicaSet" && hash != "" {
		kind, name = "Deployment", strings.TrimSuffix(name, "-"+hash)
	}
	switch kind {
	case "Deployment", "DaemonSet", "StatefulSet":
		return owner{kind: s.text(kind), name: s.text(name)}
	}
	return owner{}
}
