package service

import (
	"strings"

	"github.com/robfig/cron/v3"
	batchv1 "k8s.io/api/batch/v1"

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
