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
	"syscall"
	"time"

	"github.com/kready/kready/e2e/driver"
	"github.com/kready/kready/e2e/driver/bench"
)

func main() {
	runs := flag.Int("runs", 5, "runs of each command; the median is printed")
	snapshot := flag.String("snapshot", "../recorded/bare-kind.json", "recorded snapshot to judge")
	history := flag.String("history", "", "file that the measurements are added to and compared with; none when empty")
	commit := flag.String("commit", "", "what is measured, for the history")
	flag.Parse()
	if err := measure(os.Stdout, *runs, *snapshot, *history, bench.NewRun(*commit)); err != nil {
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
	bundle, err := bench.Bundle(dir, 1000)
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
		{"land: 1,000 objects on a recorded cluster", []string{"land", bundle, "-n", "shop", "--from", snapshot}, nil},
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
func measure(w io.Writer, runs int, snapshot, history string, run bench.Run) error {
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
	var rows []bench.Row
	for _, c := range all {
		out, err := (driver.Kready{Path: path}).Median(ctx, runs, c.args...)
		if err != nil {
			return err
		}
		floor, err := reading(c.files)
		if err != nil {
			return err
		}
		rows = append(rows, bench.Row{Name: c.name, Outcome: out, Floor: driver.Outcome{CPU: floor}})
	}
	fmt.Fprintf(w, "the binary: %.1f MB\n\n", float64(info.Size())/1e6)
	if err := bench.Table(w, rows, run.Before(history)); err != nil || history == "" {
		return err
	}
	return run.Remember(history, rows)
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
