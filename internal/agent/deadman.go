package agent

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

const (
	// NoAlert begins the detail of a Prometheus that answers, and of whose alerting rules none always fires.
	NoAlert = "none of its"
	// NotDelivered begins the detail of one whose alert fires, and reaches no Alertmanager or nobody behind it.
	NotDelivered = "it fires, and "
	// ArrivedAt begins the value that names the receivers to which Alertmanager routes the alert.
	ArrivedAt = "arrived at "

	// maxManagers limits the Alertmanagers that are asked of one Prometheus.
	maxManagers = 3
)

// constant matches expressions that hold whatever is measured.
var constant = regexp.MustCompile(`^\s*\(?\s*(vector\(\s*)?[0-9.]+\s*\)?\s*\)?\s*(\s*(==|>|>=)\s*[0-9.]+)?\s*$`)

// usualName matches the names of alerts that always fire: of kube-prometheus, and those that people give them.
var usualName = regexp.MustCompile(`(?i)^(watchdog|dead.?man.?s?.?(switch|snitch)?|always.?firing|heartbeat)$`)

// nobody matches receivers that by their name notify nobody: kube-prometheus-stack routes Watchdog to "null".
var nobody = regexp.MustCompile(`(?i)^(null|dev-?null|blackhole)$`)

// tryDeadman looks among the alerting rules of the Prometheus at Target for one that always fires, and does now, and asks
// the Alertmanagers that Prometheus has found whether they have it. Those that do not answer say nothing. Params: prometheus
// (the value of the label by which alerts of this one are told from others'; not looked at when not set). See
// https://prometheus.io/docs/prometheus/latest/querying/api/#rules.
func tryDeadman(ctx context.Context, t Trial) reply {
	var found struct {
		Groups []struct {
			Rules []struct{ Name, Query, State, Type string }
		} `json:"groups"`
	}
	if bad := askPrometheus(ctx, t.Target, "/api/v1/rules?type=alert", &found); bad != nil {
		return *bad
	}
	all := 0
	var firing []string
	for _, g := range found.Groups {
		for _, r := range g.Rules {
			if r.Type != "alerting" {
				continue
			}
			all++
			if r.State == "firing" && (constant.MatchString(r.Query) || usualName.MatchString(r.Name)) {
				firing = append(firing, r.Name)
			}
		}
	}
	if len(firing) == 0 {
		return reply{err: fmt.Errorf("%s %s always fires", NoAlert, text.Counted(all, "alerting rule", "alerting rules"))}
	}
	var last reply
	for _, alert := range firing[:min(len(firing), maxManagers)] {
		if last = deliveredTo(ctx, t, alert); last.err == nil {
			break
		}
	}
	return last
}

// deliveredTo says where an alert of a Prometheus arrived.
func deliveredTo(ctx context.Context, t Trial, alert string) reply {
	fires := reply{detail: "the alert " + text.Truncate(alert, 60) + " fires"}
	var managers struct {
		Active []struct{ URL string } `json:"activeAlertmanagers"`
	}
	// Servers that speak Prometheus' API without this part of it say nothing of Alertmanagers.
	if bad := askPrometheus(ctx, t.Target, "/api/v1/alertmanagers", &managers); bad != nil || managers.Active == nil {
		return fires
	}
	if len(managers.Active) == 0 {
		return reply{err: errors.New(NotDelivered + "Prometheus has found no Alertmanager to send it to")}
	}
	asked := managers.Active[:min(len(managers.Active), maxManagers)]
	without, why := 0, ""
	for _, m := range asked {
		receivers, err := receiversOf(ctx, m.URL, alert, t.Params["prometheus"])
		switch {
		case err != nil:
			why = explain(err)
		case len(receivers) == 0:
			without++
		case !slices.ContainsFunc(receivers, func(name string) bool { return !nobody.MatchString(name) }):
			return reply{err: fmt.Errorf("%sAlertmanager routes %s to %q alone, which by its name is nobody", NotDelivered, text.Truncate(alert, 40), receivers[0])}
		default:
			fires.value = ArrivedAt + text.Truncate(text.List(receivers, 3, ", "), 80)
			return fires
		}
	}
	if without == len(managers.Active) {
		return reply{err: fmt.Errorf("%s%s that Prometheus has found %s without it", NotDelivered, text.Share(without, without, "Alertmanager", "Alertmanagers"), text.Are(without))}
	}
	if why != "" {
		fires.detail += "; Alertmanager does not answer: " + why
	}
	return fires
}

// receiversOf are the names of the receivers to which an Alertmanager routes an alert of a Prometheus; none when it does not
// have it. The operator labels alerts with the Prometheus that they come from. See
// https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml.
func receiversOf(ctx context.Context, at, alert, prometheus string) ([]string, error) {
	body, err := newLogClient(at, "").get(ctx, "?filter="+url.QueryEscape(fmt.Sprintf("alertname=%q", alert)))
	if err != nil {
		return nil, err
	}
	var alerts []struct {
		Labels    map[string]string       `json:"labels"`
		Receivers []struct{ Name string } `json:"receivers"`
	}
	if err := json.Unmarshal(body, &alerts); err != nil {
		return nil, fmt.Errorf("parsing the alerts of Alertmanager: %w", err)
	}
	var names []string
	for _, a := range alerts {
		if of := a.Labels["prometheus"]; prometheus != "" && strings.Contains(of, "/") && of != prometheus {
			continue
		}
		for _, r := range a.Receivers {
			if !slices.Contains(names, r.Name) {
				names = append(names, r.Name)
			}
		}
	}
	slices.Sort(names)
	return names, nil
}
