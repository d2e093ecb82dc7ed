package service

import (
	"strconv"

	"k8s.io/apimachinery/pkg/util/validation"
)

// rollout finds a way to replace pods that a workload may not have.
func (f *faultFinder) rollout() {
	field, types := "updateStrategy", []string{"RollingUpdate", "OnDelete"}
	if f.kind == "Deployment" {
		field, types = "strategy", []string{"RollingUpdate", "Recreate"}
	}
	path := []string{"spec", field}
	kind := f.text(below(path, "type")...)
	if f.kind == "StatefulSet" && kind == "Recreate" {
		return // of releases to come
	}
	f.oneOf(below(path, "type"), "the type of its "+field, kind, types...)
	rolling, set := f.at(below(path, "rollingUpdate")...).(map[string]any)
	if !set {
		return
	}
	f.percent(below(path, "rollingUpdate", "maxUnavailable"), true)
	f.percent(below(path, "rollingUpdate", "maxSurge"), f.kind == "DaemonSet")
	switch surge, unavailable := rolling["maxSurge"], rolling["maxUnavailable"]; {
	case f.kind == "Deployment" && kind == "Recreate":
		f.add(below(path, "rollingUpdate"), "a strategy of the type Recreate may have no rollingUpdate")
	case f.kind == "StatefulSet" && kind == "OnDelete":
		f.add(below(path, "rollingUpdate"), "an updateStrategy of the type OnDelete may have no rollingUpdate")
	case f.kind == "Deployment" && isZero(surge) && isZero(unavailable), f.kind == "DaemonSet" && isZero(unavailable) && (surge == nil || isZero(surge)):
		f.add(below(path, "rollingUpdate"), "its maxSurge and maxUnavailable may not both be 0")
	}
}

// set finds what a StatefulSet may not have besides.
func (f *faultFinder) set() {
	f.oneOf([]string{"spec", "podManagementPolicy"}, "its podManagementPolicy", f.text("spec", "podManagementPolicy"), "OrderedReady", "Parallel")
	for _, when := range []string{"whenDeleted", "whenScaled"} {
		path := []string{"spec", "persistentVolumeClaimRetentionPolicy", when}
		f.oneOf(path, "its "+when, f.text(path...), "Retain", "Delete")
	}
	f.rollout()
}

// deployment finds what a Deployment may not have besides.
func (f *faultFinder) deployment() {
	f.rollout()
	deadline, set := f.at("spec", "progressDeadlineSeconds").(int64)
	if ready, _ := f.at("spec", "minReadySeconds").(int64); set && deadline <= ready {
		f.add([]string{"spec", "progressDeadlineSeconds"}, "its progressDeadlineSeconds of %d must be more than its minReadySeconds of %d", deadline, ready)
	}
}

// percent finds a number of pods that is neither a whole number nor a percentage: a number in quotes is none. Some may not be more than
// 100%.
func (f *faultFinder) percent(path []string, bounded bool) {
	name := path[len(path)-1]
	switch value := f.at(path...).(type) {
	case int64:
		if value < 0 {
			f.add(path, "its %s must be 0 or more, got %d", name, value)
		}
	case string:
		if len(validation.IsValidPercent(value)) > 0 {
			f.add(path, "its %s %s must be a whole number without quotes, or a percentage such as 25%%", name, quoted(value))
			return
		}
		if n, err := strconv.Atoi(value[:len(value)-1]); bounded && (err != nil || n > 100) {
			f.add(path, "its %s may not be more than 100%%, got %s", name, quoted(value))
		}
	}
}

// job finds what a Job may not have: the one that a CronJob makes as well.
func (f *faultFinder) job() {
	at := []string{"spec"}
	if f.kind == "CronJob" {
		at = []string{"spec", "jobTemplate", "spec"}
	}
	mode := f.text(below(at, "completionMode")...)
	f.oneOf(below(at, "completionMode"), "its completionMode", mode, "NonIndexed", "Indexed")
	if mode == "Indexed" && f.at(below(at, "completions")...) == nil {
		f.add(below(at, "completionMode"), "with completionMode: Indexed it must have completions")
	}
	if mode != "Indexed" && f.at(below(at, "backoffLimitPerIndex")...) != nil {
		f.add(below(at, "backoffLimitPerIndex"), "its backoffLimitPerIndex requires completionMode: Indexed")
	}
	if f.at(below(at, "podFailurePolicy")...) != nil && f.text(below(at, "template", "spec", "restartPolicy")...) == "OnFailure" {
		f.add(below(at, "podFailurePolicy"), "with a podFailurePolicy the restartPolicy of its pods must be Never")
	}
	for _, field := range []string{"activeDeadlineSeconds", "backoffLimit", "backoffLimitPerIndex", "completions", "parallelism", "ttlSecondsAfterFinished"} {
		if n, ok := f.at(below(at, field)...).(int64); ok && n < 0 {
			f.add(below(at, field), "its %s must be 0 or more, got %d", field, n)
		}
	}
}
