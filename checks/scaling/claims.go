package scaling

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// claims are those of a service, by what they lie in, and those that pods name by their names.
type claims struct {
	all  []facts.LandingClaim
	in   map[facts.Manifest][]int
	name map[[2]string][]int
}

func newClaims(s *facts.Landing) *claims {
	out := &claims{s.Claims, map[facts.Manifest][]int{}, map[[2]string][]int{}}
	for i := range s.Claims {
		c := &s.Claims[i]
		out.in[c.Manifest] = append(out.in[c.Manifest], i)
		if at := [2]string{c.Namespace, c.Claim}; c.Kind == "PersistentVolumeClaim" {
			out.name[at] = append(out.name[at], i)
		}
	}
	return out
}

// of are the claims of the service for volumes of a template's pods.
func (c *claims) of(p *facts.LandingPods) []*facts.LandingClaim {
	found := slices.Clone(c.in[p.Manifest])
	for _, v := range p.Volumes {
		found = append(found, c.name[[2]string{p.Namespace, v.Claim}]...)
	}
	slices.Sort(found)
	var out []*facts.LandingClaim
	for _, i := range slices.Compact(found) {
		out = append(out, &c.all[i])
	}
	return out
}

// classes are the storage classes of a cluster, for the claims of a service.
type classes struct {
	named map[string]*facts.StorageClass
	// byDefault is the default one, the last of so many.
	byDefault *facts.StorageClass
	defaults  int
	// brought are those of the service.
	brought map[string]bool
}

func newClasses(in *facts.Input) *classes {
	out := &classes{named: map[string]*facts.StorageClass{}, brought: map[string]bool{}}
	for i := range in.StorageClasses {
		s := &in.StorageClasses[i]
		if out.named[s.Name] = s; s.Default {
			out.byDefault = s
			out.defaults++
		}
	}
	for i := range in.Service.Objects {
		if o := &in.Service.Objects[i]; o.Group == "storage.k8s.io" && o.Kind == "StorageClass" {
			out.brought[o.Name] = true
		}
	}
	return out
}

// of is the class of the cluster that makes the volume of a claim; nil where none does, or where that is not known.
func (s *classes) of(c *facts.LandingClaim) *facts.StorageClass {
	switch {
	case c.Volume != "":
		return nil
	case c.ClassSet || c.Class != "":
		if s.brought[c.Class] || c.Class == "" {
			return nil
		}
		return s.named[c.Class]
	case s.defaults > 1 || len(s.brought) > 0:
		return nil
	}
	return s.byDefault
}
