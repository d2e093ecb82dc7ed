package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
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
func SARIF(w io.Writer, r Report) error {
	log := sarif.NewReport()
	log.Schema = sarifSchema
	log.AddRun(r.sarifRun())
	lean, err := leanSARIF(log)
	if err != nil {
		return fmt.Errorf("writing the report as SARIF: %w", err)
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(lean); err != nil {
		return fmt.Errorf("writing the report as SARIF: %w", err)
	}
	return nil
}

func (r Report) sarifRun() *sarif.Run {
	run := sarif.NewRunWithInformationURI("kready", "https://github.com/kready/kready")
	run.WithColumnKind("unicodeCodePoints")
	if version := strings.TrimPrefix(clean(r.Tool), "v"); version != "" {
		run.Tool.Driver.WithVersion(version).WithSemanticVersion(version)
	}
	// The category of the run: reports of two clusters do not close each other's alerts.
	run.WithAutomationDetails(sarif.NewRunAutomationDetails().WithID("kready/" + url.PathEscape(clean(r.Target.Name)) + "/"))
	run.AddInvocation(r.sarifInvocation())
	for i, x := range r.Results {
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule(x))
		for _, result := range r.sarifResults(x) {
			run.AddResult(result.WithRuleID(x.ID).WithRuleIndex(i))
		}
	}
	return run
}

// sarifResults makes one result for each object: two findings on one object are one alert.
func (r Report) sarifResults(x Result) []*sarif.Result {
	if x.Status == "pass" || x.Status == "skip" {
		return nil
	}
	groups := byObject(x.Findings)
	if len(groups) == 0 {
		groups = []objectFindings{{}}
	}
	var results []*sarif.Result
	for _, g := range groups {
		result := newSARIFResult(x, g)
		if x.Waiver != nil {
			result.AddSuppression(suppression(*x.Waiver))
		}
		results = append(results, result)
	}
	for _, g := range byObject(x.Waived) {
		w, _ := r.waiverOf(x, g.object)
		results = append(results, newSARIFResult(x, g).AddSuppression(suppression(w)))
	}
	return results
}

func newSARIFResult(x Result, g objectFindings) *sarif.Result {
	text := sentence(x.Reason)
	if said := g.said(); said != "" && !strings.EqualFold(said, x.Reason) {
		text += " " + sentence(said)
	}
	kind, level := "fail", sarifLevel(x.Tier)
	switch x.Status {
	case "unknown":
		// Section 3.27.9: not enough information to decide; 3.27.10: the level is then none.
		kind, level, text = "open", sarif.LevelNone, "Could not be judged: "+text
	case "error":
		kind, level, text = "open", sarif.LevelNone, "Could not be judged, the check itself broke: "+text
	}
	return sarif.NewResult().WithKind(kind).WithLevel(level).
		WithMessage(sarif.NewTextMessage(sarifText(text))).
		WithLocations([]*sarif.Location{sarifLocation(g.object)}).
		WithPartialFingerprints(map[string]string{fingerprintName: fingerprint(x.ID, g.object)})
}

// fingerprint is the same for the same gap whatever it says of itself that night: a
// message, a count or a time has no part in it, nor has the name of the cluster.
func fingerprint(id string, o Object) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{id, o.Kind, o.Namespace, o.Name}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// sarifLocation names the object twice: as what it is, and as a path, which GitHub's code
// scanning asks for. No such file is in the repository; the path is stable, which counts.
func sarifLocation(o Object) *sarif.Location {
	path := []string{"cluster"}
	for _, part := range []string{o.Namespace, o.Kind, o.Name} {
		if strings.Trim(part, ".") != "" { // a name of dots would be a way up
			path = append(path, url.PathEscape(strings.NewReplacer("/", "_", `\`, "_").Replace(clean(part))))
		}
	}
	at := sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarif.NewSimpleArtifactLocation(strings.Join(path, "/"))).
		WithRegion(sarif.NewRegion().WithStartLine(1)))
	if o.Name == "" {
		return at
	}
	full := strings.TrimPrefix(o.Namespace+"/"+o.Kind+"/"+o.Name, "/")
	return at.WithLogicalLocations([]*sarif.LogicalLocation{
		sarif.NewLogicalLocation().WithName(clean(o.Name)).WithFullyQualifiedName(clean(full)).WithKind("resource"),
	})
}

func suppression(w Waiver) *sarif.Suppression {
	return sarif.NewSuppression().WithKind("external").WithStatus("accepted").WithJustification(clean(accepted(w)))
}

func sarifLevel(tier string) string {
	switch tier {
	case "must":
		return sarif.LevelError
	case "should":
		return sarif.LevelWarning
	}
	return sarif.LevelNote
}

// sarifText keeps a message from holding a link: "[text](target)" is one in SARIF's plain
// text, too (section 3.11.6).
func sarifText(s string) string {
	return strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`).Replace(clean(s))
}
