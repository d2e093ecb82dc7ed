package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// deadman asks each Prometheus that sends alerts whether one of them always fires, and its Alertmanagers whether it arrived.
func deadman() Probe {
	return Probe{
		Name:            "metrics/deadman",
		Creates:         "a client Job that asks Prometheus for its alerting rules, and its Alertmanagers for the alert",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.KindPrometheuses, facts.KindWorkloads},
		Skip: func(s *Session) (string, error) {
			if len(s.prometheuses(sendsAlerts)) > 0 {
				return "", nil
			}
			return "no Prometheus of the Prometheus operator sends alerts", s.checkReadable(facts.KindPrometheuses)
		},
		Run: runDeadman,
	}
}

func sendsAlerts(p *facts.Prometheus) bool { return p.Alertmanagers > 0 || p.MoreAlertmanagers }

func runDeadman(ctx context.Context, s *Session, out *Result) error {
	var tries []agent.Trial
	for _, p := range s.prometheuses(sendsAlerts) {
		at, err := s.prometheusAt(ctx, p)
		if err != nil {
			return err
		}
		// Prometheus sends an alert again every minute, to an Alertmanager that has just started, too.
		try := agent.Trial{Name: p.Namespace + "/" + p.Name, Kind: "deadman", Target: at, Expected: facts.Answered, Seconds: 90, PerAttempt: 15, Pause: 3}
		if s.Option(prometheusURL) != "" {
			tries = append(tries, try)
			break // all of them are asked there
		}
		try.Params = map[string]string{"prometheus": try.Name}
		tries = append(tries, try)
	}
	result, err := s.RunClient(ctx, Client{Name: "deadman", Limit: 150 * time.Second, Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}}})
	if err != nil {
		return err
	}
	return out.addAlerts(result)
}

// addAlerts adds what Prometheus said of its alerts. Where it said nothing, nothing is known of them.
func (r *Result) addAlerts(result ClientResult) error {
	arrived := 0
	for _, a := range result.Answers {
		if a.Got != facts.Answered && !strings.HasPrefix(a.Detail, agent.NoAlert) && !strings.HasPrefix(a.Detail, agent.NotDelivered) {
			return &ObstacleError{fmt.Sprintf("Prometheus %s does not say which alerts it has: %s; probes.%s in kready.yaml says where it answers", a.Name, a.Detail, prometheusURL)}
		}
		for _, value := range a.Values {
			if to, known := strings.CutPrefix(value, agent.ArrivedAt); known && a.Got == facts.Answered {
				r.Measure("receivers of the alert: "+to, 1, "")
				arrived++
				break
			}
		}
	}
	r.Measure("alerts that arrived", arrived, "")
	r.AddAnswers(result, func(try agent.Trial) facts.Trial {
		namespace, _, _ := strings.Cut(try.Name, "/") // the node that it was asked from has no part in it
		t := facts.Trial{What: "an alert of Prometheus " + try.Name + " that always fires", Namespace: namespace, Failure: "is not there"}
		if a, _ := result.Answer(try.Name); strings.HasPrefix(a.Detail, agent.NotDelivered) {
			t.Failure = "reaches nobody"
		}
		return t
	})
	return nil
}
