package cause

import (
	"slices"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/knownlog"
	"github.com/kready/kready/internal/kube"
)

// knownMessage returns what is known of a container's last words; false when they are not known.
func knownMessage(w *facts.Workload, t facts.Trouble) (knownlog.Message, bool) {
	var images []string
	for _, c := range slices.Concat(w.Containers, w.InitContainers) {
		if c.Name == t.Container || t.Container == "" {
			images = append(images, c.Image.Repository)
		}
	}
	return knownlog.Of(t.LastWords, images...)
}

// logged returns the cause of a container that runs, is not ready, and whose log says why; false when
// it says nothing that is known.
func logged(w *facts.Workload, t facts.Trouble) (check.Cause, bool) {
	known, ok := knownMessage(w, t)
	if !ok {
		return check.Cause{}, false
	}
	return check.Cause{
		Object: kube.Ref(w), Kind: Logged, Message: container(w, t) + " says in its log: " + quote(t.LastWords),
		Remedy: known.Remedy, Source: known.Source,
	}, true
}
