package service

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	batchv1 "k8s.io/api/batch/v1"
)

// cronNameMax is how long the name of a CronJob may be: its Jobs have eleven characters more.
const cronNameMax = 52

// cron finds what a CronJob may not have.
func (f *faultFinder) cron() {
	if len(f.name) > cronNameMax {
		f.add([]string{"metadata", "name"}, "the name of a CronJob may have %d characters, and has %d", cronNameMax, len(f.name))
	}
	switch policy := f.text("spec", "concurrencyPolicy"); batchv1.ConcurrencyPolicy(policy) {
	case "", batchv1.AllowConcurrent, batchv1.ForbidConcurrent, batchv1.ReplaceConcurrent:
	default:
		f.add([]string{"spec", "concurrencyPolicy"}, "its concurrencyPolicy must be Allow, Forbid or Replace, got %s", quoted(policy))
	}
	schedule := f.text("spec", "schedule")
	if why := scheduleFault(schedule); why != "" {
		f.add([]string{"spec", "schedule"}, "its schedule %s is not valid: %s", quoted(schedule), why)
	}
}

// cronField is one of the five fields of a schedule, as Kubernetes' parser takes it.
// https://pkg.go.dev/github.com/robfig/cron/v3#ParseStandard
type cronField struct {
	name     string
	min, max int
	words    []string // the names of min and those that follow
}

func cronFields() []cronField {
	return []cronField{
		{"minute", 0, 59, nil},
		{"hour", 0, 23, nil},
		{"day of the month", 1, 31, nil},
		{"month", 1, 12, []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}},
		{"day of the week", 0, 6, []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}},
	}
}

// scheduleFault says why a schedule is none; "" where it is one.
func scheduleFault(schedule string) string {
	if strings.HasPrefix(schedule, "TZ=") || strings.HasPrefix(schedule, "CRON_TZ=") {
		_, schedule, _ = strings.Cut(schedule, " ")
	}
	schedule = strings.TrimSpace(schedule)
	switch {
	case schedule == "":
		return "it is empty"
	case strings.HasPrefix(schedule, "@every "):
		if _, err := time.ParseDuration(strings.TrimPrefix(schedule, "@every ")); err != nil {
			return "@every takes a duration such as 1h30m"
		}
		return ""
	case strings.HasPrefix(schedule, "@"):
		if !slices.Contains([]string{"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}, schedule) {
			return "no schedule has this name"
		}
		return ""
	}
	parts, fields := strings.Fields(schedule), cronFields()
	if len(parts) != len(fields) {
		return fmt.Sprintf("it must have 5 fields, and has %d", len(parts))
	}
	for i, field := range fields {
		for item := range strings.SplitSeq(parts[i], ",") {
			if !field.takes(item) {
				return fmt.Sprintf("its %s may not be %s: it goes from %d to %d", field.name, quoted(item), field.min, field.max)
			}
		}
	}
	return ""
}

// takes reports whether a field may have an item: a number or a name, a range of them, or all, with a step.
func (f cronField) takes(item string) bool {
	span, step, stepped := strings.Cut(item, "/")
	if n, err := strconv.Atoi(step); stepped && (err != nil || n < 1) {
		return false
	}
	if span == "*" || span == "?" {
		return true
	}
	from, to, ranged := strings.Cut(span, "-")
	first, ok := f.number(from)
	if !ok || !ranged {
		return ok
	}
	last, ok := f.number(to)
	return ok && last >= first
}

// number is the number that a text stands for in a field, and whether it is one.
func (f cronField) number(text string) (int, bool) {
	if i := slices.Index(f.words, strings.ToLower(text)); i >= 0 {
		return f.min + i, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= f.min && n <= f.max && !strings.HasPrefix(text, "+")
}
