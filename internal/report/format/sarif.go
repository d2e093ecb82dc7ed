package format

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/text"
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// fingerprintName says how a fingerprint is made; another way needs another name.
	fingerprintName = "checkAndObject/v1"
)

// SARIF writes a SARIF 2.1.0 log: a rule for each check, a result for each object of a gap,
// and one for each check that could not be judged (kind "open"). Passes and skips are no
// results: GitHub takes every result for a problem, whatever its kind. What is waived
// carries a suppression.
func SARIF(w io.Writer, r report.Report) error { return SARIFOf(w, []report.Report{r}) }

// SARIFOf writes a log with a run for each report.
func SARIFOf(w io.Writer, reports []report.Report) error {
	log := sarifLog{Schema: sarifSchema, Version: "2.1.0"}
	for _, r := range reports {
		log.Runs = append(log.Runs, newSARIFRun(r))
	}
	if err := output.WriteJSON(w, log); err != nil {
		return fmt.Errorf("writing the report as SARIF: %w", err)
	}
	return nil
}

func newSARIFRun(r report.Report) sarifRun {
	version := strings.TrimPrefix(text.Clean(r.Tool), "v")
	run := sarifRun{
		Tool: sarifTool{sarifDriver{
			Name: "kready", Version: version, SemanticVersion: version,
			InformationURI: "https://github.com/kready/kready", Rules: []sarifRule{},
		}},
		// The category of the run: reports of two clusters do not close each other's alerts.
		AutomationDetails: sarifID{"kready/" + category(r) + "/"},
		Invocations:       []sarifInvocation{newSARIFInvocation(r)},
		ColumnKind:        "unicodeCodePoints",
		Results:           []sarifResult{},
	}
	for i, x := range r.Results {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, newSARIFRule(x))
		for _, result := range newSARIFResults(r, x) {
			result.RuleID, result.RuleIndex = text.Clean(x.ID), i
			run.Results = append(run.Results, result)
		}
	}
	return run
}

// sarifResults makes one result for each object: two findings on one object are one alert.
func newSARIFResults(r report.Report, x report.Result) []sarifResult {
	if x.Status == "pass" || x.Status == "skip" {
		return nil
	}
	groups := byObject(x.Seen())
	if len(groups) == 0 {
		groups = []objectFindings{{}}
	}
	var results []sarifResult
	seen := map[report.Object]int{}
	for _, g := range groups {
		result := newSARIFResult(x, g)
		if seen[g.object]++; seen[g.object] > 1 { // of a service, on another line
			result.PartialFingerprints[fingerprintName] = fingerprint(fmt.Sprintf("%s#%d", x.ID, seen[g.object]), g.object)
		}
		if x.Waiver != nil {
			result.Suppressions = suppressions(*x.Waiver)
		}
		results = append(results, result)
	}
	for _, g := range byObject(x.SeenWaived()) {
		w, _ := r.WaiverOf(x, g.object)
		result := newSARIFResult(x, g)
		result.Suppressions = suppressions(w)
		results = append(results, result)
	}
	return results
}

func newSARIFResult(x report.Result, g objectFindings) sarifResult {
	message := text.Sentence(x.Reason)
	if detail := g.sentence(); detail != "" && !strings.EqualFold(detail, x.Reason) {
		message += " " + text.Sentence(detail)
	}
	kind, level := "fail", levelOf(x.Tier)
	switch x.Status {
	case "unknown":
		// Section 3.27.9: not enough information to decide; 3.27.10: the level is then none.
		kind, level, message = "open", "none", "Could not be judged: "+message
	case "error":
		kind, level, message = "open", "none", "Could not be judged, the check itself broke: "+message
	}
	return sarifResult{
		Kind: kind, Level: level, Message: sarifText{Text: linkless(message)},
		Locations:           []sarifLocation{locationOf(g)},
		PartialFingerprints: map[string]string{fingerprintName: fingerprint(x.ID, g.object)},
	}
}

// fingerprint is the same for the same gap whatever it says of itself that night: a
// message, a count or a time has no part in it, nor has the name of the cluster.
func fingerprint(id string, o report.Object) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{id, o.Kind, o.Namespace, o.Name}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// newSARIFLocation names the object twice: as what it is, and as a path, which GitHub's code
// scanning asks for. No such file is in the repository; the path is stable, which counts.
func newSARIFLocation(o report.Object) sarifLocation {
	path := []string{"cluster"}
	for _, part := range []string{o.Namespace, o.Kind, o.Name} {
		if strings.Trim(part, ".") != "" { // a name of dots would be a way up
			path = append(path, url.PathEscape(strings.NewReplacer("/", "_", `\`, "_").Replace(text.Clean(part))))
		}
	}
	at := sarifLocation{Physical: sarifPhysical{sarifArtifact{strings.Join(path, "/")}, sarifRegion{1}}}
	if o.Name != "" {
		full := strings.TrimPrefix(o.Namespace+"/"+o.Kind+"/"+o.Name, "/")
		at.Logical = []sarifLogical{{text.Clean(o.Name), text.Clean(full), "resource"}}
	}
	return at
}

// locationOf is where a gap is: the line of a manifest, or else the object.
func locationOf(g objectFindings) sarifLocation {
	at := newSARIFLocation(g.object)
	if g.file == "" {
		return at
	}
	var path []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text.Clean(g.file), `\`, "/"), "/") {
		if part != "" && part != "." {
			path = append(path, url.PathEscape(part))
		}
	}
	at.Physical = sarifPhysical{sarifArtifact{strings.Join(path, "/")}, sarifRegion{max(g.line, 1)}}
	return at
}

// category tells runs apart, one of a service from one of its cluster.
func category(r report.Report) string {
	if r.Service != nil {
		return "land/" + url.PathEscape(text.Clean(r.Service.Name))
	}
	return url.PathEscape(text.Clean(r.Target.Name))
}

func suppressions(w report.Waiver) []sarifSuppression {
	return []sarifSuppression{{"external", "accepted", text.Clean(accepted(w))}}
}

func levelOf(tier string) string {
	switch tier {
	case "must":
		return "error"
	case "should":
		return "warning"
	}
	return "note"
}

// linkless keeps a message from holding a link: "[text](target)" is one in SARIF's plain
// text, too (section 3.11.6).
func linkless(s string) string {
	return strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`).Replace(text.Clean(s))
}
