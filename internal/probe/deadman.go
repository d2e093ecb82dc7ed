package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
)

// deadman asks each Prometheus that sends alerts whether one of them always fires.
func deadman() Probe {
	return Probe{
		Name:            "metrics/deadman",
		Creates:         "a client Job that asks Prometheus for its alerting rules",
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
		tries = append(tries, agent.Trial{Name: p.Namespace + "/" + p.Name, Kind: "deadman", Target: at, Expected: facts.Answered, Times: 2, PerAttempt: 15, Pause: 2})
		if s.Option(prometheusURL) != "" {
			break // all of them are asked there
		}
	}
	result, err := s.RunClient(ctx, Client{Name: "deadman", Limit: 90 * time.Second, Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: tries}}}})
	if err != nil {
		return err
	}
	return out.addAlerts(result)
}

// addAlerts adds what Prometheus said of its alerts. Where it said nothing, nothing is known of them.
func (r *Result) addAlerts(result ClientResult) error {
	for _, a := range result.Answers {
		if a.Got != facts.Answered && !strings.HasPrefix(a.Detail, agent.NoAlert) {
			return &ObstacleError{fmt.Sprintf("Prometheus %s does not say which alerts it has: %s; probes.%s in kready.yaml says where it answers", a.Name, a.Detail, prometheusURL)}
		}
	}
	r.AddAnswers(result, func(try agent.Trial) facts.Trial {
		return facts.Trial{What: "an alert of Prometheus " + try.Name + " that always fires", Failure: "is not there"}
	})
	return nil
}
