package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/fleet"
	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
	"github.com/kready/kready/internal/report/format"
	"github.com/kready/kready/internal/text"
)

// loadFleet is load for several clusters: fewer formats make sense for them.
func (f *outputFlags) loadFleet(env Env) (func(fleet.Fleet) error, error) {
	formats := output.Names(fleet.Formats())
	for _, flag := range f.outputs {
		name, _, _ := strings.Cut(flag, "=")
		if _, known := output.Find(format.All(), name); known && !slices.Contains(formats, name) {
			return nil, engine.Usagef("%s is a format for one cluster: for several, take one of %s, or write each one's own with --each %s=DIR",
				name, text.Or(formats), name)
		}
	}
	return loadOutputs(f, env, fleet.Formats())
}

// eachOutput is one --each FORMAT=DIR.
type eachOutput struct {
	format format.Format
	dir    string
}

// parseEach reads the --each flags. The folders are there afterwards.
func (f *outputFlags) parseEach(env Env, flags []string) ([]eachOutput, error) {
	var all []eachOutput
	for i, flag := range flags {
		name, dir, _ := strings.Cut(flag, "=")
		known, is := output.Find(f.formats(), name)
		switch {
		case !is:
			return nil, engine.Usagef("unknown output format %q for --each: must be one of %s", name, strings.Join(output.Names(format.All()), ", "))
		case dir == "":
			return nil, engine.Usagef("--each %s names no folder: write --each %s=DIR", name, name)
		case slices.Contains(flags[:i], flag):
			return nil, engine.Usagef("--each %s is given twice", flag)
		}
		if err := os.MkdirAll(env.Path(dir), 0o755); err != nil {
			return nil, engine.Usagef("cannot create the folder %s: %w", dir, engine.ShortError(err))
		}
		if err := writable(env, filepath.Join(dir, ".kready-tries-to-write")); err != nil {
			return nil, engine.Usagef("cannot write to the folder %s", dir)
		}
		all = append(all, eachOutput{known, dir})
	}
	return all, nil
}

// writeEach writes the reports of those that have one, with at most so many findings of each check.
func writeEach(env Env, each []eachOutput, columns []fleet.Member, most int) error {
	var failed []error
	for _, e := range each {
		names := fileNames(columns)
		for i, c := range columns {
			if c.Report == nil {
				continue
			}
			file := destination[report.Report]{e.format, filepath.Join(e.dir, names[i]+e.format.Extension)}
			if err := file.write(env, c.Report.Limit(most), output.Options{}); err != nil {
				failed = append(failed, fmt.Errorf("the report of %s: %w", text.Clean(c.Name), err))
			}
		}
	}
	return errors.Join(failed...)
}

// fileNames make a name for a file out of each cluster's: plain ones, unlike each other
// also where capitals make no difference.
func fileNames(columns []fleet.Member) []string {
	const longest = 100
	taken := map[string]bool{}
	var all []string
	for _, c := range columns {
		base := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._-", r) {
				return r
			}
			return '-'
		}, c.Name)
		base = strings.Trim(base[:min(len(base), longest)], "-.")
		if base == "" {
			base = "cluster"
		}
		name := base
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d", base, n)
		}
		taken[strings.ToLower(name)] = true
		all = append(all, name)
	}
	return all
}
