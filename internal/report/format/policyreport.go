package format

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// The two groups that serve the same kind of report. wgpolicyk8s.io is the one that most
// clusters have (Kyverno's and Kubewarden's default); openreports.io succeeds it.
const (
	policyReportAPI, policyReportKind = "wgpolicyk8s.io/v1alpha2", "ClusterPolicyReport"
	openReportAPI, openReportKind     = "openreports.io/v1alpha1", "ClusterReport"
)

// mostResources bounds the objects of one result, so that a report fits into etcd.
const mostResources = 50

type (
	policyReport struct {
		APIVersion string         `json:"apiVersion"`
		Kind       string         `json:"kind"`
		Metadata   policyMeta     `json:"metadata"`
		Source     string         `json:"source,omitempty"`
		Summary    map[string]int `json:"summary"`
		Results    []policyResult `json:"results"`
	}
	policyMeta struct {
		Name        string            `json:"name"`
		Labels      map[string]string `json:"labels"`
		Annotations map[string]string `json:"annotations"`
	}
	policyResult struct {
		Source     string            `json:"source"`
		Policy     string            `json:"policy"`
		Category   string            `json:"category"`
		Severity   string            `json:"severity"`
		Result     string            `json:"result"`
		Scored     bool              `json:"scored"`
		Message    string            `json:"message"`
		Properties map[string]string `json:"properties"`
		Resources  []report.Object   `json:"resources,omitempty"`
		Timestamp  *policyTime       `json:"timestamp,omitempty"`
	}
	policyTime struct {
		Seconds int64 `json:"seconds"`
		Nanos   int32 `json:"nanos"`
	}
)

// PolicyReport writes a ClusterPolicyReport of wgpolicyk8s.io, as YAML to apply.
func PolicyReport(w io.Writer, r report.Report) error {
	return writePolicyReport(r, w, policyReport{APIVersion: policyReportAPI, Kind: policyReportKind})
}

// OpenReport writes a ClusterReport of openreports.io, as YAML to apply.
func OpenReport(w io.Writer, r report.Report) error {
	return writePolicyReport(r, w, policyReport{APIVersion: openReportAPI, Kind: openReportKind, Source: "kready"})
}

func writePolicyReport(r report.Report, w io.Writer, p policyReport) error {
	p.Metadata = policyMeta{
		Name:   "kready-" + dnsName(r.Target.Name),
		Labels: map[string]string{"app.kubernetes.io/managed-by": "kready"},
		Annotations: map[string]string{
			"kready.dev/target":  text.Clean(r.Target.Name),
			"kready.dev/profile": text.Clean(r.Profile),
			"kready.dev/version": text.Clean(r.Tool),
			"kready.dev/ready":   fmt.Sprint(r.Verdict.Ready),
		},
	}
	if r.Verdict.Asked != nil { // some checks make no cluster ready, nor unready
		delete(p.Metadata.Annotations, "kready.dev/ready")
	}
	if t := stamp(r.Target.CollectedAt); t != "" {
		p.Metadata.Annotations["kready.dev/collected-at"] = t
	}
	p.Summary = map[string]int{"pass": 0, "fail": 0, "warn": 0, "error": 0, "skip": 0}
	p.Results = []policyResult{}
	for _, x := range r.Results {
		result := newPolicyResult(r, x)
		p.Summary[result.Result]++
		p.Results = append(p.Results, result)
	}
	out, err := yaml.Marshal(p)
	if err != nil {
		return fmt.Errorf("writing the report as a %s: %w", p.Kind, err)
	}
	if _, err := w.Write(out); err != nil {
		return fmt.Errorf("writing the report as a %s: %w", p.Kind, err)
	}
	return nil
}

func newPolicyResult(r report.Report, x report.Result) policyResult {
	result := policyResult{
		Source: "kready", Policy: text.Clean(x.ID), Category: text.Clean(x.Battery), Severity: severity(x.Tier),
		Result: policyWord(r, x), Message: text.Clean(text.Sentence(x.Reason)),
		Properties: map[string]string{"tier": x.Tier, "level": x.Level},
	}
	result.Scored = result.Result != "warn"
	if !r.Target.CollectedAt.IsZero() {
		result.Timestamp = &policyTime{Seconds: r.Target.CollectedAt.Unix()}
	}
	if w := x.Waiver; w != nil {
		result.Message = text.Clean(accepted(*w)) + " " + result.Message
		result.Properties["waivedBy"] = text.Clean(w.Owner)
		result.Properties["waivedUntil"] = w.Expires
	}
	groups := byObject(x.Findings)
	for _, g := range groups[:min(len(groups), mostResources)] {
		if g.object.Name != "" {
			result.Resources = append(result.Resources, report.Object{Kind: text.Clean(g.object.Kind), Namespace: text.Clean(g.object.Namespace), Name: text.Clean(g.object.Name)})
		}
	}
	if n := len(groups) - min(len(groups), mostResources) + report.Count(x.Omitted); n > 0 {
		result.Message += fmt.Sprintf(" And %s more.", text.Counted(n, "object", "objects"))
	}
	if n := len(x.Waived) + report.Count(x.OmittedWaived); n > 0 {
		result.Properties["waivedFindings"] = fmt.Sprint(n)
	}
	return result
}

// policyWord is the result in the words of these reports. A gap that FailOn lets pass is a
// warn; with Never or FailOnNew, which say what a command exits with and not what a cluster
// is, must-haves fail. Waived is a skip.
func policyWord(r report.Report, x report.Result) string {
	floor := r.Verdict.FailOn
	if !slices.Contains(check.Tiers(), check.Tier(floor)) {
		floor = string(check.TierMust)
	}
	switch x.StatusOrWaived() {
	case "pass":
		return "pass"
	case "gap":
		if check.Tier(x.Tier).AtLeast(check.Tier(floor)) {
			return "fail"
		}
		return "warn"
	case "unknown", "error":
		return "error"
	}
	return "skip"
}

func severity(tier string) string {
	switch tier {
	case "must":
		return "high"
	case "should":
		return "medium"
	}
	return "low"
}

// dnsName makes the name of a target one that an object may have. Where that loses
// something, a hash keeps two targets apart.
func dnsName(target string) string {
	const most = 200
	var b strings.Builder
	for _, c := range strings.ToLower(target) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' {
			b.WriteRune(c)
		} else {
			b.WriteByte('-')
		}
	}
	name := b.String()
	name = strings.Trim(name[:min(len(name), most)], "-")
	if name == target && name != "" {
		return name
	}
	sum := sha256.Sum256([]byte(target))
	return strings.TrimPrefix(name+"-"+hex.EncodeToString(sum[:4]), "-")
}
