package collect

import (
	"regexp"

	"github.com/kready/kready/internal/text"
)

// redactURLs removes what can be a secret from the URLs in a message before it is cut to a
// length, since half a password would not be recognised any more.
func redactURLs(message string) string { return text.RedactURLs(message) }

// secretValue is a value that a log line gives a telling name.
var secretValue = regexp.MustCompile(`(?i)((?:password|passwd|secret|token|api[-_]?key|authorization)["']?\s*[=:]\s*(?:(?:bearer|basic)\s+)?)["']?[^\s"',;]+["']?`)

// redact removes what can be a secret from a text that a program wrote: the secrets of URLs, and
// values after names such as password.
func redact(text string) string { return secretValue.ReplaceAllString(redactURLs(text), "${1}…") }

// message is a text as long as a message may be, without the secrets of URLs.
func (r *reader) message(path ...string) string {
	value, found := r.at(path...)
	said, ok := value.(string)
	if found && !ok {
		r.fail(path, "is not a string")
	}
	return shorten(said)
}

// messages is a list of messages.
func (r *reader) messages(path ...string) []string {
	value, found := r.at(path...)
	elements, ok := value.([]any)
	if found && !ok {
		r.fail(path, "is not a list")
	}
	var out []string
	for _, element := range elements {
		if said, ok := element.(string); ok {
			out = append(out, shorten(said))
		}
	}
	return out
}
