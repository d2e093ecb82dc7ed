package main

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver"
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

// tenfold measures judging a tenth of the applications, and then all of them, at the same nodes. The row is that of
// all, over the tenth. All are stored then.
func (m *meter) tenfold(ctx context.Context, p *controlplane.Plane, size controlplane.Size) error {
	tenth := size
	tenth.Deployments, tenth.Pods = size.Deployments/10, size.Pods/10
	var rows [2]bench.Row
	for i, s := range []controlplane.Size{tenth, size} {
		if err := store(ctx, p, fmt.Sprintf("%d applications", s.Deployments), s.Base()); err != nil {
			return err
		}
		file := filepath.Join(m.dir, "snapshot.json")
		out, err := driver.Kready{Path: m.path, Kubeconfig: p.Admin, Home: m.dir}.Run(ctx, "snapshot", "-o", file)
		if err == nil && out.ExitCode != 0 {
			err = fmt.Errorf("the snapshot of %d applications: %s", s.Deployments, out.Stderr)
		}
		if err != nil {
			return err
		}
		if rows[i], err = m.row(ctx, fmt.Sprintf("%d nodes: judging applications x10", s.Nodes), p.Admin, "check", "--from", file); err != nil {
			return err
		}
	}
	rows[1].Floor = rows[0].Outcome
	m.rows = append(m.rows, rows[1])
	return nil
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
