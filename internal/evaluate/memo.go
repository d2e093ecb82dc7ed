package evaluate

import (
	"slices"
	"sync"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// Memo keeps what checks answered, for inputs that are judged one after the other or side by
// side: a check answers the same where all that it reads is the same. The inputs must be judged
// by the same checks. Its zero value is ready for use.
type Memo struct {
	mu       sync.Mutex
	outcomes map[memoKey]check.Outcome
}

// memoKey is a check with what stands for all that it reads.
type memoKey struct {
	id   string
	read facts.Digest
}

const (
	// mostOutcomes is how many answers are kept; then the Memo begins anew.
	mostOutcomes = 20_000
	// mostFindings is how many findings an answer may have to be kept.
	mostFindings = 50
)

// key returns the key of a check's answer on an input. What was not to be seen may be a part of
// the answer of any check. A policy is given what it declares and nothing else; a Go check may
// ask for dates, tables and thresholds besides.
func (m *Memo) key(c check.Check, digests *facts.Digests) (memoKey, error) {
	names := append(slices.Concat(c.Reads, c.OptionalReads).Names(), string(facts.PartBlindSpots), string(facts.PartTargetKind))
	if c.Preparer == nil {
		for _, part := range facts.GivenParts() {
			if part != facts.PartTarget {
				names = append(names, string(part))
			}
		}
	}
	read, err := digests.Of(names)
	return memoKey{c.ID, read}, err
}

// get returns an answer that is kept. Its findings may be changed.
func (m *Memo) get(key memoKey) (check.Outcome, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, known := m.outcomes[key]
	out.Findings, out.States = slices.Clone(out.Findings), slices.Clone(out.States)
	return out, known
}

// put keeps an answer. That a check broke, which may be for lack of time, is none.
func (m *Memo) put(key memoKey, out check.Outcome) {
	if out.Status == check.StatusError || len(out.Findings) > mostFindings {
		return
	}
	out.Findings, out.States = slices.Clone(out.Findings), slices.Clone(out.States)
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outcomes == nil || len(m.outcomes) >= mostOutcomes {
		m.outcomes = map[memoKey]check.Outcome{}
	}
	m.outcomes[key] = out
}
