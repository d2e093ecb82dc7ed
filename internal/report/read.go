package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// Read decodes a stored report, in JSON or YAML, and refuses anything else: another kind of
// document, a version that this kready does not know, unknown statuses, tiers and levels. Fields that
// it does not know are left out: a newer kready may have written them.
func Read(data []byte) (Report, error) {
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
	}
	doc, err := data, error(nil)
	if !json.Valid(data) {
		doc, err = yaml.ToJSON(data)
	}
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return Report{}, errors.New("empty, not a report")
	case err != nil:
		return Report{}, errors.New("not a report: neither JSON nor YAML")
	case json.Unmarshal(doc, &head) != nil:
		return Report{}, errors.New("not a report of kready: `kready check -o json` writes one")
	}
	if err := known(head.APIVersion, head.Kind); err != nil {
		return Report{}, err
	}
	r, err := Parse(doc)
	if err != nil {
		return Report{}, fmt.Errorf("not a report that can be read: %w", err)
	}
	return r, r.Verdict.Validate()
}

func known(apiVersion, kind string) error {
	group, _, _ := strings.Cut(APIVersion, "/")
	switch {
	case !strings.HasPrefix(apiVersion, group+"/"):
		return errors.New("not a report of kready: `kready check -o json` writes one")
	case kind == "Snapshot":
		return errors.New("a snapshot, not a report: `kready check --from` judges it")
	case kind != Kind:
		return fmt.Errorf("a %s, not a report: `kready check -o json` writes one", text.Clean(text.Truncate(kind, 41)))
	case apiVersion != APIVersion:
		return fmt.Errorf("a report of version %s, and this kready knows %s: use a newer kready", text.Clean(text.Truncate(apiVersion, 41)), APIVersion)
	}
	return nil
}

// Validate refuses exit codes and FailOn values that no report has.
func (v Verdict) Validate() error {
	_, isNew := NewGapsTier(v.FailOn)
	switch {
	case !slices.Contains([]int{0, 1, 3}, v.ExitCode):
		return fmt.Errorf("not a report that can be read: its verdict has exit code %d", v.ExitCode)
	case !isNew && v.FailOn != Never && !slices.Contains(check.Tiers(), check.Tier(v.FailOn)):
		return fmt.Errorf("not a report that can be read: its verdict has failOn %q", text.Truncate(v.FailOn, 41))
	}
	return nil
}
