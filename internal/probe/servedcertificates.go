package probe

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/agent"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/text"
)

const (
	// maxServedHosts limits the hosts that are asked for.
	maxServedHosts = 60
	// hostsPerClient is how many one client asks for: what certificates say must fit in a pod's termination message.
	hostsPerClient = 10
	// expiringShare is the part of a certificate's life that stands for the threshold when that is shorter.
	expiringShare = 10
)

// servedCertificates makes TLS handshakes with the controllers of Ingresses and with Gateways, and looks at the
// certificates that they show.
func servedCertificates() Probe {
	return Probe{
		Name:            "certificates/tls-secrets-expiry",
		Creates:         "a client Job for every 10 hosts with TLS of Ingresses and Gateways, of up to 60",
		ExpectedSeconds: 15,
		Reads:           facts.Fields{facts.KindIngresses, facts.KindIngressClasses, facts.KindGateways, facts.PartInventory, facts.PartThresholds},
		Skip: func(s *Session) (string, error) {
			if len(s.servedHosts()) > 0 {
				return "", nil
			}
			return "no Ingress of a controller that runs here, and no HTTPS listener of a Gateway, names a host with TLS for longer than an issuance may take",
				s.checkReadable(facts.KindIngresses, facts.KindIngressClasses, facts.KindGateways, facts.PartInventory)
		},
		Rights: kube.Rights("gateway.networking.k8s.io", "gateways", "get"),
		Run:    runServedCertificates,
	}
}

func runServedCertificates(ctx context.Context, s *Session, out *Result) error {
	hosts := s.servedHosts()
	if len(hosts) > maxServedHosts {
		out.Measure("hosts that were not tried", len(hosts)-maxServedHosts, "")
		hosts = hosts[:maxServedHosts]
	}
	at, reasons, err := s.entryPointsTLS(ctx, hosts)
	if err != nil {
		return err
	}
	var tries []agent.Trial
	for i, h := range hosts {
		if at[i] != "" {
			tries = append(tries, agent.Trial{Name: strconv.Itoa(i), Kind: "certificate", Target: at[i], Expected: facts.Answered, Seconds: 8, Params: map[string]string{"host": h.sni}})
		}
	}
	var clients []Client
	for part := range slices.Chunk(tries, hostsPerClient) {
		clients = append(clients, Client{Name: fmt.Sprintf("certificates-%d", len(clients)), Script: agent.Script{Steps: []agent.Step{{Phase: facts.PhaseProof, Trials: part}}}})
	}
	results, err := s.RunClients(ctx, clients)
	if err != nil {
		return err
	}
	answers := map[int]agent.Answer{}
	for _, r := range results {
		for _, a := range r.Answers {
			if i, err := strconv.Atoi(a.Name); err == nil {
				answers[i] = a
			}
		}
	}
	return out.addServed(hosts, at, answers, reasons, servedJudge{s.Settings.Now(), s.Input.Thresholds.OrDefault().CertificateExpiryDays.Duration()})
}

// addServed adds what was shown for each host. Where a controller shows a certificate for one host and makes no handshake for
// another, it serves that other one badly; where it makes none for any, nothing is known of it.
func (r *Result) addServed(hosts []servedHost, at map[int]string, answers map[int]agent.Answer, reasons []string, judge servedJudge) error {
	speaks := map[string]bool{}
	for i, a := range answers {
		speaks[at[i]] = speaks[at[i]] || len(a.Values) > 0
	}
	first, failed := time.Duration(-1), false
	silent := map[string]bool{}
	for i, h := range hosts {
		a, asked := answers[i]
		if !asked {
			continue
		}
		t := facts.Trial{
			Phase: facts.PhaseProof, What: fmt.Sprintf("the certificate of %s (%s %s)", h.host, h.of.Kind, h.of.Name), Namespace: h.of.Namespace,
			Expected: facts.Answered, Got: facts.Answered, Milliseconds: a.Milliseconds, // how often it was asked for does not matter
		}
		switch left, failure, detail := judge.worst(a.Values); {
		case len(a.Values) == 0 && speaks[at[i]]:
			t.Got, t.Failure, t.Detail = facts.Blocked, "is not shown, where those of other hosts are", a.Detail
		case len(a.Values) == 0:
			if !silent[at[i]] {
				silent[at[i]] = true
				reasons = append(reasons, fmt.Sprintf("no TLS handshake at %s for %s: %s", at[i], h.host, a.Detail))
			}
			continue
		case failure != "":
			t.Got, t.Failure, t.Detail = facts.Wrong, failure, detail
		default:
			t.Detail = detail
			if first < 0 || left < first {
				first = left
			}
		}
		failed = failed || !t.AsExpected()
		r.Add(t)
	}
	if first >= 0 {
		r.Measure("days until the first expires", int(first.Hours()/24), "days")
	}
	if len(reasons) > 0 && !failed { // a gap is one, whatever the others do
		return &ObstacleError{strings.Join(reasons[:min(len(reasons), 2)], "; ")}
	}
	return nil
}

// servedJudge judges certificates by the time, and by what they must have left.
type servedJudge struct {
	now   time.Time
	limit time.Duration
}

// worst judges the certificates that were shown for a host, of which several replicas may have several.
func (j servedJudge) worst(values []string) (left time.Duration, failure, detail string) {
	left = -1
	for _, value := range values {
		c, err := agent.ParseServed(value)
		if err != nil {
			return 0, "cannot be read", err.Error()
		}
		rest := c.NotAfter.Sub(j.now)
		why := ""
		switch {
		case !c.Covers:
			why = fmt.Sprintf("is for other names (%q)", c.Subject)
		case rest <= 0:
			why = "has expired on " + c.NotAfter.Format(time.DateOnly)
		case rest < min(j.limit, c.NotAfter.Sub(c.NotBefore)/expiringShare):
			why = fmt.Sprintf("expires on %s, in %s", c.NotAfter.Format(time.DateOnly), text.Duration(rest))
		}
		if failure == "" && (why != "" || left < 0 || rest < left) {
			left, failure, detail = rest, why, fmt.Sprintf("issued by %q", c.Issuer)
		}
	}
	return left, failure, detail
}
