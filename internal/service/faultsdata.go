package service

import (
	"slices"

	"k8s.io/apimachinery/pkg/util/validation"
)

// dataMax is how much a ConfigMap or a Secret may hold.
const dataMax = 1 << 20

// data finds keys that a ConfigMap or a Secret may not have, one that holds too much, and keys that a type of Secret lacks. Of
// values it looks at nothing but their length.
func (f *faultFinder) data() {
	size, keys := 0, []string{}
	for _, part := range []string{"data", "stringData", "binaryData"} {
		for key, value := range f.fieldsOf(part) {
			if why := validation.IsConfigMapKey(key); len(why) > 0 {
				f.add([]string{part}, "the key %s is not valid: %s", quoted(key), because(why))
			}
			keys = append(keys, key)
			text, _ := value.(string)
			if part == "data" && f.kind == "Secret" || part == "binaryData" {
				size += len(text) / 4 * 3 // base64
			} else {
				size += len(text)
			}
		}
	}
	if size > dataMax {
		f.add([]string{"data"}, "it holds %d bytes, more than the %d that it may", size, dataMax)
	}
	if f.kind != "Secret" {
		return
	}
	kind := f.text("type")
	for _, key := range map[string][]string{
		"kubernetes.io/tls": {"tls.crt", "tls.key"}, "kubernetes.io/dockerconfigjson": {".dockerconfigjson"}, "kubernetes.io/dockercfg": {".dockercfg"},
		"kubernetes.io/ssh-auth": {"ssh-privatekey"},
	}[kind] {
		if !slices.Contains(keys, key) {
			f.add([]string{"type"}, "a Secret of the type %s must have the key %s", kind, key)
		}
	}
	switch account := "kubernetes.io/service-account.name"; {
	case kind == "kubernetes.io/service-account-token" && f.object.annotations[account] == "":
		f.add([]string{"type"}, "a Secret of the type %s must have the annotation %s", kind, account)
	case kind == "kubernetes.io/basic-auth" && !slices.Contains(keys, "username") && !slices.Contains(keys, "password"):
		f.add([]string{"type"}, "a Secret of the type %s must have the key username or password", kind)
	}
}
