package certificates

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

const oneDay = 24 * time.Hour

// bundle is a CA bundle of one certificate that lived for so many days and has so many
// left.
func bundle(lived, left int) facts.CABundle {
	return facts.CABundle{Given: true, Certificates: []facts.CACertificate{{
		Name:      "ca",
		NotBefore: now.Add(-time.Duration(lived) * oneDay), NotAfter: now.Add(time.Duration(left) * oneDay),
	}}}
}

func judge(t *testing.T, c check.Check, change func(*facts.Input)) (check.Outcome, string) {
	t.Helper()
	in := &facts.Input{AsOf: now}
	in.CollectedAt = now
	change(in)
	out, err := c.Run(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return out, out.Reason + fmt.Sprint(out.Findings)
}

func TestWebhookCA(t *testing.T) {
	hook := facts.Webhook{ServiceNamespace: "a", ServiceName: "b"}
	for name, tt := range map[string]struct {
		ca      facts.CABundle
		renewed string
		age     time.Duration
		want    check.Status
		says    string
	}{
		"valid":                 {bundle(10, 355), "", oneDay, check.StatusPass, "MutatingWebhookConfiguration c, on 2027-10-22"},
		"expired":               {bundle(400, -10), "", oneDay, check.StatusGap, "has expired on 2026-10-22"},
		"29 days of ten years":  {bundle(3600, 29), "", oneDay, check.StatusGap, "in 29 days"},
		"31 days of ten years":  {bundle(3600, 31), "", oneDay, check.StatusPass, ""},
		"26 days of one year":   {bundle(339, 26), "", oneDay, check.StatusPass, ""},
		"14 days of one year":   {bundle(351, 14), "", oneDay, check.StatusGap, "nothing shows that it is renewed"},
		"weekly":                {bundle(5, 2), "", oneDay, check.StatusPass, ""},
		"renewed on last day":   {bundle(729, 1), "OLM", oneDay, check.StatusPass, ""},
		"renewed, expired":      {bundle(730, 0), "OLM", oneDay, check.StatusGap, "has expired"},
		"malformed":             {facts.CABundle{Given: true, Malformed: true}, "", oneDay, check.StatusGap, "no certificate that can be read"},
		"malformed in manifest": {facts.CABundle{Given: true, Malformed: true}, "", 0, check.StatusUnknown, "yet"},
		"empty":                 {facts.CABundle{}, "", oneDay, check.StatusGap, "no CA bundle"},
		"injector is late":      {facts.CABundle{}, "cert-manager", oneDay, check.StatusGap, "cert-manager was asked"},
		"injector is pending":   {facts.CABundle{}, "cert-manager", time.Minute, check.StatusSkip, ""},
		"empty in manifest":     {facts.CABundle{}, "", 0, check.StatusUnknown, "1 registration is without"},
	} {
		t.Run(name, func(t *testing.T) {
			out, said := judge(t, WebhookCA(), func(in *facts.Input) {
				config := facts.WebhookConfig{Kind: "MutatingWebhookConfiguration", Name: "c", RenewedBy: tt.renewed}
				if tt.age > 0 {
					config.CreatedAt = now.Add(-tt.age)
				}
				h := hook
				h.CA = tt.ca
				config.Webhooks = []facts.Webhook{h, h}
				in.Webhooks = []facts.WebhookConfig{config}
			})
			if out.Status != tt.want || !strings.Contains(said, tt.says) || len(out.Findings) > 1 {
				t.Errorf("%s: %s, want %s, %q", out.Status, said, tt.want, tt.says)
			}
		})
	}
}

func TestWebhookCAAsOf(t *testing.T) {
	out, _ := judge(t, WebhookCA(), func(in *facts.Input) {
		in.AsOf = now.Add(400 * oneDay)
		in.APIServices = []facts.APIService{{Name: "v1.a", Available: "True", CA: bundle(10, 355)}}
	})
	if out.Status != check.StatusGap {
		t.Errorf("%+v", out)
	}
}

func TestCertsHealthy(t *testing.T) {
	certificate := func(change func(*facts.Certificate)) facts.Certificate {
		c := facts.Certificate{
			Namespace: "a", Name: "b", IssuerGroup: "cert-manager.io", IssuerKind: "Issuer", IssuerName: "i",
			CreatedAt: now.Add(-30 * oneDay), Ready: "True", Since: now.Add(-30 * oneDay),
			NotBefore: now.Add(-30 * oneDay), NotAfter: now.Add(60 * oneDay), RenewalTime: now.Add(30 * oneDay),
		}
		change(&c)
		return c
	}
	for name, tt := range map[string]struct {
		change func(*facts.Certificate)
		want   check.Status
		says   string
	}{
		"well":              {func(*facts.Certificate) {}, check.StatusPass, "the only Certificate is ready"},
		"not ready":         {func(c *facts.Certificate) { c.Ready, c.Reason = "False", "DoesNotExist" }, check.StatusGap, "not Ready for 30 days: DoesNotExist"},
		"being issued":      {func(c *facts.Certificate) { c.Ready, c.Since = "False", now.Add(-time.Minute) }, check.StatusPass, "0 of 1 Certificate is ready, 1 just asked for"},
		"unattended":        {func(c *facts.Certificate) { c.Ready, c.Since = "", time.Time{} }, check.StatusGap, "no controller"},
		"in a manifest":     {func(c *facts.Certificate) { *c = facts.Certificate{Name: "b"} }, check.StatusUnknown, "no status"},
		"never dated":       {func(c *facts.Certificate) { c.Ready, c.Since, c.CreatedAt = "False", time.Time{}, time.Time{} }, check.StatusGap, "not Ready"},
		"renewal is due":    {func(c *facts.Certificate) { c.RenewalTime = now.Add(-30 * time.Minute) }, check.StatusPass, ""},
		"renewal is late":   {func(c *facts.Certificate) { c.RenewalTime, c.FailedAttempts = now.Add(-2*time.Hour), 1 }, check.StatusGap, "(1 attempt to issue it failed)"},
		"expired":           {func(c *facts.Certificate) { c.NotAfter = now }, check.StatusGap, "has expired"},
		"unplanned":         {func(c *facts.Certificate) { c.NotAfter, c.RenewalTime = now.Add(3*oneDay), time.Time{} }, check.StatusGap, "no renewal is planned"},
		"short and planned": {func(c *facts.Certificate) { c.NotAfter, c.RenewalTime = now.Add(3*time.Hour), now.Add(time.Hour) }, check.StatusPass, ""},
		"short, unplanned": {func(c *facts.Certificate) {
			c.NotBefore, c.NotAfter, c.RenewalTime = now.Add(-time.Hour), now.Add(time.Hour), time.Time{}
		}, check.StatusPass, ""},
		"issuer is broken": {func(c *facts.Certificate) { c.IssuerName, c.Ready = "broken", "False" }, check.StatusSkip, "issuer"},
	} {
		t.Run(name, func(t *testing.T) {
			out, said := judge(t, CertsHealthy(), func(in *facts.Input) {
				in.Certificates = []facts.Certificate{certificate(tt.change)}
				in.Issuers = []facts.Issuer{
					{Group: "cert-manager.io", Kind: "Issuer", Namespace: "a", Name: "broken", Ready: "False"},
					{Group: "cert-manager.io", Kind: "Issuer", Namespace: "other", Name: "i", Ready: "False"},
				}
			})
			if out.Status != tt.want || !strings.Contains(said, tt.says) {
				t.Errorf("%s: %s, want %s, %q", out.Status, said, tt.want, tt.says)
			}
		})
	}
}

// TestManagerDown: what follows from cert-manager being down is its own gap.
func TestManagerDown(t *testing.T) {
	for name, pods := range map[string]struct{ desired, ready int }{"not ready": {1, 0}, "just scaled to zero": {0, 1}} {
		out, _ := judge(t, CertsHealthy(), func(in *facts.Input) {
			ref := facts.ObjectRef{Kind: facts.Deployment, Namespace: "cm", Name: "cm"}
			in.Inventory = []facts.Implementation{{Name: "cert-manager", State: facts.StateRunning, Workloads: []facts.ObjectRef{ref}}}
			in.Workloads = []facts.Workload{{Kind: ref.Kind, Namespace: ref.Namespace, Name: ref.Name, Status: true, Desired: pods.desired, Ready: pods.ready}}
			in.Certificates = []facts.Certificate{{Name: "late", Ready: "False", CreatedAt: now.Add(-oneDay)}}
		})
		if out.Status != check.StatusSkip {
			t.Errorf("%s: %+v", name, out)
		}
	}
}
