package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/text"
)

// formatsOffered is the annotation of a flag that holds what completion offers for it.
const formatsOffered = "kready_formats"

// offerFormats lets a flag complete the names of formats, with what each is for.
func offerFormats[T any](flags *pflag.FlagSet, flag string, formats []output.Format[T]) {
	var offers []string
	for _, f := range formats {
		offers = append(offers, offer(f.Name, f.Description))
	}
	_ = flags.SetAnnotation(flag, formatsOffered, offers) // fails only for a flag that is not there
}

// completeOutput completes a flag of formats: a format, and after FORMAT= a file, or a
// folder when those are what the flag takes. A flag without formats is left to the shell.
func completeOutput(f *pflag.Flag, env Env) cobra.CompletionFunc {
	offers := f.Annotations[formatsOffered]
	if len(offers) == 0 {
		return nil
	}
	return func(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
		format, path, named := strings.Cut(typed, "=")
		if !named {
			// No space after it: "=FILE" may follow.
			return offers, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveKeepOrder
		}
		known := slices.ContainsFunc(offers, func(o string) bool { return o == format || strings.HasPrefix(o, format+"\t") })
		if !known {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return filesAfter(env, format+"=", path)
	}
}

// words are what a sentence consists of, without its marks.
func words(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(" ,:;.`()=\n", r) })
}

// filesAfter offers files and folders as FORMAT=PATH: no shell completes files behind
// an equals sign in a word by itself, in all of bash, zsh and fish.
func filesAfter(env Env, prefix, path string) ([]string, cobra.ShellCompDirective) {
	dir, base := filepath.Split(path)
	entries, err := os.ReadDir(env.Path(filepath.Clean(dir + ".")))
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var offers []string
	directive := cobra.ShellCompDirectiveNoFileComp
	for _, e := range entries {
		hidden := strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(base, ".")
		if hidden || !strings.HasPrefix(e.Name(), base) || text.Clean(e.Name()) != e.Name() {
			continue
		}
		name := prefix + dir + e.Name()
		if info, err := os.Stat(env.Path(filepath.Join(dir, e.Name()))); err == nil && info.IsDir() {
			name += string(filepath.Separator)
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		offers = append(offers, name)
	}
	return offers, directive
}
