package bench

import (
	"encoding/csv"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Run is one run of the measurements.
type Run struct {
	// Commit is what was measured.
	Commit string
	// Load is how many processes wanted a processor when it began, by the system's average of a minute;
	// "" where it does not tell.
	Load string
}

// NewRun begins a run.
func NewRun(commit string) Run {
	load, _ := os.ReadFile("/proc/loadavg")
	average, _, _ := strings.Cut(string(load), " ")
	return Run{Commit: commit, Load: average}
}

// columns are those of the history. Only what was measured on one machine can be compared, but for requests
// and what is over the floor.
func columns() []string {
	return []string{
		"day", "commit", "cores", "load", "what", "seconds", "cpu_seconds", "peak_mib", "requests", "rounds", "read_mib",
		"floor_cpu_seconds", "floor_peak_mib", "cpu_over_floor",
	}
}

// of is a column of a line; "" when there is no such line.
func of(line []string, column string) string {
	if i := slices.Index(columns(), column); i < len(line) {
		return line[i]
	}
	return ""
}

// Remember adds rows to a history file, a line each, and makes it where there is none.
func (r Run) Remember(file string, rows []Row) error {
	_, err := os.Stat(file)
	out, openErr := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if openErr != nil {
		return fmt.Errorf("the history of measurements: %w", openErr)
	}
	defer out.Close()
	w := csv.NewWriter(out)
	w.Comma = '\t'
	if os.IsNotExist(err) {
		_ = w.Write(columns()) // Flush tells
	}
	for _, row := range rows {
		fields := row.fields()
		fields["day"], fields["commit"], fields["cores"], fields["load"] = time.Now().UTC().Format(time.DateOnly), r.Commit, strconv.Itoa(runtime.NumCPU()), r.Load
		var line []string
		for _, column := range columns() {
			line = append(line, fields[column])
		}
		_ = w.Write(line)
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("the history of measurements: %w", err)
	}
	return nil
}

// Before returns, for each row that the history has of other commits on as many cores, its newest line.
func (r Run) Before(file string) map[string][]string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	in := csv.NewReader(strings.NewReader(string(text)))
	in.Comma = '\t'
	lines, err := in.ReadAll()
	if err != nil {
		return nil
	}
	out := map[string][]string{}
	for _, line := range lines {
		if len(line) == len(columns()) && of(line, "commit") != r.Commit && of(line, "cores") == strconv.Itoa(runtime.NumCPU()) {
			out[of(line, "what")] = line
		}
	}
	return out
}
