package engine

import (
	"context"
	"sync"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Bounds of how many Secrets are looked up, and how many at the same time.
const (
	secretsMax    = 500
	secretsAtOnce = 8
)

// secretNames looks up which of the Secrets that services name are there: their metadata, by name. What could
// not be looked up is left out.
func (r *Rules) secretNames(ctx context.Context, t Target, services []*service.Manifests) ([]facts.LandingSecret, error) {
	refs, err := namedSecrets(services)
	if err != nil || len(refs) == 0 {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, t.Timeout)
	defer cancel()
	defer r.env.saying("looking up %s by name", text.Counted(len(refs), "Secret", "Secrets"))()
	src, err := r.env.open(ctx, t)
	if err != nil {
		return nil, err
	}
	found := make([]*facts.LandingSecret, len(refs))
	free := make(chan struct{}, secretsAtOnce)
	var all sync.WaitGroup
	for i, ref := range refs {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			_, err := src.Get(ctx, target.Query{Version: "v1", Resource: "secrets", Namespace: ref.Namespace, Name: ref.Name, Metadata: true})
			if err == nil || target.IsNotFound(err) {
				found[i] = &facts.LandingSecret{Namespace: ref.Namespace, Name: ref.Name, Exists: err == nil}
			}
		})
	}
	all.Wait()
	var out []facts.LandingSecret
	for _, one := range found {
		if one != nil {
			out = append(out, *one)
		}
	}
	return out, nil
}

// namedSecrets are the Secrets that services name and do not bring, each once.
func namedSecrets(services []*service.Manifests) ([]facts.ObjectRef, error) {
	var all []facts.ObjectRef
	seen := map[facts.ObjectRef]bool{}
	for _, m := range services {
		named, err := m.Facts()
		if err != nil {
			return nil, Usagef("%w", err)
		}
		for _, ref := range service.Secrets(named) {
			if !seen[ref] && len(all) < secretsMax {
				seen[ref] = true
				all = append(all, ref)
			}
		}
	}
	return all, nil
}
