// Package tracing holds the checks of traces.
package tracing

import (
	"fmt"

	"github.com/kready/kready/checks/proof"
	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// OTLPAccepts asks whether the collectors accept a span.
func OTLPAccepts() check.Check {
	return proof.Check(check.Check{
		ID:    "tracing/otlp-accepts",
		Title: "Collectors of traces accept a span",
		Doc: `A collector runs, and refuses what it is sent: no receiver of OTLP over HTTP is configured, it wants a
login, or it has run out of memory. Services drop their spans then, without a word.

The probe sends one span of a millisecond, of a service named kready-probe, from a pod to port 4318 of the
Services that lead to the collectors of the cluster, or to the stores of traces where there are no collectors. ` + "`probes.otlpURL`" + `
in kready.yaml names any other. It must be answered with HTTP 200, and not be rejected. The backend keeps the
span as it keeps any.

OTLP over gRPC is not tried, nor whether the span arrives anywhere behind the collector.`,
		Tier:     check.TierCould,
		Requires: []string{"tracing/collector"},
		Remediation: `"connection refused" means that no receiver of OTLP over HTTP listens: add
` + "`receivers.otlp.protocols.http.endpoint: 0.0.0.0:4318`" + ` to the collector's configuration, and the receiver to a
pipeline of traces. HTTP 401 or 403 asks for a login, 404 comes from something that is no receiver, 503 and 429 from
one that has more than it can take.`,
		Links: []string{
			"https://opentelemetry.io/docs/specs/otlp/#otlphttp",
			"https://opentelemetry.io/docs/collector/configuration/#receivers",
		},
		Since: "0.2.0",
	}, proof.Rule{
		Pass: func(p facts.Probe) string {
			return text.Counted(len(p.Trials), "receiver", "receivers") + " took a span over OTLP/HTTP" + receiversLeftOut(p)
		},
		Gap: func(p facts.Probe, failed []facts.Trial) string {
			return "a span was not taken by " + text.Share(len(failed), len(p.Trials), "receiver", "receivers") + receiversLeftOut(p)
		},
	})
}

// receiversLeftOut says how many receivers were too many to try.
func receiversLeftOut(p facts.Probe) string {
	left, ok := p.Measure("receivers left out")
	if !ok {
		return ""
	}
	return fmt.Sprintf("; %s not tried", text.Counted(left.Value, "other was", "others were"))
}
