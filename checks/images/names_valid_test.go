package images

import (
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

func TestNamesValid(t *testing.T) {
	of := func(image string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: '" + image + "'}]}\n"
	}
	const digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for image, says := range map[string]string{
		"nginx": "", "nginx:1": "", "docker.io/library/nginx:1.27-alpine" + digest: "", "localhost:5000/a/b_c/d__e:V1": "", "REGISTRY.example.com:443/web": "", "[fd00::1]:5000/web": "",
		"Nginx:1":                 "in lower case",
		"ghcr.io/Shop/web":        "in lower case",
		"{{ .Values.image }}":     "a template that was not rendered",
		"$REGISTRY/web:1":         "a variable that nothing has put in",
		"https://docker.io/nginx": "has no scheme",
		" nginx":                  "white space",
		"nginx:":                  "it must be [HOST[:PORT]/]PATH[:TAG][@DIGEST]",
		"nginx:a:b":               "it must be",
		"nginx@sha256:abc":        "it must be",
	} {
		t.Run(image, func(t *testing.T) {
			want := check.StatusGap
			if says == "" {
				want = check.StatusPass
			}
			landtest.Judge(t, NamesValid(), of(image), facts.Input{}, want, says)
		})
	}
	landtest.Judge(t, NamesValid(), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\n", facts.Input{}, check.StatusSkip, "no containers")
	scaled := "apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nmetadata: {name: web}\nspec: {jobTargetRef: {template: {spec: {containers: [{name: web, image: Web}]}}}}\n"
	landtest.Judge(t, NamesValid(), scaled, facts.Input{}, check.StatusGap, "in lower case")
}
