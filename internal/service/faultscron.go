package service

import (
	"regexp"
	"strings"
	"time"
	_ "time/tzdata" // the machine may have no time zones, or fewer

	"github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
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
	f.timeZone(schedule)
	f.job()
}

// zoneInSchedule is the minor release since which no schedule may name its own time zone, when it is new.
const zoneInSchedule = 29

// zoneName is what each part of the name of a time zone looks like.
var zoneName = regexp.MustCompile(`^[A-Za-z._0-9+][A-Za-z.\-_0-9+]{0,13}$`)

// timeZone finds a time zone that there is not: as the API server, by the database that comes with Go.
func (f *faultFinder) timeZone(schedule string) {
	path := []string{"spec", "timeZone"}
	value, set := f.at(path...).(string)
	if strings.Contains(schedule, "TZ") {
		if set {
			f.add([]string{"spec", "schedule"}, "its schedule %s names a time zone, and so does its timeZone", quoted(schedule))
			return
		}
		f.keep(facts.LandingFault{
			FieldLine: f.Line("spec", "schedule"), SinceMinor: zoneInSchedule,
			Message: "its schedule " + quoted(schedule) + " is refused, unless the object is there with one: a time zone is named in the field timeZone",
		})
	}
	if !set {
		return
	}
	valid := !strings.EqualFold(value, "Local")
	for part := range strings.SplitSeq(value, "/") {
		valid = valid && part != "." && part != ".." && zoneName.MatchString(part)
	}
	if valid {
		_, err := time.LoadLocation(value)
		valid = err == nil
	}
	if !valid {
		f.add(path, "its timeZone %s is none of the time zone database: it has names such as Etc/UTC and Europe/Berlin", quoted(value))
	}
}

// scheduleFault says why a schedule is none, as the parser says it that Kubernetes has; "" where it is one.
// https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/batch/validation/validation.go
func scheduleFault(schedule string) string {
	if strings.HasPrefix(schedule, "TZ=") || strings.HasPrefix(schedule, "CRON_TZ=") {
		_, schedule, _ = strings.Cut(schedule, " ") // this machine may not know all time zones
	}
	if _, err := cron.ParseStandard(schedule); err != nil {
		return text.OneLine(err.Error())
	}
	return ""
}
