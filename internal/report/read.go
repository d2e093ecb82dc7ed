package report

import (
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
	decode := func(v any) error { return yaml.Unmarshal(data, v) }
	if strings.HasPrefix(strings.TrimSpace(string(data[:min(len(data), 64)])), "{") {
		decode = func(v any) error { return json.Unmarshal(data, v) }
	}
	if err := decode(&head); err != nil {
		return Report{}, errors.New("not a report: neither JSON nor YAML of an object")
	}
	if err := known(head.APIVersion, head.Kind); err != nil {
		return Report{}, err
	}
	var r Report
	if err := decode(&r); err != nil {
		return Report{}, fmt.Errorf("not a whole report: %s", strings.Join(strings.Fields(err.Error()), " "))
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
