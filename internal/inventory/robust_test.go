package inventory_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
)

// disguise changes what people change about an install without changing the product.
type disguise struct {
	name   string
	change func(*facts.Snapshot)
	// loses are products that cannot be recognised any more.
	loses []string
}

// disguises are all made from the facts of the corpus. What a disguise hides for good,
// such as the version that only the tag held, is not compared.
var disguises = []disguise{
	{name: "every registry behind a mirror", change: func(s *facts.Snapshot) {
		eachImage(s, func(image *facts.Image) {
			image.Registry, image.Repository = "registry.internal:5000", "mirror/"+strings.TrimPrefix(image.Repository, "library/")
		})
	}},
	{name: "a mirror that keeps the host", change: func(s *facts.Snapshot) {
		eachImage(s, func(image *facts.Image) {
			image.Registry, image.Repository = "registry.internal", "proxy/"+image.Registry+"/"+image.Repository
		})
	}},
	{name: "a mirror that flattens paths", change: func(s *facts.Snapshot) {
		eachImage(s, func(image *facts.Image) {
			whole := image.Registry + "/" + image.Repository
			image.Registry, image.Repository = "registry.internal", "mirror/"+strings.NewReplacer("/", "-", ".", "-").Replace(whole)
		})
	}, loses: []string{"aws-vpc-cni", "amazon-cni-metrics-helper", "registry"}},
	{name: "every namespace renamed", change: func(s *facts.Snapshot) {
		renameNamespaces(s, func(name string) string { return "tenant-" + name })
	}},
	{name: "every release renamed", change: func(s *facts.Snapshot) {
		eachWorkload(s, func(w *facts.Workload) { w.Name = "other-" + w.Name })
		eachLabels(s, func(labels map[string]string) {
			for _, key := range []string{"app.kubernetes.io/instance", "release", "helm.sh/release"} {
				if value, ok := labels[key]; ok {
					labels[key] = "other-" + value
				}
			}
		})
	}},
	{name: "tags replaced by digests", change: func(s *facts.Snapshot) {
		eachImage(s, func(image *facts.Image) {
			image.Tag, image.Digest = "", "sha256:"+strings.Repeat("0f", 32)
		})
	}},
	{name: "helm labels removed", change: func(s *facts.Snapshot) {
		eachLabels(s, func(labels map[string]string) {
			maps.DeleteFunc(labels, func(key, _ string) bool {
				return strings.HasPrefix(key, "app.kubernetes.io/") || strings.HasPrefix(key, "helm.sh/") ||
					slices.Contains([]string{"release", "chart", "heritage"}, key)
			})
		})
	}},
}

func eachWorkload(s *facts.Snapshot, change func(*facts.Workload)) {
	for i := range s.Workloads {
		change(&s.Workloads[i])
	}
}

func eachImage(s *facts.Snapshot, change func(*facts.Image)) {
	eachWorkload(s, func(w *facts.Workload) {
		for i := range w.Containers {
			change(&w.Containers[i].Image)
		}
		for i := range w.InitContainers {
			change(&w.InitContainers[i].Image)
		}
	})
}

// eachLabels changes labels and the selectors that name them.
func eachLabels(s *facts.Snapshot, change func(map[string]string)) {
	eachWorkload(s, func(w *facts.Workload) {
		change(w.Labels)
		change(w.PodLabels)
		change(w.Selector)
	})
	for i := range s.Backends {
		change(s.Backends[i].Selector)
	}
}

func renameNamespaces(s *facts.Snapshot, rename func(string) string) {
	eachWorkload(s, func(w *facts.Workload) { w.Namespace = rename(w.Namespace) })
	for i := range s.Backends {
		s.Backends[i].Namespace = rename(s.Backends[i].Namespace)
	}
	for i := range s.APIServices {
		s.APIServices[i].ServiceNamespace = rename(s.APIServices[i].ServiceNamespace)
	}
	for i := range s.Webhooks {
		for j := range s.Webhooks[i].Webhooks {
			s.Webhooks[i].Webhooks[j].ServiceNamespace = rename(s.Webhooks[i].Webhooks[j].ServiceNamespace)
		}
	}
	for i := range s.OperatorResources {
		if s.OperatorResources[i].Namespace != "" {
			s.OperatorResources[i].Namespace = rename(s.OperatorResources[i].Namespace)
		}
	}
}

// testDisguises demands that every product that is found in the corpus is found in
// each disguise of it, and that none is found which is not there.
func testDisguises(t *testing.T, samples []sample) {
	for _, d := range disguises {
		t.Run(d.name, func(t *testing.T) {
			found, of := 0, 0
			for _, s := range samples {
				changed := s.copy(t)
				d.change(changed)
				got := names(recogniser(t).Input(changed, time.Time{}), facts.StateRunning)
				for _, name := range s.runs {
					of++
					if slices.Contains(got, name) {
						found++
					} else if !slices.Contains(d.loses, name) {
						t.Errorf("%s: %s is not found any more", s.dir, name)
					}
				}
				for _, name := range got {
					if !slices.Contains(s.runs, name) {
						t.Errorf("%s: %s is found, and was not before", s.dir, name)
					}
				}
			}
			t.Logf("%d of %d", found, of)
		})
	}
}

// testPairs puts every two products of a battery into one cluster and asks for both.
func testPairs(t *testing.T, c *catalog.Catalog, samples []sample) {
	byBattery := map[string][]sample{}
	seen := map[string]bool{}
	for _, s := range samples {
		for _, name := range s.runs {
			if !seen[name] {
				seen[name] = true
				byBattery[batteryOf(c, name)] = append(byBattery[batteryOf(c, name)], s)
			}
		}
	}
	pairs := 0
	for _, group := range byBattery {
		for i := range group {
			for j := range i {
				pairs++
				testPair(t, group[i], group[j])
			}
		}
	}
	t.Logf("%d pairs", pairs)
}

func testPair(t *testing.T, a, b sample) {
	both := *a.snapshot
	both.Workloads = slices.Concat(a.snapshot.Workloads, b.snapshot.Workloads)
	both.Backends = slices.Concat(a.snapshot.Backends, b.snapshot.Backends)
	both.CRDs = slices.Concat(a.snapshot.CRDs, b.snapshot.CRDs)
	both.Webhooks = slices.Concat(a.snapshot.Webhooks, b.snapshot.Webhooks)
	both.APIServices = slices.Concat(a.snapshot.APIServices, b.snapshot.APIServices)
	both.IngressClasses = slices.Concat(a.snapshot.IngressClasses, b.snapshot.IngressClasses)
	both.OperatorResources = slices.Concat(a.snapshot.OperatorResources, b.snapshot.OperatorResources)
	got := names(recogniser(t).Input(&both, time.Time{}), facts.StateRunning)
	for _, s := range []sample{a, b} {
		for _, name := range s.runs {
			if !slices.Contains(got, name) {
				t.Errorf("%s beside %s: %s is not found", a.dir, b.dir, name)
			}
		}
	}
}
