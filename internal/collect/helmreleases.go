package collect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

// Labels of the Secrets that Helm keeps its releases in, one for each revision:
// https://github.com/helm/helm/blob/main/pkg/storage/driver/secrets.go
const (
	helmStuck    = "owner=helm,status in (failed,pending-install,pending-upgrade,pending-rollback,uninstalling)"
	helmDeployed = "owner=helm,status=deployed"
)

// Bounds of what is looked at of releases.
const (
	// helmRevisions is how many revisions a list may hold, helmNamespaces in how many namespaces the deployed
	// ones are looked for.
	helmRevisions  = 2000
	helmNamespaces = 50
)

func helmReleasesCollector() Collector {
	return Collector{
		Facts:   facts.KindHelmReleases,
		Reads:   []Read{list("", "secrets")},
		Consent: ConsentSecretNames,
		Collect: collectHelmReleases,
	}
}

// collectHelmReleases reads the metadata of the Secrets in which Helm keeps revisions that are not deployed, and of
// the deployed ones in the same namespaces: an old revision stays failed after a newer one was deployed.
func collectHelmReleases(ctx context.Context, r *Run) Fill {
	stuck := map[facts.ObjectRef]facts.HelmRelease{}
	for _, one := range r.helmRevisions(ctx, "", helmStuck) {
		if newest, ok := stuck[one.ref()]; !ok || one.Revision > newest.Revision {
			stuck[one.ref()] = one.HelmRelease
		}
	}
	for _, one := range r.helmDeployed(ctx, stuck) {
		if release, ok := stuck[one.ref()]; ok && one.Revision > release.Deployed {
			release.Deployed = one.Revision
			stuck[one.ref()] = release
		}
	}
	out := facts.HelmReleases{Asked: true}
	for _, release := range stuck {
		if release.Revision > release.Deployed {
			out.Stuck = append(out.Stuck, release)
		}
	}
	sortBy(out.Stuck,
		func(h facts.HelmRelease) string { return h.Namespace },
		func(h facts.HelmRelease) string { return h.Name })
	return func(s *facts.Snapshot) { s.HelmReleases = out }
}

// helmDeployed are the deployed revisions in the namespaces of the stuck ones.
func (r *Run) helmDeployed(ctx context.Context, stuck map[facts.ObjectRef]facts.HelmRelease) []helmRevision {
	in := map[string]bool{}
	for ref := range stuck {
		in[ref.Namespace] = true
	}
	namespaces := slices.Sorted(maps.Keys(in))
	if len(namespaces) > helmNamespaces {
		namespaces = []string{""}
	}
	return forEach(r, namespaces, func(r *Run, namespace string) []helmRevision { return r.helmRevisions(ctx, namespace, helmDeployed) })
}

// helmRevision is one revision of a release.
type helmRevision struct{ facts.HelmRelease }

func (h helmRevision) ref() facts.ObjectRef {
	return facts.ObjectRef{Namespace: h.Namespace, Name: h.Name}
}

func (r *Run) helmRevisions(ctx context.Context, namespace, selector string) []helmRevision {
	q := target.Query{Version: "v1", Resource: "secrets", Namespace: namespace, Metadata: true, LabelSelector: selector}
	all := eachUpTo(ctx, r, q, helmRevisions, func(o *metav1.PartialObjectMetadata) helmRevision {
		revision, err := strconv.Atoi(o.Labels["version"])
		if err != nil {
			r.malformed(q, &target.Malformed{Namespace: o.Namespace, Name: o.Name, Err: fmt.Errorf("its label version is no number: %w", err)})
		}
		return helmRevision{facts.HelmRelease{
			Namespace: o.Namespace, Name: text.Truncate(o.Labels["name"], valueMax), Revision: revision,
			Status: text.Truncate(o.Labels["status"], valueMax), Since: helmSince(o),
		}}
	})
	return slices.DeleteFunc(all, func(h helmRevision) bool { return h.Name == "" || h.Revision == 0 })
}

// helmSince is when Helm last wrote a revision: by its label, or when the Secret was made.
func helmSince(o *metav1.PartialObjectMetadata) time.Time {
	if seconds, err := strconv.ParseInt(o.Labels["modifiedAt"], 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return truncateToSecond(o.CreationTimestamp.Time)
}
