package rbac

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/yaml"
)

// commentWidth is where comments break.
const commentWidth = 96

// Manifest is a ServiceAccount with the rights of some checks.
type Manifest struct {
	// Comments are lines that say what it is and how it was made.
	Comments []string
	// Role is the name of the roles and of their bindings.
	Role string
	// Namespace and ServiceAccount name who gets the rights.
	Namespace, ServiceAccount string
	// WithNamespace adds the namespace itself.
	WithNamespace bool
	Rules         []Rule
	// Checks are all that the rules are for.
	Checks []check.Check
	// Probes are the rules of a role of their own, for creating and removing things.
	Probes []Rule
	// Consented are further roles of their own, each for what a flag of `kready check` or `kready land` asks for.
	Consented []Consented
}

// Consented are the rules of a role that is bound only where it is wanted.
type Consented struct {
	// Suffix follows the names of the other roles.
	Suffix   string
	Comments []string
	Rules    []Rule
}

// Write writes the objects as YAML, always in the same order: the namespace, the
// ServiceAccount, the ClusterRole and what is in single namespaces, each with its
// binding.
func (m Manifest) Write(w io.Writer) error {
	var b bytes.Buffer
	for _, line := range m.Comments {
		writeComment(&b, "", line)
	}
	if m.WithNamespace {
		writeObject(&b, "v1", "Namespace", m.Namespace, "")
		b.WriteString("---\n")
	}
	writeObject(&b, "v1", "ServiceAccount", m.ServiceAccount, m.Namespace)
	m.writeRoles(&b, m.Role, m.Rules)
	if len(m.Probes) > 0 {
		b.WriteString("---\n")
		writeComment(&b, "", "For `kready check --probe` and `kready cleanup`: to create what is tried, and to remove it.")
		if !slices.ContainsFunc(m.Probes, func(r Rule) bool { return r.Namespace != "" }) {
			writeComment(&b, "", "Probes make namespaces of their own, so this holds in every one; --probe-namespace narrows it.")
		}
		m.writeRoles(&b, m.Role+"-probe", m.Probes)
	}
	for _, c := range m.Consented {
		m.writeConsented(&b, c)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writeConsented writes the roles of a consent, with what they are for.
func (m Manifest) writeConsented(b *bytes.Buffer, c Consented) {
	if len(c.Rules) == 0 {
		return
	}
	b.WriteString("---\n")
	for _, line := range c.Comments {
		writeComment(b, "", line)
	}
	m.writeRoles(b, m.Role+c.Suffix, c.Rules)
}

// writeRoles writes a role for each namespace that the rules are in, with its binding; the ClusterRole first.
func (m Manifest) writeRoles(b *bytes.Buffer, name string, rules []Rule) {
	var namespaces []string
	for _, r := range rules {
		namespaces = append(namespaces, r.Namespace)
	}
	for _, namespace := range sorted(namespaces) {
		m.writeRole(b, name, namespace, slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return r.Namespace != namespace }))
	}
}

// writeRole writes the role of a namespace, or the ClusterRole, and its binding.
func (m Manifest) writeRole(b *bytes.Buffer, name, namespace string, rules []Rule) {
	kind := "ClusterRole"
	if namespace != "" {
		kind = "Role"
	}
	b.WriteString("---\n")
	writeObject(b, "rbac.authorization.k8s.io/v1", kind, name, namespace)
	b.WriteString("rules:\n")
	for _, r := range rules {
		m.writeRule(b, r)
	}
	b.WriteString("---\n")
	writeObject(b, "rbac.authorization.k8s.io/v1", kind+"Binding", name, namespace)
	fmt.Fprintf(b, "roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: %s\n  name: %s\n", kind, yamlString(name))
	fmt.Fprintf(b, "subjects:\n  - kind: ServiceAccount\n    name: %s\n    namespace: %s\n", yamlString(m.ServiceAccount), yamlString(m.Namespace))
}

func (m Manifest) writeRule(b *bytes.Buffer, r Rule) {
	const indent = "  "
	writeComment(b, indent, "for "+m.purpose(r))
	for _, line := range r.conditions() {
		writeComment(b, indent, line)
	}
	if len(r.URLs) > 0 {
		fmt.Fprintf(b, "  - nonResourceURLs: [%s]\n", flow(r.URLs))
	} else {
		fmt.Fprintf(b, "  - apiGroups: [%q]\n    resources: [%s]\n", r.Groups[0], flow(r.Resources))
	}
	if len(r.Names) > 0 {
		fmt.Fprintf(b, "    resourceNames: [%s]\n", flow(r.Names))
	}
	fmt.Fprintf(b, "    verbs: [%s]\n", flow(r.Verbs))
}

// purpose names the checks of a rule, battery by battery.
func (m Manifest) purpose(r Rule) string {
	if r.For != "" {
		return r.For
	}
	ids := r.Checks()
	if len(ids) == 0 {
		return r.help()
	}
	var names, parts []string
	for _, c := range m.Checks {
		names = append(names, c.Battery())
	}
	for _, name := range sorted(names) {
		if part := m.batteryPurpose(name, ids); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

// help says what a rule is for that no check as a whole depends on.
func (r Rule) help() string {
	const most = 6
	var helped []string
	for _, use := range r.Uses {
		helped = append(helped, use.Helped...)
	}
	if helped = sorted(helped); len(helped) == 0 || len(helped) > most {
		return "recognising products and causes only"
	}
	return "some answers of " + strings.Join(helped, ", ")
}

// batteryPurpose names the checks of one battery: each, or "dns/* but ha" where that is shorter.
func (m Manifest) batteryPurpose(of string, ids []string) string {
	var with, without []string
	for _, c := range m.Checks {
		if c.Battery() != of {
			continue
		}
		_, name, _ := strings.Cut(c.ID, "/")
		if slices.Contains(ids, c.ID) {
			with = append(with, name)
		} else {
			without = append(without, name)
		}
	}
	slices.Sort(with)
	slices.Sort(without)
	switch {
	case len(with) == 0:
		return ""
	case len(with) == 1 || len(without) >= len(with):
		return of + "/" + strings.Join(with, ", ")
	case len(without) == 0:
		return of + "/*"
	}
	return of + "/* but " + strings.Join(without, ", ")
}

// conditions returns comments about when a rule is used, and about names to be added.
func (r Rule) conditions() []string {
	var when, lines []string
	always, forChecks := false, len(r.Checks()) > 0
	for _, use := range r.Uses {
		if forChecks && len(use.Checks) == 0 {
			continue // the rule is named after checks, and so is its condition
		}
		always = always || use.When == ""
		if use.When != "" && !slices.Contains(when, use.When) {
			when = append(when, use.When)
		}
	}
	if !always && len(when) > 0 {
		lines = append(lines, "used when "+strings.Join(when, ", or when "))
	}
	for _, use := range r.Uses {
		line := "to be added here: " + use.MoreNames
		if use.MoreNames != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// writeObject begins an object.
func writeObject(b *bytes.Buffer, apiVersion, kind, name, namespace string) {
	fmt.Fprintf(b, "apiVersion: %s\nkind: %s\nmetadata:\n  name: %s\n", apiVersion, kind, yamlString(name))
	if namespace != "" {
		fmt.Fprintf(b, "  namespace: %s\n", yamlString(namespace))
	}
	b.WriteString("  labels:\n    app.kubernetes.io/name: kready\n")
}

// yamlString writes a name so that YAML reads a string: "123" is a valid namespace.
func yamlString(name string) string {
	text, err := yaml.Marshal(name)
	if err != nil { // no string fails
		return strconv.Quote(name)
	}
	return strings.TrimSpace(string(text))
}

// writeComment writes a text as comment lines.
func writeComment(b *bytes.Buffer, indent, text string) {
	line := indent + "#"
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > commentWidth {
			b.WriteString(line + "\n")
			line = indent + "#  "
		}
		line += " " + word
	}
	b.WriteString(line + "\n")
}

// plainWord is what YAML takes as a string without quotes; it is no key word of it.
var plainWord = regexp.MustCompile(`^[a-z/][a-z0-9./-]*$`)

// flow writes the elements of a YAML list, quoted where they must be, as * is.
func flow(words []string) string {
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		if !plainWord.MatchString(w) || slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}, w) {
			w = strconv.Quote(w)
		}
		quoted = append(quoted, w)
	}
	return strings.Join(quoted, ", ")
}
