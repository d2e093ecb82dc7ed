package inventory_test

import (
	"fmt"
	"testing"
)

func TestZZ(t *testing.T) {
	c := known(t)
	for _, dir := range []string{"metrics/newrelic-infra-operator", "metrics/newrelic-infrastructure-v3", "metrics/newrelic-k8s-metrics-adapter", "logs/eck-logstash"} {
		s := factsOfDir(t, dir, c)
		for _, b := range s.BlindSpots {
			if b.Reason != "not-in-dump" {
				fmt.Println(dir, b)
			}
		}
		for _, w := range s.Workloads {
			fmt.Println(dir, w.Kind, w.Name, w.Hook, len(w.Containers))
		}
		fmt.Println(s.Declared)
	}
}
