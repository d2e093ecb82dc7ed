package target

import (
	"bytes"
	"encoding/binary"
	"slices"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// pruned says which fields of a message are left out before it is decoded, by their numbers.
// https://github.com/kubernetes/api/blob/master/core/v1/generated.proto
type pruned struct {
	// without are those that are left out; where only is set, all others are.
	without, only []uint64
	// within are messages in which fields are left out.
	within map[uint64]*pruned
	// entry leaves out elements of a map, whose key it is called with.
	entry map[uint64]func(key []byte) bool
}

// The fields of objects, of their metadata, of pods, of what makes them and of nodes.
const (
	objectMeta, objectSpec, objectStatus                                        = 1, 2, 3
	metaGenerateName, metaSelfLink, metaUID, metaResourceVersion                = 2, 4, 5, 6
	metaLabels, metaAnnotations, metaOwners, metaFinalizers, metaManagedFields  = 11, 12, 13, 14, 17
	ownerKind, ownerController                                                  = 1, 6
	podContainers, podNodeName, podInitContainers, containerName                = 2, 10, 20, 1
	podPhase, podConditions, podContainerStatuses, podInitContainerStatuses     = 1, 2, 8, 10
	nodeCapacity, nodeImages, nodeVolumesInUse, nodeVolumesAttached, nodeConfig = 1, 8, 9, 10, 11
	entryKey                                                                    = 1
)

// ofControllers are the fields of the specs of controllers: where the template is, and what is not read besides it.
func ofControllers() map[string]struct {
	template uint64
	unread   []uint64
} {
	return map[string]struct {
		template uint64
		unread   []uint64
	}{
		"deployments":  {3, []uint64{4}},
		"statefulsets": {3, []uint64{4, 7, 10, 11}},
		"daemonsets":   {2, []uint64{3}},
	}
}

// unreadOfContainer are the fields of a container that are not read: probes, handlers of its life and where its last
// words are, how its image is pulled.
func unreadOfContainer() []uint64 { return []uint64{10, 11, 12, 13, 14, 20, 21, 22, 23, 25} }

// unreadOfStatus are those of a container's status: the ids of the container and of its image, and what it was given.
func unreadOfStatus() []uint64 { return []uint64{7, 8, 10, 11, 12, 13, 14} }

// pruner leaves out of the objects of a list what nothing here reads: often half of their bytes.
type pruner struct {
	unread pruned
	// ofOwner is for pods that a controller made, where ownersSpec is set: of these, where they are and how they do.
	ofOwner    pruned
	ownersSpec bool
}

func newPruner(q Query) *pruner {
	own := func() pruned {
		return pruned{within: map[uint64]*pruned{objectMeta: {
			without: []uint64{metaManagedFields},
			entry:   map[uint64]func([]byte) bool{metaAnnotations: lastApplied},
		}}}
	}
	p := &pruner{unread: own(), ofOwner: own(), ownersSpec: q.OwnersSpec}
	part := distilled(q)
	switch {
	case q.Metadata: // managed fields are what some of these are read for
		p.unread = pruned{}
	case q.Group == "" && q.Resource == "nodes":
		p.unread.within[objectStatus] = &pruned{without: []uint64{nodeCapacity, nodeImages, nodeVolumesInUse, nodeVolumesAttached, nodeConfig}}
	case q.Distilled && part != nil:
		p.unread = *part
	}
	if of, ok := ofControllers()[q.Resource]; ok && q.Group == "apps" {
		container := &pruned{without: unreadOfContainer()}
		p.unread.within[objectSpec] = &pruned{without: of.unread, within: map[uint64]*pruned{of.template: {within: map[uint64]*pruned{
			objectSpec: {within: map[uint64]*pruned{podContainers: container, podInitContainers: container}},
		}}}}
	}
	p.ofOwner.within[objectMeta] = &pruned{
		without: []uint64{metaGenerateName, metaSelfLink, metaUID, metaResourceVersion, metaAnnotations, metaFinalizers, metaManagedFields},
		entry:   map[uint64]func([]byte) bool{metaLabels: func(key []byte) bool { return string(key) != appsv1.DefaultDeploymentUniqueLabelKey }},
	}
	p.ofOwner.within[objectSpec] = &pruned{only: []uint64{podContainers, podNodeName}, within: map[uint64]*pruned{
		podContainers: {only: []uint64{containerName}},
	}}
	status := &pruned{without: unreadOfStatus()}
	p.ofOwner.within[objectStatus] = &pruned{
		only:   []uint64{podPhase, podConditions, podContainerStatuses, podInitContainerStatuses},
		within: map[uint64]*pruned{podContainerStatuses: status, podInitContainerStatuses: status},
	}
	return p
}

// object leaves fields out of an object, in place.
func (p *pruner) object(message []byte) []byte {
	if p.ownersSpec && hasController(message) {
		return leaveOut(message, &p.ofOwner)
	}
	return leaveOut(message, &p.unread)
}

// hasController reports whether an object was made by a controller, and is no mirror of a static pod.
func hasController(object []byte) bool {
	found := false
	eachField(object, func(number uint64, meta []byte) {
		if number != objectMeta || bytes.Contains(meta, []byte(corev1.MirrorPodAnnotationKey)) {
			return
		}
		eachField(meta, func(number uint64, owner []byte) {
			if number == metaOwners {
				found = found || controls(owner)
			}
		})
	})
	return found
}

// controls reports whether an owner is the controller, and no node.
func controls(owner []byte) bool {
	node := false
	eachField(owner, func(number uint64, value []byte) { node = node || number == ownerKind && string(value) == "Node" })
	return !node && bytes.Contains(owner, []byte{ownerController << 3, 1})
}

// eachField calls fn for those fields of a message that are bytes.
func eachField(message []byte, fn func(number uint64, value []byte)) {
	for len(message) > 0 {
		number, head, size, ok := nextField(message)
		if !ok {
			return
		}
		if message[0]&7 == 2 {
			fn(number, message[head:size])
		}
		message = message[size:]
	}
}

// nextField returns the number of the first field of a message, where its value begins and where it ends.
func nextField(message []byte) (number uint64, head, size int, ok bool) {
	tag, n := uvarint(message)
	if n == 0 {
		return 0, 0, 0, false
	}
	head = n
	switch tag & 7 {
	case 0:
		_, n = uvarint(message[head:])
		size = head + n
	case 1:
		n, size = 8, head+8
	case 2:
		var length uint64
		if length, n = uvarint(message[head:]); n == 0 || length > uint64(len(message)-head-n) {
			return 0, 0, 0, false
		}
		head += n
		size = head + int(length) //nolint:gosec // no longer than the message
	case 5:
		n, size = 4, head+4
	default:
		return 0, 0, 0, false
	}
	return tag >> 3, head, size, n > 0 && size <= len(message)
}

// leaveOut leaves fields out of a message, in place. A message that cannot be read is returned from there as it is.
func leaveOut(message []byte, p *pruned) []byte {
	kept := message[:0]
	for len(message) > 0 {
		number, head, size, ok := nextField(message)
		if !ok {
			return append(kept, message...)
		}
		field, value := message[:size], message[head:size]
		message = message[size:]
		inner, within := p.within[number]
		switch {
		case slices.Contains(p.without, number), p.only != nil && !slices.Contains(p.only, number), p.leavesOut(number, value):
		case within && field[0]&7 == 2:
			// What it becomes is no longer than what it was, nor is its length.
			_, tag := uvarint(field)
			kept = append(kept, field[:tag]...)
			value = leaveOut(value, inner)
			kept = append(binary.AppendUvarint(kept, uint64(len(value))), value...)
		default:
			kept = append(kept, field...)
		}
	}
	return kept
}

// leavesOut reports whether a field is an element of a map that is left out.
func (p *pruned) leavesOut(number uint64, value []byte) bool {
	unwanted, ok := p.entry[number]
	if !ok {
		return false
	}
	out := false
	eachField(value, func(number uint64, key []byte) { out = out || number == entryKey && unwanted(key) })
	return out
}
