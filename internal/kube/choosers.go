package kube

import (
	"slices"

	"github.com/kready/kready/internal/facts"
)

// choosers are many selectors, by number, each of a namespace: of them those are found that may select an object, without
// trying each. A selector lies under a label that it demands, the one that the fewest demand.
type choosers struct {
	labelled map[labelKey][]int
	keyed    map[nameKey][]int // a label of any value, by namespace and key
	rest     map[string][]int  // what demands no label, by namespace
}

// newChoosers takes the selectors of some numbers.
func newChoosers(numbers []int, at func(i int) (namespace string, by *facts.Selector)) *choosers {
	c := &choosers{labelled: map[labelKey][]int{}, keyed: map[nameKey][]int{}, rest: map[string][]int{}}
	demanded := map[labelKey]int{}
	for _, i := range numbers {
		namespace, by := at(i)
		for _, r := range by.Requirements {
			for _, value := range r.Values {
				demanded[labelKey{namespace, r.Key, value}]++
			}
		}
	}
	for _, i := range numbers {
		namespace, by := at(i)
		c.add(i, namespace, by.Requirements, demanded)
	}
	return c
}

func (c *choosers) add(i int, namespace string, all []facts.Requirement, demanded map[labelKey]int) {
	var rarest *facts.Requirement
	fewest, exists := 0, ""
	for j := range all {
		r := &all[j]
		n := 0
		for _, value := range r.Values {
			n += demanded[labelKey{namespace, r.Key, value}]
		}
		switch {
		case r.Operator == "Exists":
			exists = r.Key
		case r.Operator == "In" && (rarest == nil || n < fewest):
			rarest, fewest = r, n
		}
	}
	switch {
	case rarest != nil:
		for _, value := range rarest.Values {
			at := labelKey{namespace, rarest.Key, value}
			c.labelled[at] = append(c.labelled[at], i)
		}
	case exists != "":
		at := nameKey{namespace, exists}
		c.keyed[at] = append(c.keyed[at], i)
	default:
		c.rest[namespace] = append(c.rest[namespace], i)
	}
}

// of are the selectors of some namespaces that may select an object with these labels, in order.
func (c *choosers) of(labels map[string]string, namespaces ...string) []int {
	var out []int
	for _, namespace := range namespaces {
		out = append(out, c.rest[namespace]...)
		for key, value := range labels {
			out = append(out, c.labelled[labelKey{namespace, key, value}]...)
			out = append(out, c.keyed[nameKey{namespace, key}]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// selectors are compiled when they are first asked for, by number.
type selectors map[int]func(map[string]string) bool

func (s *selectors) of(i int, by *facts.Selector) func(map[string]string) bool {
	if *s == nil {
		*s = selectors{}
	}
	if (*s)[i] == nil {
		(*s)[i] = Selecting(by)
	}
	return (*s)[i]
}
