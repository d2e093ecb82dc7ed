package catalog

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/util/version"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

func shipped(t *testing.T) *Catalog {
	t.Helper()
	c, err := loadFiles(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestRoles holds roles.yaml to the roles in use: each that an entry has is listed, with its
// meaning, and each that is listed is one that some entry has.
func TestRoles(t *testing.T) {
	listed, err := Roles(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, e := range shipped(t).Entries {
		for _, role := range e.Roles() {
			used[role] = true
			if !slices.Contains(listed, role) {
				t.Errorf("%s: role %s is not in %s", e.Name, role, RolesFile)
			}
		}
	}
	for _, role := range listed {
		if !used[role] {
			t.Errorf("%s lists %s, which no entry has", RolesFile, role)
		}
	}
}

// TestFolders holds each entry to the folder of its main role.
func TestFolders(t *testing.T) {
	folders := map[string]string{}
	err := fs.WalkDir(policies.Files, "catalog", func(file string, _ fs.DirEntry, err error) error {
		folders[strings.TrimSuffix(path.Base(file), ".yaml")] = path.Base(path.Dir(file))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range shipped(t).Entries {
		if battery, _, _ := strings.Cut(e.Provides[0], "/"); folders[e.Name] != battery {
			t.Errorf("%s is in folder %s, and its main role is %s", e.Name, folders[e.Name], e.Provides[0])
		}
	}
}

// TestMarksBelongToOne fails when two products claim one mark: a left-over of it would
// be said to be of both.
func TestMarksBelongToOne(t *testing.T) {
	owner := map[string]Entry{}
	for _, e := range shipped(t).Entries {
		if len(e.WorkloadRules) == 0 {
			continue // a bundle of CRDs, or what only a provider runs
		}
		m := e.Marks
		for kind, names := range map[string][]string{
			"CRD": m.CRDs, "IngressClass": m.IngressControllers, "GatewayClass": m.GatewayControllers,
			"CSIDriver": m.CSIDrivers, "webhook": m.Webhooks, "APIService": m.APIServices, "provisioner": m.Provisioners,
		} {
			for _, name := range names {
				other, taken := owner[kind+name]
				if taken && !slices.Contains(other.Explains, e.Name) && !slices.Contains(e.Explains, other.Name) {
					t.Errorf("%s %s is a mark of %s and of %s", kind, name, other.Name, e.Name)
				}
				owner[kind+name] = e
			}
		}
	}
}

func TestLifecycles(t *testing.T) {
	c := shipped(t)
	for _, e := range c.Entries {
		if e.Lifecycle.Source != "" && !strings.HasPrefix(e.Lifecycle.Source, "https://") {
			t.Errorf("%s: source %q", e.Name, e.Lifecycle.Source)
		}
		if e.Lifecycle.Since != "" {
			if _, err := time.Parse(time.DateOnly, e.Lifecycle.Since); err != nil {
				t.Errorf("%s: since %q", e.Name, e.Lifecycle.Since)
			}
		}
		if e.Lifecycle.Successor != "" && !c.has(e.Lifecycle.Successor) {
			t.Errorf("%s: its successor %s is no entry", e.Name, e.Lifecycle.Successor)
		}
	}
}

func TestTables(t *testing.T) {
	release := regexp.MustCompile(`^(\d+(\.\d+)?|[a-z0-9]+(-[a-z0-9]+)+)$`) // or a vendor's own offer
	seen := map[string]bool{}
	for _, table := range shipped(t).Tables.Support {
		if seen[table.Name] {
			t.Errorf("two tables named %s", table.Name)
		}
		seen[table.Name] = true
		if table.Title == "" || !strings.HasPrefix(table.Source, "https://") {
			t.Errorf("%s: title %q, source %q", table.Name, table.Title, table.Source)
		}
		names := map[string]bool{}
		for i, r := range table.Releases {
			if !release.MatchString(r.Name) || names[r.Name] {
				t.Errorf("%s: release %q", table.Name, r.Name)
			}
			names[r.Name] = true
			if !r.ExtendedUntil.IsZero() && !r.ExtendedUntil.After(r.EndOfLife) {
				t.Errorf("%s %s: paid support ends before support does", table.Name, r.Name)
			}
			if i > 0 && table.Releases[i-1].EndOfLife.IsZero() && !r.EndOfLife.IsZero() {
				t.Errorf("%s %s: an older release has no end, and this one has", table.Name, r.Name)
			}
		}
	}
	for _, name := range []string{"kubernetes", "eks", "gke", "aks", "openshift"} {
		if !seen[name] {
			t.Errorf("no table %s", name)
		}
	}
}

// TestCompatibility holds the statements of makers to their form, and to the products that every
// battery is mostly provided by.
func TestCompatibility(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range shipped(t).Tables.Compatibility {
		if seen[table.Name] {
			t.Errorf("two tables of %s", table.Name)
		}
		seen[table.Name] = true
		if table.Updated.After(time.Now().AddDate(0, 0, 1)) {
			t.Errorf("%s was read in the future", table.Name)
		}
		for _, r := range table.Releases {
			if r.FromMinor > 60 || r.ToMinor > 60 || r.ToMinor == 0 && r.FromMinor == 0 {
				t.Errorf("%s %s: %+v", table.Name, r.Name, r)
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d products", len(seen))
	}
	for _, name := range []string{
		"cilium", "calico", "ingress-nginx", "traefik", "istio", "linkerd", "external-secrets", "vault", "cert-manager", "spire", "loki",
		"metrics-server", "opentelemetry-operator", "longhorn", "karpenter", "keda", "kyverno", "velero", "argo-cd", "coredns", "harbor",
	} {
		if !seen[name] {
			t.Errorf("nothing is said of %s", name)
		}
	}
}

// TestRemovals holds the rows of API removals to one an API and kind.
func TestRemovals(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range shipped(t).Tables.Removals {
		for _, r := range table.Removals {
			for _, kind := range r.Kinds {
				id := r.Group + "/" + r.Version + " " + kind
				if seen[id] {
					t.Errorf("%s goes twice", id)
				}
				seen[id] = true
			}
		}
	}
	if !seen["admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy"] || !seen["resource.k8s.io/v1beta1 ResourceClaim"] {
		t.Errorf("removals that every release note names are missing: %v", seen)
	}
}

// TestSwitches holds the gates and flags that go to one row each.
func TestSwitches(t *testing.T) {
	seen := map[string]facts.Switch{}
	for _, table := range shipped(t).Tables.Switches {
		for _, s := range table.Switches {
			id := s.Gate + s.Component + s.Flag
			if _, twice := seen[id]; twice || s.RemovedInMinor < 35 || s.RemovedInMinor > 45 {
				t.Errorf("%+v", s)
			}
			seen[id] = s
		}
	}
	if !seen["NodeSwap"].Planned || seen["SidecarContainers"].RemovedIn != "1.37" {
		t.Errorf("NodeSwap %+v, SidecarContainers %+v", seen["NodeSwap"], seen["SidecarContainers"])
	}
}

// TestAgedAPIs holds the resources whose writers are looked for to the table of removals: all kinds
// that can be stored, in all versions that go with 1.37 or later.
func TestAgedAPIs(t *testing.T) {
	want := map[string]bool{}
	for _, table := range shipped(t).Tables.Removals {
		for _, r := range table.Removals {
			for _, kind := range r.Kinds {
				if r.RemovedInMinor >= 37 && kind != "Eviction" { // no object is stored of it
					want[r.Group+"/"+r.Version+" "+kind] = true
				}
			}
		}
	}
	for _, a := range facts.AgedAPIs() {
		for _, version := range a.Versions {
			id := a.Group + "/" + version + " " + a.Kind
			if !want[id] {
				t.Errorf("%s does not go", id)
			}
			delete(want, id)
		}
	}
	if len(want) > 0 {
		t.Errorf("nobody looks for the writers of %v", want)
	}
}

// TestFields holds the rows of fields to one a field and value.
func TestFields(t *testing.T) {
	path := regexp.MustCompile(`^[A-Z][A-Za-z]+\.spec(\.([a-z][A-Za-z]*|\*)(\[\])?)+$`)
	seen := map[string]bool{}
	for _, table := range shipped(t).Tables.Fields {
		for _, f := range table.Fields {
			id := f.Path + "=" + f.Value
			if seen[id] || !path.MatchString(f.Path) {
				t.Errorf("field %q", id)
			}
			seen[id] = true
		}
	}
	if !seen["Pod.spec.initContainers[].restartPolicy="] || !seen["HorizontalPodAutoscaler.spec.minReplicas=0"] {
		t.Errorf("fields are missing: %v", seen)
	}
}

// TestShippedVersions holds that what comes with Kubernetes grows with it, row by row.
func TestShippedVersions(t *testing.T) {
	tables := shipped(t).Tables.Shipped
	if len(tables) == 0 {
		t.Fatal("no table")
	}
	for _, table := range tables {
		for i, row := range table.Rows {
			if i == 0 {
				continue
			}
			before := table.Rows[i-1]
			newer := version.MustParseGeneric(before.Version).LessThan(version.MustParseGeneric(row.Version))
			if row.KubernetesMinor <= before.KubernetesMinor || !newer {
				t.Errorf("%s: %s with %s after %s with %s", table.Name, row.Version, row.Kubernetes, before.Version, before.Kubernetes)
			}
		}
	}
}
