package check

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// Subject is what a check judges.
type Subject string

// The two subjects. A check of a service is called a requirement.
const (
	SubjectCluster Subject = ""
	SubjectService Subject = "service"
)

// String is the subject's name.
func (s Subject) String() string {
	if s == SubjectCluster {
		return "cluster"
	}
	return string(s)
}

// ParseSubject returns the subject with a name.
func ParseSubject(name string) (Subject, error) {
	switch name {
	case "cluster":
		return SubjectCluster, nil
	case string(SubjectService):
		return SubjectService, nil
	}
	return "", fmt.Errorf("is %q: there is cluster, service", name)
}

// Party is who can close the gap of a requirement.
type Party string

// The two parties: whoever writes the manifests, and whoever runs the cluster.
const (
	ByService  Party = "service"
	ByPlatform Party = "platform"
)

// At is where something is written.
type At struct {
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// String is the place as editors take it: "deploy.yaml:12"; "" for none.
func (a At) String() string {
	if a.File == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d", a.File, a.Line)
}

// OfManifest is a finding on an object of a service, at a line of its file: that of the object itself where
// line is 0.
func OfManifest(m facts.Manifest, line int, by Party, message string) Finding {
	if line == 0 {
		line = m.Line
	}
	return Finding{
		Object: facts.ObjectRef{Kind: m.Kind, Namespace: m.Namespace, Name: m.Name},
		At:     At{m.File, line}, By: by, Message: message,
	}
}

// IsRequirement reports whether the check judges a service.
func (c Check) IsRequirement() bool { return c.Subject == SubjectService }

// Of returns the checks with a subject, in their order.
func Of(checks []Check, subject Subject) []Check {
	return slices.DeleteFunc(slices.Clone(checks), func(c Check) bool { return c.Subject != subject })
}

// subjectProblems lists what is wrong with the subject of a check: a check of a cluster is never handed a
// service.
func (c Check) subjectProblems() []string {
	reads := c.Reads.Has(facts.PartService) || c.OptionalReads.Has(facts.PartService)
	switch {
	case c.Subject != SubjectCluster && c.Subject != SubjectService:
		return []string{fmt.Sprintf("its subject %q is unknown", c.Subject)}
	case c.Subject == SubjectCluster && reads:
		return []string{"it reads the service, and its subject is the cluster: a requirement has custom.subject: service"}
	case c.Subject == SubjectService && !reads:
		return []string{"its subject is a service, and it does not read input.service"}
	case c.Subject == SubjectCluster && c.Needy != nil:
		return []string{"only a requirement says which objects are needy"}
	}
	return nil
}

// subjectsOfRequired reports checks that require what is not judged before them: a check of a cluster no
// requirement, and a requirement checks of the cluster only where it says which objects need them.
func subjectsOfRequired(c Check, byID map[string]Check) error {
	var ofCluster []string
	for _, id := range c.Requires {
		required, known := byID[id]
		switch {
		case !known:
		case !c.IsRequirement() && required.IsRequirement():
			return fmt.Errorf("check %s requires %s, which judges a service", c.ID, id)
		case c.IsRequirement() && !required.IsRequirement():
			ofCluster = append(ofCluster, id)
		}
	}
	switch {
	case len(ofCluster) > 0 && c.Needy == nil:
		return fmt.Errorf("check %s requires %s of the cluster, and does not say which objects need it: it has no rule `needy`", c.ID, strings.Join(ofCluster, ", "))
	case len(ofCluster) == 0 && c.Needy != nil:
		return errors.New("check " + c.ID + " says which objects are needy, and requires no check of the cluster")
	}
	return nil
}
