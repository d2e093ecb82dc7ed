// Command bench measures what `kready check` and its like cost against API servers of their own: a small
// cluster, near and far, a fleet of it, and a cluster of thousands of nodes. Beside what reads large ones stands
// the floor: the very same requests, of which each page is decoded and dropped.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver"
	"github.com/kready/kready/e2e/driver/bench"
)

// options are what is measured.
type options struct {
	size            controlplane.Size
	runs            int
	history, commit string
	small, large    bool
	hold            bool
}

func main() {
	var o options
	flag.IntVar(&o.size.Nodes, "nodes", 5000, "nodes of the large cluster")
	flag.IntVar(&o.size.Deployments, "deployments", 15000, "Deployments of applications, and of each kind that they bring")
	flag.IntVar(&o.size.Pods, "pods", 150000, "pods of applications")
	flag.IntVar(&o.runs, "runs", 3, "runs of each measurement; the median is printed")
	flag.StringVar(&o.history, "history", "", "file that the measurements are added to and compared with; none when empty")
	flag.StringVar(&o.commit, "commit", "", "what is measured, for the history")
	flag.BoolVar(&o.small, "small", true, "measure on a small cluster")
	flag.BoolVar(&o.large, "large", true, "measure on a large cluster")
	flag.BoolVar(&o.hold, "hold", false, "keep the large cluster until interrupted, and say where its kubeconfig is")
	floor := flag.String("floor", "", "ask the requests of this file again, decode and drop each page, and measure nothing")
	flag.Parse()
	if err := run(o, *floor); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run measures, or replays the requests of a file when that is named.
func run(o options, floor string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, 90*time.Minute)
	defer cancel()
	if floor != "" {
		return replay(ctx, floor)
	}
	return measure(ctx, os.Stdout, o)
}

// meter measures runs of the built kready, and of the floor.
type meter struct {
	path string // of kready
	dir  string
	runs int
	rows []bench.Row
}

func measure(ctx context.Context, w io.Writer, o options) error {
	run := bench.NewRun(o.commit)
	path, err := driver.Find()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kready-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	m := &meter{path: path, dir: dir, runs: o.runs}
	if o.small {
		if err := onPlane(dir, func(p *controlplane.Plane) error { return m.small(ctx, p) }); err != nil {
			return err
		}
	}
	if o.large {
		err := onPlane(dir, func(p *controlplane.Plane) error {
			if err := m.large(ctx, p, o.size); err != nil || !o.hold {
				return err
			}
			fmt.Fprintf(w, "the large cluster is at KUBECONFIG=%s; interrupt to end\n", p.Admin)
			<-ctx.Done()
			return nil
		})
		if err != nil {
			return err
		}
	}
	if err := bench.Table(w, m.rows, run.Before(o.history)); err != nil || o.history == "" {
		return err
	}
	return run.Remember(o.history, m.rows)
}

// onPlane does something with a control plane of its own.
func onPlane(dir string, do func(*controlplane.Plane) error) error {
	files, err := os.MkdirTemp(dir, "plane-")
	if err != nil {
		return err
	}
	plane, err := controlplane.Start(files)
	if err != nil {
		return err
	}
	defer func() {
		if err := plane.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "bench: stopping the control plane:", err)
		}
	}()
	return do(plane)
}

// row measures a command of kready, against the API servers of a kubeconfig.
func (m *meter) row(ctx context.Context, name, kubeconfig string, args ...string) (bench.Row, error) {
	out, err := driver.Kready{Path: m.path, Kubeconfig: kubeconfig, Home: m.dir}.Median(ctx, m.runs, args...)
	if err != nil {
		return bench.Row{}, fmt.Errorf("%s: %w", name, err)
	}
	fmt.Fprintf(os.Stderr, "%s: %.2f s\n", name, out.Elapsed.Seconds())
	return bench.Row{Name: name, Outcome: out}, nil
}

// add measures a command and adds its row.
func (m *meter) add(ctx context.Context, name, kubeconfig string, args ...string) error {
	r, err := m.row(ctx, name, kubeconfig, args...)
	m.rows = append(m.rows, r)
	return err
}
