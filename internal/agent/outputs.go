package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/text"
)

// tryOutputs reads the metrics of the log agent at Target twice, some seconds apart: an answer is that none of the counters
// of what its outputs lost rose, a wrong one that some did. What was lost before is the answer's value. Params: counters and
// paths, each with commas between, and window, in seconds. The first path that is there is read.
func tryOutputs(ctx context.Context, t Trial) reply {
	seconds, err := strconv.Atoi(t.Params["window"])
	if err != nil {
		return reply{err: fmt.Errorf("parsing the window: %w", err)}
	}
	counters := strings.Split(t.Params["counters"], ",")
	before, err := readCounters(ctx, t, counters)
	if err != nil {
		return reply{err: err}
	}
	if len(before) == 0 {
		return reply{err: errors.New("its metrics name no output")}
	}
	select {
	case <-ctx.Done():
		return reply{err: ctx.Err()}
	case <-time.After(time.Duration(seconds) * time.Second):
	}
	after, err := readCounters(ctx, t, counters)
	if err != nil {
		return reply{err: err}
	}
	if risen := risenCounters(before, after); len(risen) > 0 {
		more := ""
		if len(risen) > 1 {
			more = fmt.Sprintf(", and %d more", len(risen)-1)
		}
		return reply{wrong: true, detail: fmt.Sprintf("%s in %d s%s", risen[0], seconds, more)}
	}
	lost := 0.0
	for _, value := range before {
		lost += value
	}
	return reply{detail: "nothing was lost", value: strconv.FormatFloat(lost, 'f', 0, 64)}
}

// risenCounters says which counters rose, and by how much. One that is lower began again from 0.
func risenCounters(before, after map[string]float64) []string {
	var risen []string
	for name, now := range after {
		then := before[name]
		if now < then {
			then = 0
		}
		if now > then {
			risen = append(risen, fmt.Sprintf("%s rose by %.0f", text.Truncate(name, 80), now-then))
		}
	}
	slices.Sort(risen)
	return risen
}

// readCounters returns the counters of the names, by name and labels, from the first of the paths that is there.
func readCounters(ctx context.Context, t Trial, names []string) (map[string]float64, error) {
	var body []byte
	err := errors.New("no path to read metrics at")
	for _, path := range strings.Split(t.Params["paths"], ",") {
		body, err = newLogClient(t.Target, "").get(ctx, path)
		if status := new(statusError); !errors.As(err, &status) {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	found := map[string]float64{}
	for line := range strings.Lines(string(body)) {
		name, value, ok := sample(line)
		base, _, _ := strings.Cut(name, "{")
		if ok && slices.Contains(names, base) {
			found[name] = value
		}
	}
	return found, nil
}

// sample splits a line of Prometheus' text format: name{labels} value timestamp. See
// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format.
func sample(line string) (name string, value float64, ok bool) {
	if strings.HasPrefix(line, "#") {
		return "", 0, false
	}
	end := strings.LastIndex(line, "}") + 1
	if end == 0 {
		end = max(strings.IndexAny(line, " \t"), 0)
	}
	fields := strings.Fields(line[end:])
	if len(fields) == 0 {
		return "", 0, false
	}
	value, err := strconv.ParseFloat(fields[0], 64)
	return strings.TrimSpace(line[:end]), value, err == nil
}
