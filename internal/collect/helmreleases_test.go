package collect

import (
	"context"
	"slices"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
)

// helmSecrets is a cluster with Secrets, of which it gives metadata only.
type helmSecrets struct {
	target.Source
	all   []*metav1.PartialObjectMetadata
	asked []target.Query
}

func (h *helmSecrets) Each(_ context.Context, q target.Query, fn func(runtime.Object) error) error {
	h.asked = append(h.asked, q)
	selector, err := labels.Parse(q.LabelSelector)
	if err != nil {
		return err
	}
	for _, o := range h.all {
		if (q.Namespace == "" || q.Namespace == o.Namespace) && selector.Matches(labels.Set(o.Labels)) {
			if err := fn(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// helmSecret is the Secret of one revision.
func helmSecret(name, status, version string, more ...string) *metav1.PartialObjectMetadata {
	o := &metav1.PartialObjectMetadata{}
	o.Namespace, o.Name = "helmed", "sh.helm.release.v1."+name+".v"+version
	o.CreationTimestamp = metav1.NewTime(moment)
	o.Labels = map[string]string{"owner": "helm", "name": name, "status": status, "version": version}
	for i := 0; i+1 < len(more); i += 2 {
		o.Labels[more[i]] = more[i+1]
	}
	return o
}

func collectHelm(t *testing.T, src *helmSecrets, consents ...Consent) *facts.Snapshot {
	t.Helper()
	src.Source = dump(t, "{apiVersion: v1, kind: Namespace, metadata: {name: helmed}}", true)
	return Snapshot(t.Context(), src, []facts.Kind{facts.KindHelmReleases}, Options{Now: moment, Consents: consents})
}

// TestHelmReleases: what counts is the newest revision of each release, compared as a number.
func TestHelmReleases(t *testing.T) {
	src := &helmSecrets{all: []*metav1.PartialObjectMetadata{
		helmSecret("ingress", "deployed", "2"), helmSecret("ingress", "failed", "3", "modifiedAt", "1792490700"),
		helmSecret("mended", "failed", "9"), helmSecret("mended", "deployed", "10"),
		helmSecret("hung", "pending-install", "1"), helmSecret("fine", "deployed", "4"), helmSecret("fine", "superseded", "3"),
		helmSecret("broken", "failed", "first"),
		helmSecret("other", "failed", "1", "owner", "somebody"),
	}}
	s := collectHelm(t, src, ConsentSecretNames)
	want := []facts.HelmRelease{
		{Namespace: "helmed", Name: "hung", Revision: 1, Status: "pending-install", Since: truncateToSecond(moment)},
		{Namespace: "helmed", Name: "ingress", Revision: 3, Status: "failed", Since: helmSince(src.all[1]), Deployed: 2},
	}
	if !s.HelmReleases.Asked || !slices.Equal(s.HelmReleases.Stuck, want) {
		t.Errorf("got %+v, want %+v", s.HelmReleases, want)
	}
	if got := s.HelmReleases.Stuck[1].Since.Format("2006-01-02"); got != "2026-10-20" {
		t.Errorf("the label modifiedAt is not read: %s", got)
	}
	if blind := s.Blind([]facts.Kind{facts.KindHelmReleases}); len(blind) != 1 || blind[0].Reason != facts.ReasonMalformed {
		t.Errorf("a revision without a number is not said: %+v", blind)
	}
	for _, q := range src.asked {
		if !q.Metadata || q.Resource != "secrets" || q.LabelSelector == "" {
			t.Errorf("it asks for more than the metadata of Helm's Secrets: %+v", q)
		}
	}
}

// TestHelmReleasesUnasked: nothing is listed without the user's consent, and nothing is known.
func TestHelmReleasesUnasked(t *testing.T) {
	src := &helmSecrets{all: []*metav1.PartialObjectMetadata{helmSecret("hung", "pending-install", "1")}}
	s := collectHelm(t, src)
	if s.HelmReleases.Asked || len(s.HelmReleases.Stuck) > 0 || len(src.asked) > 0 {
		t.Errorf("got %+v after %+v", s.HelmReleases, src.asked)
	}
	for _, read := range Reads([]facts.Kind{facts.KindHelmReleases}, Options{}) {
		t.Errorf("it wants the right to %v %s", read.Verbs, read.Resource)
	}
	if reads := Reads([]facts.Kind{facts.KindHelmReleases}, Options{Consents: Consents()}); len(reads) != 1 || reads[0].Resource != "secrets" {
		t.Errorf("with consent it wants %+v", reads)
	}
}
