package policy

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// ofClass is how a quota names what the claims of one storage class take: "fast.storageclass.storage.k8s.io/requests.storage".
const ofClass = ".storageclass.storage.k8s.io/"

// ofStorage reports whether a quota's resource is one of claims.
func ofStorage(resource string) bool {
	return resource == "requests.storage" || strings.HasSuffix(resource, "persistentvolumeclaims") || strings.Contains(resource, ofClass)
}

// claims adds what the claims of a namespace take. Quotas with scopes count pods alone.
func (a *account) claims(namespace string) {
	if len(a.quota.Scopes) > 0 {
		return
	}
	for _, c := range a.of.claims[namespace] {
		n := a.claimed(c)
		class := c.Class
		if !c.ClassSet {
			class = a.of.class
		}
		a.total["persistentvolumeclaims"] += n
		a.total["count/persistentvolumeclaims"] += n
		a.total["requests.storage"] += n * c.Storage
		if class != "" {
			a.total[class+ofClass+"persistentvolumeclaims"] += n
			a.total[class+ofClass+"requests.storage"] += n * c.Storage
		}
		if a.claim == nil || c.Storage > a.claim.Storage {
			a.claim = c
		}
	}
}

// claimed is how many claims there are of one that is written: a template's for each pod.
func (a *account) claimed(c *facts.LandingClaim) int64 {
	if c.Kind == "PersistentVolumeClaim" {
		return 1
	}
	if p := a.of.brings.Template(c.Kind, c.Namespace, c.Name); p != nil {
		return a.replicas(p)
	}
	return 1
}

// defaultClass is the storage class of claims that name none; "" where there is none, or several.
func defaultClass(in *facts.Input) string {
	name, several := "", false
	for _, c := range in.StorageClasses {
		if c.Default {
			several = name != ""
			name = c.Name
		}
	}
	if several {
		return ""
	}
	return name
}

// limitedClaims are the findings on claims that a LimitRange of their namespace refuses.
func limitedClaims(in *facts.Input, all *allBounds) []check.Finding {
	var out []check.Finding
	said := map[string]bool{}
	for i := range in.Service.Claims {
		c := &in.Service.Claims[i]
		for _, r := range all.of(c.Namespace).ranges {
			for _, item := range r.Items {
				if item.Type != "PersistentVolumeClaim" {
					continue
				}
				least, atLeast := facts.AmountOf(item.Min, "storage")
				most, atMost := facts.AmountOf(item.Max, "storage")
				bound := ""
				switch {
				case atLeast && c.Storage < least:
					bound = "the minimum is " + kube.Amount("storage", least)
				case atMost && c.Storage > most:
					bound = "the maximum is " + kube.Amount("storage", most)
				default:
					continue
				}
				f := check.OfManifest(c.Manifest, c.ClaimLine, check.ByService,
					fmt.Sprintf("its claim %s is refused: it asks for %s of storage, and %s, says LimitRange %s", c.Claim, kube.Amount("storage", c.Storage), bound, r.Name))
				if this := f.At.String() + " " + f.Message; !said[this] {
					said[this], out = true, append(out, f)
				}
			}
		}
	}
	return out
}
