// Package bench is what the measurements of kready share: rows, their table, and a history of them.
package bench

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/e2e/driver"
)

// Row is one thing that was measured: a line of the table, and of the history.
type Row struct {
	Name string
	driver.Outcome
	// Requests are those to API servers, Read the bytes of their answers; 0 where none is asked.
	Requests int64
	Read     int64
	// Deep is how many rounds of requests waited for one another; 0 where that was not counted.
	Deep int
	// Floor is what it takes to read the same and do nothing with it: files are decoded and dropped, requests
	// asked again and each page of their answers decoded and dropped. Of a cluster with ten times the applications it
	// is what the tenth takes. Its CPU time is 0 where there is none.
	Floor driver.Outcome
}

// overFloor is the CPU time over the floor's; "" where there is none, or one too small to be measured.
func (r Row) overFloor() string {
	if r.Floor.CPU < 10*time.Millisecond {
		return ""
	}
	return fmt.Sprintf("%.1f", r.CPU.Seconds()/r.Floor.CPU.Seconds())
}

// Table prints rows, each with what it was in the newest other commit of the history.
func Table(w io.Writer, rows []Row, before map[string][]string) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "what\tseconds\tCPU seconds\tpeak MiB\trequests\trounds\tMiB read\tfloor: CPU seconds\tpeak MiB\tCPU over floor\tbefore: CPU seconds\tpeak MiB\trequests\t")
	for _, r := range rows {
		fields := r.fields()
		for _, column := range []string{"what", "seconds", "cpu_seconds", "peak_mib", "requests", "rounds", "read_mib", "floor_cpu_seconds", "floor_peak_mib", "cpu_over_floor"} {
			fmt.Fprintf(out, "%s\t", fields[column])
		}
		was := before[r.Name]
		for _, column := range []string{"cpu_seconds", "peak_mib", "requests"} {
			fmt.Fprintf(out, "%s\t", of(was, column))
		}
		fmt.Fprintln(out)
	}
	return out.Flush()
}

// fields are a row's columns of the history, but for those that a whole run shares.
func (r Row) fields() map[string]string {
	fields := map[string]string{
		"what": r.Name, "seconds": fmt.Sprintf("%.2f", r.Elapsed.Seconds()), "cpu_seconds": fmt.Sprintf("%.2f", r.CPU.Seconds()),
		"peak_mib": fmt.Sprintf("%.0f", mib(r.PeakMemory)), "cpu_over_floor": r.overFloor(),
	}
	if r.Requests > 0 {
		fields["requests"], fields["read_mib"] = fmt.Sprint(r.Requests), fmt.Sprintf("%.2f", mib(r.Read))
	}
	if r.Deep > 0 {
		fields["rounds"] = fmt.Sprint(r.Deep)
	}
	if r.Floor.CPU > 0 {
		fields["floor_cpu_seconds"], fields["floor_peak_mib"] = fmt.Sprintf("%.2f", r.Floor.CPU.Seconds()), fmt.Sprintf("%.0f", mib(r.Floor.PeakMemory))
	}
	return fields
}

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }
