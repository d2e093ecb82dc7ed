package collect

import "slices"

// Consent names a flag of kready's without which some facts are not read: they take rights that most do not give away.
type Consent string

// The consents that there are.
const (
	ConsentMetrics     Consent = "allow-metrics"
	ConsentSecretNames Consent = "allow-secret-names"
)

// Consents returns all of them.
func Consents() []Consent { return []Consent{ConsentMetrics, ConsentSecretNames} }

// allows reports whether the options allow to run a collector.
func (o Options) allows(c Collector) bool {
	return c.Consent == "" || slices.Contains(o.Consents, c.Consent)
}

// allowed returns those of some collectors that the options allow to run.
func (o Options) allowed(collectors []Collector) []Collector {
	return slices.DeleteFunc(slices.Clone(collectors), func(c Collector) bool { return !o.allows(c) })
}

// ConsentReads returns the requests that a consent allows, each once.
func ConsentReads(consent Consent) []Read {
	var all []Read
	for _, c := range All() {
		for _, read := range c.Reads {
			if c.Consent == consent && !slices.ContainsFunc(all, read.same) {
				all = append(all, read)
			}
		}
	}
	return all
}
