package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver/bench"
)

// large measures on a cluster that grows: nodes and applications, then a platform, then what applications bring.
func (m *meter) large(ctx context.Context, p *controlplane.Plane, size controlplane.Size) error {
	for _, part := range []struct {
		name    string
		objects iter.Seq2[string, runtime.Object]
		before  func() error
	}{
		{"base", size.Base(), func() error { return nil }},
		{"base and platform", size.Platform(), p.PlatformCRDs},
		{"base, platform and extras", size.Extras(), func() error { return nil }},
	} {
		began := time.Now()
		if err := part.before(); err != nil {
			return err
		}
		if err := p.Store(ctx, part.objects); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s is stored after %s\n", part.name, time.Since(began).Round(time.Second))
		if err := p.Settled(ctx); err != nil {
			return err
		}
		if err := m.counted(ctx, p, fmt.Sprintf("%d nodes: %s", size.Nodes, part.name), "check"); err != nil {
			return err
		}
	}
	bundle, err := bench.Bundle(m.dir, 1000)
	if err != nil {
		return err
	}
	return m.counted(ctx, p, fmt.Sprintf("%d nodes: land 1,000 objects", size.Nodes), "land", bundle, "-n", "shop")
}

// counted measures a command against a control plane, beside its floor and with its requests counted.
func (m *meter) counted(ctx context.Context, p *controlplane.Plane, name string, args ...string) error {
	r, err := m.row(ctx, name, p.Admin, args...)
	if err != nil {
		return err
	}
	asked, err := m.traffic(ctx, p, args...)
	if err != nil {
		return err
	}
	r.Requests, r.Read = int64(len(asked.requests)), asked.bytes.Load()
	if r.Floor, err = m.floor(ctx, p, asked); err != nil {
		return err
	}
	m.rows = append(m.rows, r)
	return nil
}
