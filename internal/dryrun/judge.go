package dryrun

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/service"
	"github.com/kready/kready/internal/text"
)

// Bounds of what is kept of an answer.
const (
	messageMax  = 1024
	warningsMax = 20
)

// What the API server says, in its own words.
// https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go
// https://github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go
var (
	noRight     = regexp.MustCompile(` cannot (patch|create|update) resource |is attempting to grant RBAC permissions not currently held`)
	noDryRun    = regexp.MustCompile(`does not support dry run`)
	webhookDown = regexp.MustCompile(`failed calling webhook|failed to call webhook`)
	immutable   = regexp.MustCompile(`field is immutable|immutable after creation|may not be changed|updates to .* for fields other than|may not be (unset|cleared)`)
	ofApply     = regexp.MustCompile(`failed to create typed (patch|live) object|duplicate entries for key`)
	aboutQuota  = regexp.MustCompile(`exceeded quota|failed quota`)
	aboutLimits = regexp.MustCompile(` usage per | to request ratio per `)
)

// noAnswer is a trial that the API server gave no answer to.
func noAnswer(out facts.LandingTrial, err error) facts.LandingTrial {
	out.Result, out.Because, out.Message = facts.TrialUnknown, "no-answer", short(err.Error())
	return out
}

// unknown is a trial that could not be made, or says nothing: because the service brings what is not
// there, or not even that.
func unknown(out facts.LandingTrial, brought bool, because, otherwise, message, without string) facts.LandingTrial {
	out.Result, out.Because, out.Message = facts.TrialUnknown, otherwise, without
	if brought {
		out.Because, out.Message = because, message
	}
	return out
}

// refused sorts what the API server did not take.
func (r *run) refused(out facts.LandingTrial, t service.Trial, s *metav1.Status, secret bool) facts.LandingTrial {
	out.Result, out.Message = facts.TrialRefused, short(s.Message)
	if secret { // the message may quote what is in it
		out.Message = fmt.Sprintf("it answers %d %s", s.Code, s.Reason)
	}
	out.AtLine = lineOf(t, s)
	switch {
	case s.Code == http.StatusNotFound && s.Details != nil && s.Details.Kind == "namespaces":
		return unknown(out, r.brings("Namespace", called(t.Namespace)), "brought-namespace", "no-namespace",
			"its namespace is not there before that of the service is applied", "its namespace does not exist")
	case s.Code == http.StatusNotFound:
		out.Result, out.Because = facts.TrialUnknown, "no-kind"
	case s.Code == http.StatusForbidden && noRight.MatchString(s.Message):
		out.Result, out.Because = facts.TrialUnknown, "no-right"
	case noDryRun.MatchString(s.Message):
		out.Result, out.Because = facts.TrialUnknown, "no-dry-run"
	case webhookDown.MatchString(s.Message):
		out.Because = "webhook"
	case s.Code == http.StatusUnauthorized, s.Code == http.StatusConflict, s.Code == http.StatusTooManyRequests, s.Code == http.StatusMethodNotAllowed,
		s.Code >= 500 && !ofApply.MatchString(s.Message):
		out.Result, out.Because = facts.TrialUnknown, "no-answer"
	case immutable.MatchString(s.Message):
		out.Because = "immutable"
	case aboutQuota.MatchString(s.Message):
		out.Because = "quota"
	}
	if what := r.broughtLater(t, s); out.Result == facts.TrialRefused && what != "" {
		out.Result, out.Because = facts.TrialUnknown, "brought"
		out.Message += ": the service brings " + what + ", which is not applied yet"
	}
	return out
}

// broughtLater is the object of the service that may take a refusal away once it is applied; "" for none.
func (r *run) broughtLater(t service.Trial, s *metav1.Status) string {
	spec, _ := t.Body["spec"].(map[string]any)
	named := func(kind, field string) bool {
		name, _ := spec[field].(string)
		return r.brings(kind, called(name))
	}
	switch {
	case aboutQuota.MatchString(s.Message) && r.brings("ResourceQuota", inside(t.Namespace)):
		return "a ResourceQuota"
	case (aboutQuota.MatchString(s.Message) || aboutLimits.MatchString(s.Message)) && r.brings("LimitRange", inside(t.Namespace)):
		return "a LimitRange"
	case strings.Contains(s.Message, "violates PodSecurity") && r.brings("Namespace", called(t.Namespace)):
		return "the Namespace with its labels"
	case strings.Contains(s.Message, "error looking up service account") && named("ServiceAccount", "serviceAccountName"):
		return "the ServiceAccount"
	case strings.Contains(s.Message, "no PriorityClass with name") && named("PriorityClass", "priorityClassName"):
		return "the PriorityClass"
	case strings.Contains(s.Message, "pod rejected: RuntimeClass") && named("RuntimeClass", "runtimeClassName"):
		return "the RuntimeClass"
	case r.brings("CustomResourceDefinition", func(o facts.LandingObject) bool { return r.defines(o, t) }):
		return "the CRD of its kind"
	}
	return ""
}

// isApplyOnly reports whether a refusal is of server-side apply, which is stricter than a plain create.
func isApplyOnly(s *metav1.Status) bool { return ofApply.MatchString(s.Message) }

// warnings are those of the API server, bounded, each once.
func warnings(all []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range all {
		if w = short(w); w != "" && !seen[w] && len(out) < warningsMax {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func short(message string) string { return text.Truncate(text.OneLine(message), messageMax) }
