package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver"
)

// small measures on a cluster of three nodes, and on fleets of contexts that all lead there.
func (m *meter) small(ctx context.Context, p *controlplane.Plane) error {
	if err := p.Fill(ctx, controlplane.Size{Nodes: 3, Deployments: 20, Pods: 40}); err != nil {
		return err
	}
	if err := m.counted(ctx, p, "small cluster, live", "check"); err != nil {
		return err
	}
	if err := m.add(ctx, "small cluster, explain one check", p.Admin, "explain", "dns/ha", "--context", p.Context()); err != nil {
		return err
	}
	for _, away := range []time.Duration{50 * time.Millisecond, 200 * time.Millisecond} {
		if err := m.away(ctx, p, away); err != nil {
			return err
		}
	}
	for _, n := range []int{3, 10} {
		config, err := p.Contexts(n)
		if err != nil {
			return err
		}
		if err := m.add(ctx, fmt.Sprintf("a fleet of %d contexts, live", n), config, "check", "--contexts", "cluster-*"); err != nil {
			return err
		}
	}
	return nil
}

// away measures a check of which each request takes so long to arrive, and counts the rounds that wait for one
// another: a request is of the round after the last that was answered before it was asked.
func (m *meter) away(ctx context.Context, p *controlplane.Plane, away time.Duration) error {
	var mu sync.Mutex
	answered, deepest := 0, 0
	config, stop, err := p.Behind(fmt.Sprintf("away-%d", away.Milliseconds()), func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			round := answered + 1
			mu.Unlock()
			time.Sleep(away)
			next.ServeHTTP(w, r)
			mu.Lock()
			answered, deepest = max(answered, round), max(deepest, round)
			mu.Unlock()
		})
	})
	if err != nil {
		return err
	}
	defer stop()
	name := fmt.Sprintf("small cluster, %d ms away", away.Milliseconds())
	row, err := m.row(ctx, name, config, "check")
	if err != nil {
		return err
	}
	mu.Lock()
	answered, deepest = 0, 0
	mu.Unlock()
	if _, err := (driver.Kready{Path: m.path, Kubeconfig: config, Home: m.dir}).Run(ctx, "check"); err != nil {
		return err
	}
	mu.Lock()
	row.Deep = deepest
	mu.Unlock()
	m.rows = append(m.rows, row)
	return nil
}
