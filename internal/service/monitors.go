package service

import (
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// distilMonitor keeps what a ServiceMonitor or PodMonitor scrapes.
func distilMonitor(o *object, out *facts.Landing) error {
	selector, err := o.selector("spec", "selector")
	if err != nil {
		return err
	}
	m := facts.LandingMonitor{Manifest: o.manifest(), Selector: selector, AnyNamespace: o.at("spec", "namespaceSelector", "any") == true}
	names, _ := o.at("spec", "namespaceSelector", "matchNames").([]any)
	for _, name := range names[:min(len(names), partsMax)] {
		if s, ok := name.(string); ok {
			m.Namespaces = append(m.Namespaces, text.Truncate(s, nameMax))
		}
	}
	list := "endpoints"
	if o.kind == "PodMonitor" {
		list = "podMetricsEndpoints"
	}
	endpoints, _ := o.at("spec", list).([]any)
	for _, endpoint := range endpoints[:min(len(endpoints), partsMax)] {
		fields, _ := endpoint.(map[string]any)
		m.Endpoints = append(m.Endpoints, scrape(fields, o.kind == "PodMonitor"))
	}
	out.Monitors = append(out.Monitors, m)
	return nil
}

// scrape is the port of an endpoint.
func scrape(fields map[string]any, ofPods bool) facts.LandingScrape {
	var out facts.LandingScrape
	name, _ := fields["port"].(string)
	if out.Port = text.Truncate(name, nameMax); ofPods {
		out.Port, out.TargetName = "", out.Port
	}
	for _, key := range []string{"portNumber", "targetPort"} {
		switch port := fields[key].(type) {
		case int64:
			out.Target = int(port)
		case string:
			out.TargetName = text.Truncate(port, nameMax)
		}
	}
	return out
}
