package service

import (
	"strings"

	"github.com/kready/kready/internal/kube"
)

// imageFault says why a kubelet does not take the name of an image; "" where it does, and where there is none.
func imageFault(name string) string {
	if name == "" || kube.IsImage(name) {
		return ""
	}
	why := "it must be [HOST[:PORT]/]PATH[:TAG][@DIGEST]"
	switch {
	case strings.Contains(name, "{{"):
		why = "a template that was not rendered"
	case strings.Contains(name, "$"):
		why = "a variable that nothing has put in"
	case strings.Contains(name, "://"):
		why = "the name of an image has no scheme"
	case strings.TrimSpace(name) != name:
		why = "it has white space around it"
	case kube.IsImage(strings.ToLower(name)):
		why = "its path must be in lower case"
	}
	return quoted(name) + ": " + why
}
