package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/config"
	"github.com/kready/kready/internal/engine"
	"github.com/kready/kready/internal/policy"
	"github.com/kready/kready/policies"
)

// policyFlags name folders of the user's own policies, besides those of kready.yaml.
type policyFlags struct{ dirs []string }

func (f *policyFlags) add(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.dirs, "policies", nil, "`DIR` with policies of your own, in Rego, besides those that the configuration names; repeatable")
}

// relativeTo returns the folders as a configuration names them: from its own folder.
func (f *policyFlags) relativeTo(file string) []string {
	var out []string
	for _, dir := range f.dirs {
		if absolute, err := filepath.Abs(dir); err == nil && file != "-" {
			if base, err := filepath.Abs(filepath.Dir(file)); err == nil {
				if short, err := filepath.Rel(base, absolute); err == nil {
					dir = filepath.ToSlash(short)
				}
			}
		}
		out = append(out, dir)
	}
	return out
}

// all returns kready's own checks and those of the user's folders, in order. What is wrong
// with a folder costs that folder; faults say what, one a line, with file and line.
func (f *policyFlags) all(intent config.Intent) (all []check.Check, faults []error, err error) {
	builtin, err := engine.Builtin()
	if err != nil {
		return nil, nil, err
	}
	own, faults := loadOwn(builtin, slices.Concat(intent.Policies, f.dirs), intent)
	all, err = check.Order(append(builtin, check.ResolveRequires(own, builtin)...))
	return all, faults, err
}

// loadOwn loads folders of policies. Of two checks with one id, the first stays.
func loadOwn(builtin []check.Check, dirs []string, intent config.Intent) (own []check.Check, faults []error) {
	taken := map[string]string{}
	for _, c := range builtin {
		taken[c.ID] = "a check of kready"
	}
	seen := map[string]bool{}
	for _, dir := range dirs {
		where, err := filepath.Abs(dir)
		if err != nil || seen[where] {
			continue // the flag may name again what the configuration does
		}
		seen[where] = true
		loaded, problems := loadFolder(dir, intent)
		faults = append(faults, problems...)
		for _, c := range loaded {
			if by, ok := taken[c.ID]; ok {
				faults = append(faults, fmt.Errorf("%s: the id %s is that of %s: choose another name", c.Where, c.ID, by))
				continue
			}
			taken[c.ID] = "the policy at " + c.Where
			own = append(own, c)
		}
	}
	return engine.WithNeeds(own), faults
}

// openFolder returns a folder of policies, once it is known to be one.
func openFolder(dir string, intent config.Intent) (policy.Folder, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return policy.Folder{}, fmt.Errorf("reading the policies %s: %w", dir, shortError(err))
	}
	if !info.IsDir() {
		return policy.Folder{}, fmt.Errorf("reading the policies %s: it is not a folder", dir)
	}
	return policy.Folder{Name: dir, Files: os.DirFS(dir), Lib: policies.Files, Custom: intent.Custom}, nil
}

func loadFolder(dir string, intent config.Intent) ([]check.Check, []error) {
	folder, err := openFolder(dir, intent)
	if err != nil {
		return nil, []error{err}
	}
	return policy.Load(folder)
}

// faulty makes one error of faults, which fills a line each; nil when there are none.
func faulty(faults []error) error {
	if len(faults) == 0 {
		return nil
	}
	return usageError("%w", errors.Join(faults...))
}

// ownBatteries are the batteries of the user's policies that are not kready's.
func ownBatteries(all []check.Check) []string {
	var names []string
	for _, c := range all {
		if name := c.Battery(); c.Where != "" && !check.KnownBattery(name) && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// lookFlags are those of commands that only look at checks: for them, a policy that is
// broken is worth a word and no more.
type lookFlags struct {
	policies policyFlags
	intent   intentFlags
}

func (f *lookFlags) add(flags *pflag.FlagSet) {
	f.policies.add(flags)
	f.intent.addConfig(flags)
}

// all returns all checks that there are. What is wrong with policies, or with a
// configuration that nobody named, is noted on stderr.
func (f *lookFlags) all(stderr io.Writer) ([]check.Check, error) {
	for _, dir := range f.policies.dirs {
		if _, err := openFolder(dir, config.Intent{}); err != nil {
			return nil, usageError("%w", err)
		}
	}
	named := f.intent.config != ""
	intent, err := f.intent.load()
	if err != nil {
		if named {
			return nil, err
		}
		note(stderr, err)
		intent = config.Intent{}
	}
	all, faults, err := f.policies.all(intent)
	for _, fault := range faults {
		note(stderr, fault)
	}
	for _, c := range all {
		if why := c.WhyBroken(); why != nil {
			note(stderr, why)
		}
	}
	return all, err
}

func note(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "kready: note: %s\n", strings.ReplaceAll(err.Error(), "\n", "\nkready: note: "))
}

// foldersSoFar are the folders of policies that a command line being completed names, or
// the configuration that it would read.
func foldersSoFar(cmd *cobra.Command) []string {
	dirs, err := cmd.Flags().GetStringArray("policies")
	if err != nil {
		return nil // the command takes none
	}
	var intent intentFlags
	intent.config, _ = cmd.Flags().GetString("config") // the default where there is no such flag
	read, err := intent.load()
	if err != nil {
		return dirs // the run itself says what is wrong
	}
	return append(read.Policies, dirs...)
}
