package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// row is one line of the table, and of the history.
type row struct {
	name string
	driver.Outcome
	// floor is the CPU time of reading the same files and doing nothing with them; 0 where there are
	// none.
	floor time.Duration
}

// ratio is the CPU time over the floor; "" where there is none, or one too small to be measured.
func (r row) ratio() string {
	if r.floor < 10*time.Millisecond {
		return ""
	}
	return fmt.Sprintf("%.1f", r.CPU.Seconds()/r.floor.Seconds())
}

// historyColumns are the columns of the history. Only what was measured on one machine can be compared,
// but for the ratio.
func historyColumns() []string {
	return []string{"day", "version", "cores", "what", "seconds", "cpu_seconds", "peak_mib", "over_floor"}
}

// remember adds the rows to a history file, which it makes where there is none.
func remember(file, version string, rows []row) error {
	_, err := os.Stat(file)
	out, openErr := os.OpenFile(file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if openErr != nil {
		return fmt.Errorf("the history of measurements: %w", openErr)
	}
	defer out.Close()
	w := csv.NewWriter(out)
	if os.IsNotExist(err) {
		_ = w.Write(historyColumns()) // Flush tells
	}
	for _, r := range rows {
		_ = w.Write([]string{
			time.Now().UTC().Format(time.DateOnly), version, strconv.Itoa(runtime.NumCPU()), r.name,
			fmt.Sprintf("%.2f", r.Elapsed.Seconds()), fmt.Sprintf("%.2f", r.CPU.Seconds()), fmt.Sprintf("%.0f", float64(r.PeakMemory)/(1<<20)), r.ratio(),
		})
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return fmt.Errorf("the history of measurements: %w", err)
	}
	return nil
}

// last returns, for each row that the history has of other versions, its newest line.
func last(file, version string) map[string][]string {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		return nil
	}
	out := map[string][]string{}
	for _, line := range lines {
		if len(line) == len(historyColumns()) && line[1] != version && line[2] == strconv.Itoa(runtime.NumCPU()) {
			out[line[3]] = line
		}
	}
	return out
}
