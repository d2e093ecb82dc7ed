// Command bench measures what one `kready check` costs: time, memory, requests and
// bytes, on the recorded snapshot and on a control plane of a chosen size.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/e2e/controlplane"
	"github.com/kready/kready/e2e/driver"
)

func main() {
	var size controlplane.Size
	flag.IntVar(&size.Nodes, "nodes", 100, "nodes of the control plane")
	flag.IntVar(&size.Deployments, "deployments", 200, "deployments of applications")
	flag.IntVar(&size.Pods, "pods", 1000, "pods of applications")
	runs := flag.Int("runs", 5, "runs of each measurement; the median is printed")
	snapshot := flag.String("snapshot", "../recorded/bare-kind.json", "recorded snapshot to judge")
	flag.Parse()
	if err := bench(os.Stdout, size, *runs, *snapshot); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(w io.Writer, size controlplane.Size, runs int, snapshot string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "what\tseconds\tpeak MiB\trequests\tMiB read\t")

	path, err := driver.Find()
	if err != nil {
		return err
	}
	recorded, err := driver.Kready{Path: path}.Median(ctx, runs, "check", "--from", snapshot)
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "recorded snapshot\t%.2f\t%.0f\t0\t0\t\n", recorded.Elapsed.Seconds(), mib(recorded.PeakMemory))

	dir, err := os.MkdirTemp("", "kready-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	plane, err := controlplane.Start(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err := plane.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "bench: stopping the control plane:", err)
		}
	}()
	if err := plane.Fill(ctx, size); err != nil {
		return err
	}
	live, err := driver.Kready{Path: path, Kubeconfig: plane.Admin, Home: dir}.Median(ctx, runs, "check")
	if err != nil {
		return err
	}
	requests, read, err := traffic(ctx, plane, path, dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(table, "%d nodes, %d deployments, %d pods\t%.2f\t%.0f\t%d\t%.2f\t\n",
		size.Nodes, size.Deployments, size.Pods, live.Elapsed.Seconds(), mib(live.PeakMemory), requests, mib(read))
	return table.Flush()
}

// traffic counts one run's requests and the bytes of their answers, in a proxy: what
// crosses the wire is compressed, as it is without one.
func traffic(ctx context.Context, plane *controlplane.Plane, path, dir string) (requests, read int64, err error) {
	var n, bytes atomic.Int64
	kubeconfig, stop, err := plane.Behind("bench", func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n.Add(1)
			next.ServeHTTP(&counter{ResponseWriter: w, bytes: &bytes}, r)
		})
	})
	if err != nil {
		return 0, 0, err
	}
	defer stop()
	_, err = driver.Kready{Path: path, Kubeconfig: kubeconfig, Home: dir}.Run(ctx, "check")
	return n.Load(), bytes.Load(), err
}

type counter struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}

// Unwrap lets the proxy flush.
func (c *counter) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }
