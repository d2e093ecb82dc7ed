package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kready/kready/internal/report"
)

// completeOutput completes -o: a format, and after FORMAT= a file. Commands whose -o
// names a file are left to the shell.
func completeOutput(cmd *cobra.Command, f *pflag.Flag) cobra.CompletionFunc {
	offers, toFiles := outputFormats(cmd, f)
	if len(offers) == 0 {
		return nil
	}
	if !toFiles {
		return fixed(offers...)
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
		return filesAfter(format+"=", path)
	}
}

// outputFormats are the formats that a command's -o takes, and whether a file may follow
// one; none where -o is itself a file. The flag's own usage names them.
func outputFormats(cmd *cobra.Command, f *pflag.Flag) (offers []string, toFiles bool) {
	names := reportFormats()
	for _, more := range []string{"yaml", "markdown", "csv", "html"} { // of commands that write no report
		if !slices.Contains(names, more) {
			names = append(names, more)
		}
	}
	for _, name := range inUsage(f, names...) {
		offers = append(offers, offer(name, formatAbout(cmd, name)))
	}
	return offers, strings.Contains(f.Usage, "=FILE")
}

// words are what a sentence consists of, without its marks.
func words(sentence string) []string {
	return strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(" ,:;.`()=\n", r) })
}

// formatAbout says what a format of a report is for.
func formatAbout(cmd *cobra.Command, name string) string {
	if cmd.Name() != "check" && cmd.Name() != "render" {
		return "" // a list or an inventory in that format is no report
	}
	for _, f := range report.Formats() {
		if f.Name == name {
			return f.About
		}
	}
	return ""
}

// filesAfter offers files and folders as FORMAT=PATH: no shell completes files behind
// an equals sign in a word by itself, in all of bash, zsh and fish.
func filesAfter(prefix, path string) ([]string, cobra.ShellCompDirective) {
	dir, base := filepath.Split(path)
	entries, err := os.ReadDir(filepath.Clean(dir + "."))
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
		if info, err := os.Stat(filepath.Join(dir, e.Name())); err == nil && info.IsDir() {
			name += string(filepath.Separator)
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		offers = append(offers, name)
	}
	return offers, directive
}
