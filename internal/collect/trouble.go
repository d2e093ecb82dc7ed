package collect

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// troublesMax is how many troubles of one workload on one node are kept.
const troublesMax = 10

// starting are waiting reasons of a container that only has not started yet.
var starting = []string{"ContainerCreating", "PodInitializing"}

// restartsTold is how often a container that is ready has to have ended before that is kept.
const restartsTold = 3

// troubles returns why a pod is not ready, or not for long: what the scheduler says of it, and what
// its containers wait for or died of.
func troubles(p *corev1.Pod) []facts.Trouble {
	var out []facts.Trouble
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason != "" {
			out = append(out, facts.Trouble{Reason: text.Truncate(c.Reason, valueMax), Message: shorten(redact(c.Message)), Count: 1})
		}
	}
	if reason := sealed(p.Labels); reason != "" {
		out = append(out, facts.Trouble{Reason: reason, Count: 1})
	}
	for _, group := range []struct {
		init     bool
		statuses []corev1.ContainerStatus
	}{{true, p.Status.InitContainerStatuses}, {false, p.Status.ContainerStatuses}} {
		for _, s := range group.statuses {
			if t, ok := containerTrouble(s); ok {
				t.Init = group.init
				out = append(out, t)
			}
		}
	}
	return out
}

// sealed returns what Vault and OpenBao say of themselves by labels of their pods, where they register with Kubernetes:
// https://developer.hashicorp.com/vault/docs/configuration/service-registration/kubernetes
func sealed(labels map[string]string) string {
	for _, product := range []string{"vault", "openbao"} {
		switch {
		case labels[product+"-initialized"] == "false":
			return facts.ReasonUninitialized
		case labels[product+"-sealed"] == "true":
			return facts.ReasonSealed
		}
	}
	return ""
}

// containerTrouble returns why a container is not well; false when nothing tells.
func containerTrouble(s corev1.ContainerStatus) (facts.Trouble, bool) {
	t := facts.Trouble{Container: s.Name, Count: 1}
	if w := s.State.Waiting; w != nil && !slices.Contains(starting, w.Reason) {
		t.Reason, t.Message = text.Truncate(w.Reason, valueMax), shorten(redact(w.Message))
		if slices.Contains(pullFaults, w.Reason) {
			t.Image, t.Message = text.Truncate(s.Image, messageMax), endOfMessage(redact(w.Message))
		}
	}
	ended := s.LastTerminationState.Terminated
	if now := s.State.Terminated; now != nil && (now.ExitCode != 0 || now.Reason != "Completed") {
		ended = now
	}
	if ended != nil && (!s.Ready || s.RestartCount >= restartsTold) {
		t.Ended, t.ExitCode = text.Truncate(cmp.Or(ended.Reason, "Error"), valueMax), int(ended.ExitCode)
		t.LastWords = lastWords(ended.Message)
	}
	return t, t.Reason != "" || t.Ended != ""
}

// What a line of a log says that tells why a program ended, the first before the second.
var (
	fatalLine = regexp.MustCompile(`(?i)\b(fatal|panic|critical)\b`)
	errorLine = regexp.MustCompile(`(?i)(\berror\b|\berr=|\bE\d{4} |failed|cannot|unable)`)
)

// lastWords returns the line of a termination message that tells most: the last that speaks of
// something fatal, or else of an error, or else the last. A container may write what it likes
// there, or the end of its log may stand there.
func lastWords(message string) string {
	var fatal, fault, last string
	for line := range strings.Lines(message) {
		line = text.OneLine(line)
		switch {
		case line == "":
			continue
		case fatalLine.MatchString(line):
			fatal = line
		case errorLine.MatchString(line):
			fault = line
		}
		last = line
	}
	for _, line := range []string{fatal, fault, last} {
		if line != "" {
			return shorten(redact(line))
		}
	}
	return ""
}

// withLogs returns the troubles of a pod with what the logs of its containers are known to say: their
// last words where the kubelet keeps none, and why those of a pod that is not ready are not.
func withLogs(p podFact, said map[string]string) []facts.Trouble {
	out := slices.Clone(p.troubles)
	for _, name := range slices.Sorted(maps.Keys(said)) {
		words := shorten(redact(said[name]))
		i := slices.IndexFunc(out, func(t facts.Trouble) bool { return t.Container == name && t.Ended != "" })
		switch {
		case i >= 0 && out[i].LastWords == "":
			out[i].LastWords = words
		case i < 0 && !p.ready && !slices.ContainsFunc(out, func(t facts.Trouble) bool { return t.Container == name }):
			out = append(out, facts.Trouble{Container: name, LastWords: words, Count: 1})
		}
	}
	return out
}

// addTroubles adds those of one pod to those of a workload. Of several with one container and
// reason it keeps the longest texts: that of a back-off may lack the cause.
func addTroubles(sum, more []facts.Trouble) []facts.Trouble {
	for _, t := range more {
		i := slices.IndexFunc(sum, func(o facts.Trouble) bool {
			return o.Container == t.Container && o.Init == t.Init && sameTrouble(o.Reason, t.Reason)
		})
		if i < 0 {
			if len(sum) < troublesMax {
				sum = append(sum, t)
			}
			continue
		}
		sum[i] = mergeTroubles(sum[i], t)
	}
	return sum
}

// mergeTroubles makes one trouble of two with one container and reason.
func mergeTroubles(a, b facts.Trouble) facts.Trouble {
	out := a
	if len(b.Message) > len(a.Message) {
		out.Message, out.Reason, out.Image = b.Message, b.Reason, b.Image
	}
	if len(b.LastWords) > len(a.LastWords) || a.Ended == "" {
		out.Ended, out.ExitCode, out.LastWords = b.Ended, b.ExitCode, b.LastWords
	}
	out.Count = a.Count + b.Count
	return out
}

// sameTrouble reports whether two reasons are the same, or stages of one: the kubelet goes to and
// fro between an image that it cannot pull and the back-off after it.
func sameTrouble(a, b string) bool {
	pulling := func(reason string) bool { return reason == "ErrImagePull" || reason == "ImagePullBackOff" }
	return a == b || pulling(a) && pulling(b)
}
