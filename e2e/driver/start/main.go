// Command start measures what kready costs without a cluster: the size of the binary, and the time
// and memory of commands that ask no cluster, of piles of files and of fleets of snapshots.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/e2e/driver"
)

func main() {
	runs := flag.Int("runs", 5, "runs of each command; the median is printed")
	snapshot := flag.String("snapshot", "../recorded/bare-kind.json", "recorded snapshot to judge")
	history := flag.String("history", "", "CSV file that the measurements are added to and compared with; none when empty")
	flag.Parse()
	if err := measure(os.Stdout, *runs, *snapshot, *history); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

// command is one row to measure.
type command struct {
	name string
	args []string
	// files are read for the floor.
	files []string
}

// commands are all rows. Their files are in dir.
func commands(dir, snapshot string) ([]command, error) {
	objects, err := pile(dir, 10<<20)
	if err != nil {
		return nil, err
	}
	all := []command{
		{"version", []string{"version"}, nil},
		{"explain", []string{"explain", "network/policy-engine"}, nil},
		{"list", []string{"list"}, nil},
		{"completion of a check", []string{"__complete", "explain", "dns/"}, nil},
		{"one check of a recorded cluster", []string{"check", "network/policy-engine", "--from", snapshot}, []string{snapshot}},
		{"all checks of a recorded cluster", []string{"check", "--from", snapshot}, []string{snapshot}},
		{"a pile of 10 MiB of YAML", []string{"check", "--from", objects}, nil},
	}
	for _, members := range []int{3, 10, 200, 1000} {
		flags, err := fleet(dir, snapshot, members)
		if err != nil {
			return nil, err
		}
		var files []string
		for i := 1; i < len(flags); i += 2 {
			files = append(files, flags[i])
		}
		all = append(all, command{fmt.Sprintf("a fleet of %d snapshots", members), append([]string{"check"}, flags...), files})
	}
	return all, nil
}

// measure prints a line for the binary, and one for each command.
func measure(w io.Writer, runs int, snapshot, history string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Minute)
	defer cancel()
	path, err := driver.Find()
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("the size of the binary: %w", err)
	}
	dir, err := os.MkdirTemp("", "kready-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	all, err := commands(dir, snapshot)
	if err != nil {
		return err
	}
	said, err := (driver.Kready{Path: path}).Run(ctx, "version")
	if err != nil {
		return err
	}
	version, _, _ := strings.Cut(strings.TrimSpace(said.Stdout), "\n")
	var rows []row
	for _, c := range all {
		out, err := (driver.Kready{Path: path}).Median(ctx, runs, c.args...)
		if err != nil {
			return err
		}
		floor, err := reading(c.files)
		if err != nil {
			return err
		}
		rows = append(rows, row{c.name, out, floor})
	}
	fmt.Fprintf(w, "the binary: %.1f MB\n\n", float64(info.Size())/1e6)
	if err := table(w, rows, last(history, version)); err != nil || history == "" {
		return err
	}
	return remember(history, version, rows)
}

// table prints the rows, each with what it was in the newest other version of the history.
func table(w io.Writer, rows []row, before map[string][]string) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "command\tseconds\tCPU seconds\tpeak MiB\tCPU over floor\tbefore: CPU seconds\tpeak MiB\t")
	for _, r := range rows {
		fmt.Fprintf(out, "%s\t%.2f\t%.2f\t%.0f\t%s\t", r.name, r.Elapsed.Seconds(), r.CPU.Seconds(), float64(r.PeakMemory)/(1<<20), r.ratio())
		if was, ok := before[r.name]; ok {
			fmt.Fprintf(out, "%s\t%s\t\n", was[5], was[6])
		} else {
			fmt.Fprint(out, "\t\t\n")
		}
	}
	return out.Flush()
}

// reading is the CPU time that it takes to decode JSON files and drop what is in them.
func reading(files []string) (time.Duration, error) {
	before := processTime()
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return 0, fmt.Errorf("the floor: %w", err)
		}
		var document map[string]any
		if err := json.Unmarshal(text, &document); err != nil {
			return 0, fmt.Errorf("the floor: %w", err)
		}
	}
	return processTime() - before, nil
}

// processTime is the CPU time of this process so far.
func processTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
