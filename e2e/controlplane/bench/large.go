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
	if err := m.tenfold(ctx, p, size); err != nil {
		return err
	}
	for _, part := range []struct {
		name    string
		objects iter.Seq2[string, runtime.Object]
		before  func() error
	}{
		{"base", func(func(string, runtime.Object) bool) {}, func() error { return nil }}, // is stored already
		{"base and platform", size.Platform(), p.PlatformCRDs},
		{"base, platform and extras", size.Extras(), func() error { return nil }},
	} {
		if err := part.before(); err != nil {
			return err
		}
		if err := store(ctx, p, part.name, part.objects); err != nil {
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

// store stores objects, and waits until they are answered.
func store(ctx context.Context, p *controlplane.Plane, name string, objects iter.Seq2[string, runtime.Object]) error {
	began := time.Now()
	if err := p.Store(ctx, objects); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s is stored after %s\n", name, time.Since(began).Round(time.Second))
	return p.Settled(ctx)
}

// tenfold measures what a check does besides reading, with a tenth of the applications, and then with all of them, at the same
// nodes: its CPU time less the floor's. The row is that of all, over the tenth. All are stored then.
func (m *meter) tenfold(ctx context.Context, p *controlplane.Plane, size controlplane.Size) error {
	tenth := size
	tenth.Deployments, tenth.Pods = size.Deployments/10, size.Pods/10
	var rows [2]bench.Row
	for i, s := range []controlplane.Size{tenth, size} {
		if err := store(ctx, p, fmt.Sprintf("%d applications", s.Deployments), s.Base()); err != nil {
			return err
		}
		row, err := m.beside(ctx, p, fmt.Sprintf("%d nodes: applications x10, without reading", s.Nodes), "check")
		if err != nil {
			return err
		}
		row.CPU -= row.Floor.CPU
		rows[i] = row
	}
	rows[1].Floor, rows[1].Requests, rows[1].Read = rows[0].Outcome, 0, 0
	m.rows = append(m.rows, rows[1])
	return nil
}

// counted measures a command against a control plane, beside its floor and with its requests counted, and adds its row.
func (m *meter) counted(ctx context.Context, p *controlplane.Plane, name string, args ...string) error {
	r, err := m.beside(ctx, p, name, args...)
	m.rows = append(m.rows, r)
	return err
}

// beside measures a command against a control plane, beside its floor and with its requests counted.
func (m *meter) beside(ctx context.Context, p *controlplane.Plane, name string, args ...string) (bench.Row, error) {
	r, err := m.row(ctx, name, p.Admin, args...)
	if err != nil {
		return r, err
	}
	asked, err := m.traffic(ctx, p, args...)
	if err != nil {
		return r, err
	}
	r.Requests, r.Read = int64(len(asked.requests)), asked.bytes.Load()
	r.Floor, err = m.floor(ctx, p, asked)
	return r, err
}
