package engine

import (
	"regexp"
	"strings"
	"testing"

	"github.com/kready/kready/internal/check"
)

// wrongWords are what no sentence of kready holds, by what is wrong with it. Numbers and names come
// from a cluster, so that a sentence may be of one thing, of several, of none, and without a name.
func wrongWords() map[string]*regexp.Regexp {
	const (
		one     = `node|pod|namespace|workload|endpoint|object|finding|check|server|webhook|agent|product|budget|claim|replica|route|store|issuer|schedule`
		several = `nodes|pods|namespaces|workloads|endpoints|objects|times|findings|replicas|checks|days|hours|minutes|seconds|servers|webhooks|classes|agents|products|budgets|claims|routes|stores|issuers|schedules`
		number  = `([2-9]|[1-9][0-9]+)`
	)
	return map[string]*regexp.Regexp{
		"all are no share":                 regexp.MustCompile(`(^|[ (])(1 of 1|2 of 2|3 of 3|4 of 4|5 of 5|6 of 6|7 of 7) [A-Za-z]`),
		"none has a word of its own":       regexp.MustCompile(`(^|[ (])0 (of them\b|(` + several + `)[,;:])`),
		"a name is missing":                regexp.MustCompile(`(^|[ (])(on node|in namespace|of node|Deployment|DaemonSet)( ?[,;)]| ?$)|\(\)|''|""|[a-z] :|[:;,(]$`),
		"one is not several":               regexp.MustCompile(`(^|[ (])1 (` + several + `)\b`),
		"several are not one":              regexp.MustCompile(`(^|[ (])` + number + ` (` + one + `)( (is|are|was|were|of|in|on|and|with|without)\b|[,;:.)]|$)`),
		"they are one":                     regexp.MustCompile(`(^|[ (])1 [a-z]+ [^;.]*; they\b`),
		"what a program prints":            regexp.MustCompile(`%!|<nil>|<undefined>|\bmap\[|\bset\(|0001-01-01`),
		"a day alone, of what may be new":  regexp.MustCompile(`(Terminating|Pending|has not tried) since [0-9-]{10}([^ T]|$)`),
		"two spaces, or one too many":      regexp.MustCompile(`  | [,;:)]|\( `),
		"a word is cut, and nothing shows": regexp.MustCompile(`connection r\)`),
	}
}

// checkWords reports what is wrong with a sentence that kready prints.
func checkWords(t *testing.T, sentence string) {
	t.Helper()
	if strings.Count(sentence, "(") != strings.Count(sentence, ")") && !strings.Contains(sentence, "…") {
		t.Errorf("a bracket is not closed: %q", sentence)
	}
	for what, pattern := range wrongWords() {
		if found := pattern.FindString(sentence); found != "" {
			t.Errorf("%s (%q): %q", what, found, sentence)
		}
	}
}

// sentences are all that an outcome says.
func sentences(out check.Outcome) []string {
	all := []string{out.Reason}
	for _, f := range out.Findings {
		all = append(all, f.Message)
	}
	return all
}

// TestWrongWords: each kind of wrong word is found, and nothing in a sentence as it should be.
func TestWrongWords(t *testing.T) {
	wrong := wrongWords()
	for sentence, what := range map[string]string{
		"1 of 1 namespace tried":                         "all are no share",
		"0 endpoints, none of them ready":                "none has a word of its own",
		"pending on node ":                               "a name is missing",
		"it runs 1 pods":                                 "one is not several",
		"3 node are away":                                "several are not one",
		"1 pod finds no node; they belong to 1 workload": "they are one",
		"%!s(int=3) nodes":                               "what a program prints",
		"Terminating since 2026-11-26: x":                "a day alone, of what may be new",
		"it is there  twice":                             "two spaces, or one too many",
		"no answer (read: connection r)":                 "a word is cut, and nothing shows",
	} {
		if !wrong[what].MatchString(sentence) {
			t.Errorf("%q is not found: %s", sentence, what)
		}
	}
	checkWords(t, "the only node (a) is ready; 2 pods of 1 workload find no node, and 1 of 2 nodes in 10.0.0.0/8 is away")
}
