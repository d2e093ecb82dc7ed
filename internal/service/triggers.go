package service

import (
	"cmp"
	"fmt"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// distilTriggers keeps the credentials that the triggers of a scaler of KEDA name. Their metadata may hold secrets.
func distilTriggers(o *object, out *facts.Landing) error {
	var spec struct {
		Triggers []struct {
			Type       string `json:"type"`
			MetricType string `json:"metricType"`
			Metadata   struct {
				Type          string `json:"type"`
				ContainerName string `json:"containerName"`
			} `json:"metadata"`
			AuthenticationRef struct {
				Kind string `json:"kind"`
				Name string `json:"name"`
			} `json:"authenticationRef"`
		} `json:"triggers"`
	}
	if err := o.decode(&spec, "spec"); err != nil {
		return err
	}
	for i, t := range spec.Triggers[:min(len(spec.Triggers), partsMax)] {
		one := facts.LandingTrigger{Manifest: o.manifest(), Type: text.Truncate(t.Type, nameMax), TriggerLine: o.Line("spec", "triggers", fmt.Sprint(i))}
		if t.AuthenticationRef.Name != "" {
			one.AuthKind, one.AuthName = text.Truncate(cmp.Or(t.AuthenticationRef.Kind, "TriggerAuthentication"), nameMax), text.Truncate(t.AuthenticationRef.Name, nameMax)
		}
		if t.Type == "cpu" || t.Type == "memory" {
			one.Measure, one.Container = text.Truncate(cmp.Or(t.MetricType, t.Metadata.Type), nameMax), text.Truncate(t.Metadata.ContainerName, nameMax)
		}
		out.Triggers = append(out.Triggers, one)
	}
	return nil
}
