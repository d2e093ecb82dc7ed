// Package knownlog knows messages that programs of the platform write to their logs, and that tell why
// they are not well. Nothing else of a log is looked at or kept.
package knownlog

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/kready/kready/internal/text"
)

// Message is one that is known.
type Message struct {
	// Images are what the names of the images end in, without registry and tag, of which the programs
	// write it; none for what any program may write.
	Images []string
	// Says matches the message. What it matches is quoted, so that it is short, and holds no name or
	// address but those that tell where to look.
	Says *regexp.Regexp
	// Remedy is what to do, as Markdown, and Source is who says so.
	Remedy, Source string
	// mark is a part that each such message has, by which lines are looked through.
	mark string
}

// textMax is how many characters of a message are quoted.
const textMax = 200

// Find returns what a log says that is known: the last such message, of one line that of the product; "" for none.
func Find(log []byte) string {
	found, last := "", -1
	for _, m := range table() {
		at := bytes.LastIndex(log, []byte(m.mark))
		if at < 0 {
			continue
		}
		begins := bytes.LastIndexByte(log[:at], '\n') + 1
		if begins <= last {
			continue
		}
		if said := m.Says.Find(lineAt(log, at)); said != nil {
			found, last = text.Truncate(text.Clean(text.OneLine(string(said))), textMax), begins
		}
	}
	return found
}

// lineAt returns the line of a text that an offset lies in.
func lineAt(log []byte, at int) []byte {
	from := bytes.LastIndexByte(log[:at], '\n') + 1
	if end := bytes.IndexByte(log[at:], '\n'); end >= 0 {
		return log[from : at+end]
	}
	return log[from:]
}

// Of returns the known message that a text holds, of a container with one of these images; false when
// there is none.
func Of(said string, images ...string) (Message, bool) {
	for _, m := range table() {
		writes := len(m.Images) == 0 || slices.ContainsFunc(m.Images, func(ending string) bool {
			return slices.ContainsFunc(images, func(image string) bool { return strings.HasSuffix("/"+image, "/"+ending) })
		})
		if writes && m.Says.MatchString(said) {
			return m, true
		}
	}
	return Message{}, false
}
