package check

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// mostFilled is how many findings a command is written out for: one of more lines than longFilled for the first alone.
const mostFilled, longFilled = 3, 3

// codeIndent begins the lines of commands in a remedy.
const codeIndent = "    "

// Fill writes a remedy's commands, which are indented by four, once for each of the first findings
// whose objects have what they ask for: KIND, NAMESPACE, NAME, and the name of a kind in capitals,
// as NODE or POD, for an object of that kind. NAME behind the name of a resource ("pdb NAME") is
// for its kind alone. A command that no finding fits stays as it is, and so does running text.
// Values are quoted for a shell. A name that no shell could be given safely fills nothing.
func Fill(markdown string, findings []Finding) string {
	var out []string
	lines := strings.Split(markdown, "\n")
	for i := 0; i < len(lines); {
		n := commandLength(lines[i:])
		command := strings.Join(lines[i:i+n], "\n")
		i += n
		if strings.HasPrefix(command, codeIndent) {
			out = append(out, fillCommand(command, findings)...)
			continue
		}
		out = append(out, command)
	}
	return strings.Join(out, "\n")
}

// commandLength is how many lines the first command takes.
func commandLength(lines []string) int {
	var code []string
	for _, line := range lines {
		bare, indented := strings.CutPrefix(line, codeIndent)
		if !indented {
			break
		}
		code = append(code, bare)
	}
	return max(1, text.CommandLength(code))
}

// fillCommand is a command for each of the first findings that fit, and how many more there are.
func fillCommand(command string, findings []Finding) []string {
	var filled []string
	for _, f := range findings {
		if line, ok := fillFrom(command, f.Object); ok && !slices.Contains(filled, line) {
			filled = append(filled, line)
		}
	}
	most := mostFilled
	if strings.Count(command, "\n") >= longFilled {
		most = 1
	}
	switch more := len(filled) - most; {
	case len(filled) == 0:
		return []string{command}
	case more > 0:
		return append(filled[:most:most], fmt.Sprintf("%s# and %d more", codeIndent, more))
	}
	return filled
}

// placeholder matches words that may stand for a part of an object, with what is before them.
var placeholder = regexp.MustCompile(`[A-Z]+`)

// fillFrom fills a command from one object; ok is false when nothing of it is asked for, or when
// something is asked for that it does not have.
func fillFrom(command string, o facts.ObjectRef) (filled string, ok bool) {
	var b strings.Builder
	at := 0
	for _, span := range placeholder.FindAllStringIndex(command, -1) {
		word := command[span[0]:span[1]]
		if !standsAlone(command, span[0], span[1]) {
			continue
		}
		value, asked := valueOf(word, command[:span[0]], o)
		if !asked {
			continue
		}
		value, safe := quoted(value, command[:span[0]])
		if !safe {
			return "", false
		}
		b.WriteString(command[at:span[0]] + value)
		at, ok = span[1], true
	}
	return b.String() + command[at:], ok
}

// standsAlone reports whether command[from:to] is no part of a longer word, as in CLUSTER_NAME or
// $NAME.
func standsAlone(command string, from, to int) bool {
	part := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-$<>{}", r)
	}
	before, after := []rune(command[:from]), []rune(command[to:])
	return (len(before) == 0 || !part(before[len(before)-1])) && (len(after) == 0 || !part(after[0]))
}

// valueOf is what a word of a command stands for. A word that is asked for and that the object does
// not have is "".
func valueOf(word, before string, o facts.ObjectRef) (value string, asked bool) {
	switch word {
	case "KIND":
		return o.Kind, true
	case "NAMESPACE":
		if o.Kind == "Namespace" {
			return o.Name, true
		}
		return o.Namespace, true
	case "NAME":
		if resource := resourceBefore(before); resource != "" && !isResource(resource, o.Kind) {
			return "", true
		}
		return o.Name, true
	case "NODE": // in no finding's stead, even where none is of that kind
		if o.Kind != "Node" {
			return "", true
		}
	}
	return o.Name, o.Kind != "" && word == strings.ToUpper(o.Kind)
}

// resourceBefore is the resource that a command names before NAME, as in "delete pdb NAME" and
// "deployment/NAME"; "" where the kind is a placeholder too, or where something new is created.
func resourceBefore(before string) string {
	words := strings.FieldsFunc(before, func(r rune) bool { return unicode.IsSpace(r) || r == '/' })
	if len(words) == 0 {
		return "?"
	}
	last := words[len(words)-1]
	if last == "KIND" || len(words) > 1 && slices.Contains(words[:len(words)-1], "create") {
		return ""
	}
	return last
}

// shortNames are kubectl's for resources that remedies name.
var shortNames = map[string]string{
	"cm": "configmap", "crd": "customresourcedefinition", "deploy": "deployment", "ds": "daemonset", "hpa": "horizontalpodautoscaler",
	"ing": "ingress", "netpol": "networkpolicy", "no": "node", "ns": "namespace", "pdb": "poddisruptionbudget", "po": "pod",
	"pv": "persistentvolume", "pvc": "persistentvolumeclaim", "rs": "replicaset", "sa": "serviceaccount", "sc": "storageclass",
	"sts": "statefulset", "svc": "service", "hr": "helmrelease", "ks": "kustomization", "vwc": "validatingwebhookconfiguration",
}

// isResource reports whether a word of a command names a kind: "pdb", "deployment", "nodes",
// "certificates.cert-manager.io".
func isResource(word, kind string) bool {
	word, _, _ = strings.Cut(strings.ToLower(word), ".")
	kind = strings.ToLower(kind)
	if long := shortNames[word]; long != "" {
		word = long
	}
	return kind != "" && (word == kind || word == kind+"s" || word == kind+"es" || word == strings.TrimSuffix(kind, "y")+"ies")
}

// plain matches values that no shell reads anything into, and no command takes for a flag.
var plain = regexp.MustCompile(`^[A-Za-z0-9._/][A-Za-z0-9._:@/=,-]*$`)

// Quote writes a value for a shell; ok is false for one that no command could be given safely.
func Quote(value string) (out string, ok bool) { return quoted(value, "") }

// quoted writes a value for a shell, behind what is before it in its command. It is not safe where
// the value is empty or not printable, where a command would take it for a flag, and where it needs
// quotes and stands between quotes already.
func quoted(value, before string) (out string, safe bool) {
	if plain.MatchString(value) {
		return value, true
	}
	unprintable := strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar })
	inQuotes := strings.Count(before, `'`)%2 == 1 || strings.Count(before, `"`)%2 == 1
	if value == "" || unprintable || inQuotes || strings.HasPrefix(value, "-") {
		return "", false
	}
	return `'` + strings.ReplaceAll(value, `'`, `'\''`) + `'`, true
}
