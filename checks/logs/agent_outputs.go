package logs

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// AgentOutputs asks whether the outputs of log agents lose records.
func AgentOutputs() check.Check {
	return proof.Check(check.Check{
		ID:    "logs/agent-outputs",
		Title: "The outputs of log agents lose no records",
		Doc: `An agent that the backend refuses, or answers too slowly, tries again a few times and then drops what it has. It stays ready,
and lines of other streams arrive, so that nobody notices before the lines are needed.

Fluent Bit, Grafana Alloy (loki.write) and Promtail count what their outputs lost. The probe reads these counters from up to
three pods of each agent and aggregator, at the pod's address, twice with a minute between: none may rise. What was lost
before that minute is said, and is no gap. Agents that tell no metrics, or do not answer a pod in another namespace,
are not judged.

That all lines arrive is not proven: what an agent does not read, or filters, is counted nowhere, and an output that tries for
ever loses nothing until its buffer is full. logs/delivery follows a line.`,
		Tier: check.TierShould,
		Remediation: `The log of the pod that the finding names says what the output is refused for: a login, a limit of the
backend, a line that is too long or too old, or a name that does not resolve. Give the output a buffer on disk for the time in which the
backend is away (Fluent Bit: ` + "`storage.type filesystem`" + `), and the backend limits that fit.`,
		Links: []string{
			"https://docs.fluentbit.io/manual/administration/monitoring",
			"https://docs.fluentbit.io/manual/administration/buffering-and-storage",
			"https://grafana.com/docs/alloy/latest/reference/components/loki/loki.write/",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Follows: "logs/delivery",
		Pass: func(p facts.Probe) string {
			reason := fmt.Sprintf("the outputs of %s lost nothing in a minute", text.Counted(len(p.Trials), "pod of a log agent", "pods of log agents"))
			if lost, _ := p.Measure("lost before"); lost.Value > 0 {
				reason += fmt.Sprintf("; %d had been lost before, by the same counters", lost.Value)
			}
			if silent, _ := p.Measure("agents that tell nothing"); silent.Value > 0 {
				reason += fmt.Sprintf("; %d more told nothing", silent.Value)
			}
			return reason
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return fmt.Sprintf("records are lost by the outputs of %s", text.Share(len(failed), len(p.Trials), "pod of a log agent", "pods of log agents"))
		},
	})
}
