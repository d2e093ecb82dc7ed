package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"

	"github.com/kready/kready/internal/check"
)

// Read decodes a stored report, in JSON or YAML, and refuses what is none: another kind of
// document, a version that this kready does not know, words that no report has. Fields that
// it does not know are left out: a newer kready may have written them.
func Read(data []byte) (Report, error) {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	doc, err := data, error(nil)
	if !json.Valid(data) {
		doc, err = yaml.YAMLToJSON(data)
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return Report{}, errors.New("empty, and no report")
	case err != nil:
		return Report{}, errors.New("not a report: neither JSON nor YAML")
	case json.Unmarshal(doc, &head) != nil:
		return Report{}, errors.New("not a report of kready: `kready check -o json` writes one")
	}
	if err := known(head.APIVersion, head.Kind); err != nil {
		return Report{}, err
	}
	var r Report
	if err := json.Unmarshal(doc, &r); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) {
			return Report{}, fmt.Errorf("not a report: %s cannot be a %s", wrong.Field, wrong.Value)
		}
		return Report{}, fmt.Errorf("not a report: %w", err)
	}
	return r, r.validate()
}

func known(apiVersion, kind string) error {
	group, _, _ := strings.Cut(APIVersion, "/")
	switch {
	case !strings.HasPrefix(apiVersion, group+"/"):
		return errors.New("not a report of kready: `kready check -o json` writes one")
	case kind == "Snapshot":
		return errors.New("a snapshot, not a report: `kready check --from` judges it")
	case kind != Kind:
		return fmt.Errorf("a %s, not a report: `kready check -o json` writes one", clean(shorten(kind, 40)))
	case apiVersion != APIVersion:
		return fmt.Errorf("a report of version %s, and this kready knows %s: use a newer kready", clean(shorten(apiVersion, 40)), APIVersion)
	}
	return nil
}

// validate refuses words that renderers would have to guess about.
func (r Report) validate() error {
	if !slices.Contains([]int{0, 1, 3}, r.Verdict.ExitCode) {
		return fmt.Errorf("not a report: the verdict has exit code %d", r.Verdict.ExitCode)
	}
	if f := r.Verdict.FailOn; f != Never && !slices.Contains(check.Tiers(), check.Tier(f)) {
		return fmt.Errorf("not a report: the verdict has no failOn %q", shorten(f, 40))
	}
	for _, x := range r.Results {
		var wrong string
		switch {
		case x.ID == "":
			return errors.New("not a report: a result has no id")
		case !slices.Contains(check.Statuses(), check.Status(x.Status)):
			wrong = "status " + x.Status
		case !slices.Contains(check.Tiers(), check.Tier(x.Tier)):
			wrong = "tier " + x.Tier
		case !slices.Contains(check.Levels(), check.Level(x.Level)):
			wrong = "level " + x.Level
		default:
			continue
		}
		return fmt.Errorf("not a report: result %s has the unknown %s", clean(shorten(x.ID, 80)), clean(shorten(wrong, 80)))
	}
	return nil
}
