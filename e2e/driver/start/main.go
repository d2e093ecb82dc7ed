// Command start measures what starting kready costs: the size of the binary, and the time
// and memory of commands that ask no cluster.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/e2e/driver"
)

func main() {
	runs := flag.Int("runs", 9, "runs of each command; the median is printed")
	snapshot := flag.String("snapshot", "../recorded/bare-kind.json", "recorded snapshot to judge")
	flag.Parse()
	if err := measure(os.Stdout, *runs, *snapshot); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

// measure prints a line for the binary, and one for each command.
func measure(w io.Writer, runs int, snapshot string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	path, err := driver.Find()
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("the size of the binary: %w", err)
	}
	fmt.Fprintf(w, "the binary: %.1f MB\n\n", float64(info.Size())/1e6)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "command\tseconds\tCPU seconds\tpeak MiB\t")
	for _, command := range []struct {
		name string
		args []string
	}{
		{"version", []string{"version"}},
		{"explain", []string{"explain", "network/policy-engine"}},
		{"list", []string{"list"}},
		{"completion of a check", []string{"__complete", "explain", "dns/"}},
		{"one check of a recorded cluster", []string{"check", "network/policy-engine", "--from", snapshot}},
		{"all checks of a recorded cluster", []string{"check", "--from", snapshot}},
	} {
		out, err := (driver.Kready{Path: path}).Median(ctx, runs, command.args...)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.0f\t\n", command.name, out.Elapsed.Seconds(), out.CPU.Seconds(), float64(out.PeakMemory)/(1<<20))
	}
	return table.Flush()
}
