package collect

import "regexp"

// Parts of URLs that can hold secrets: the user, and everything after the path, such
// as the signature of a link to a registry's store.
var (
	userinfo = regexp.MustCompile(`(://)[^/\s"'@]+@`)
	urlQuery = regexp.MustCompile(`(://[^\s"'?]+)\?[^\s"']+`)
)

// redactURLs removes what can be a secret from the URLs in a message.
func redactURLs(text string) string {
	return urlQuery.ReplaceAllString(userinfo.ReplaceAllString(text, "$1"), "$1?…")
}

// secretValue is a value that a log line gives a telling name.
var secretValue = regexp.MustCompile(`(?i)((?:password|passwd|secret|token|api[-_]?key|authorization)["']?\s*[=:]\s*(?:(?:bearer|basic)\s+)?)["']?[^\s"',;]+["']?`)

// redact removes what can be a secret from a text that a program wrote: the secrets of URLs, and
// values after names such as password.
func redact(text string) string { return secretValue.ReplaceAllString(redactURLs(text), "${1}…") }

// message is a text as long as a message may be, without the secrets of URLs.
func (r *reader) message(path ...string) string {
	value, found := r.at(path...)
	text, ok := value.(string)
	if found && !ok {
		r.fail(path, "is not a string")
	}
	return shorten(redactURLs(text))
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
		if text, ok := element.(string); ok {
			out = append(out, shorten(redactURLs(text)))
		}
	}
	return out
}
