package engine

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/fixture"
	"github.com/kready/kready/internal/inventory"
)

const (
	// shapeTries is how many changes of one shape are decoded, before all others of it are taken
	// to be refused like these: what Decode refuses depends on the types of the format alone.
	shapeTries = 5
	// sharedFixtures is on how many fixtures of a check the part of a kind is changed that they
	// share with the healthy cluster. What a fixture brings itself is changed in every one.
	sharedFixtures = 3
	// idleTries is how many changes of one shape are judged, for one check, that leave a blind spot in
	// a kind that it can do without, and of the healthy cluster change nothing that is derived from it.
	idleTries = 4
	// longWay is one in how many of the judged changes are judged a second time as a file is:
	// decoded whole, with nothing kept of the unchanged fixture.
	longWay = 500
)

const (
	accepted fate = iota // decoded, and no blind spot
	blind                // a blind spot
	refused              // the file is refused
)

// sweep changes fixtures, and counts.
type sweep struct {
	t       *testing.T
	set     *fixture.Set
	known   *inventory.Recogniser
	sample  uint32
	order   map[string][]string // the elements of the healthy cluster's kinds, as JSON
	healthy map[string]map[string]bool
	shapes  map[string]*shapeFates

	base  *facts.Input    // of the healthy cluster
	moves map[string]bool // whether a change of it changes what is derived
	idles map[string]int

	tried, refused, passed, same, judged, long int
	// better, skipped and broken are the changes by which a check passes, does not apply any more,
	// or breaks.
	better, skipped, broken map[string][]string
	rows                    map[string]*row
}

// row counts the outcomes of the changes of one kind of fact.
type row struct{ removed, null, another, judged, better int }

func newSweep(t *testing.T, sample uint32) *sweep {
	s := &sweep{
		t: t, set: fixtures(t), known: shippedRecogniser(t), sample: sample,
		order: map[string][]string{}, healthy: map[string]map[string]bool{}, shapes: map[string]*shapeFates{},
		moves: map[string]bool{}, idles: map[string]int{}, better: map[string][]string{}, skipped: map[string][]string{}, broken: map[string][]string{}, rows: map[string]*row{},
	}
	healthy, err := s.set.Healthy()
	if err != nil {
		t.Fatal(err)
	}
	s.base = s.known.Input(healthy, time.Time{})
	for kind, value := range s.document(healthy) {
		list, _ := value.([]any)
		s.healthy[kind] = map[string]bool{}
		for _, element := range list {
			s.order[kind] = append(s.order[kind], string(s.encode(element)))
			s.healthy[kind][string(s.encode(element))] = true
		}
	}
	return s
}

// check changes the fixtures of a check.
func (s *sweep) check(c check.Check, cases []fixture.Fixture) {
	c.Requires = nil // only its own answer counts
	shared := map[string]int{}
	for _, f := range cases {
		snapshot, err := s.set.Snapshot(f)
		if err != nil {
			s.t.Fatal(err)
		}
		one := &changed{sweep: s, c: c, f: f, document: s.document(snapshot), unknown: map[string]bool{}, besides: map[string]check.Status{}}
		one.header = one.headerOf()
		one.snapshot, err = facts.Decode(s.encode(one.document))
		if err != nil {
			s.t.Fatal(err)
		}
		one.input = one.inputOf(one.snapshot)
		if c.Needy != nil && one.judge(one.input) != check.Status(f.Status()) {
			continue // it is what it requires that answers
		}
		for _, kind := range inventory.Resolve(c.Reads, c.OptionalReads).Kinds() {
			if name := string(kind.Whole()); one.document[name] != nil {
				one.kind(name, shared[name] < sharedFixtures)
				shared[name]++
			}
		}
	}
}

// kind makes all changes of a kind of fact; of what is the healthy cluster's only on demand.
func (m *changed) kind(name string, healthyToo bool) {
	value := m.document[name]
	list, _ := value.([]any)
	m.own = make([]bool, len(list))
	for i := range list {
		m.own[i] = !m.healthy[name][string(m.encode(list[i]))]
	}
	counts := m.rows[name]
	if counts == nil {
		counts = &row{}
		m.rows[name] = counts
	}
	eachChange(name, value, func(i int) bool { return healthyToo || m.own[i] }, func(c change) {
		if !c.chosen(m.c.ID+m.f.Name, m.sample) {
			return
		}
		m.tried++
		counts.add(c.how)
		before := m.judged
		what := m.c.ID + " " + m.f.Name + ": " + c.String()
		switch m.outcome(value, c) {
		case check.StatusPass:
			key := c.end()
			if of := m.c.ID + " " + c.kind; mayPassWithout()[of] != "" {
				key = of
			}
			m.better[key] = append(m.better[key], what)
			counts.better++
		case check.StatusSkip:
			m.skipped[c.end()] = append(m.skipped[c.end()], what)
		case check.StatusError:
			m.broken[c.end()] = append(m.broken[c.end()], what)
		}
		counts.judged += m.judged - before
	})
}

// add counts a change.
func (r *row) add(how string) {
	switch how {
	case "removed":
		r.removed++
	case "null":
		r.null++
	default:
		r.another++
	}
}

// table says what was tried, kind by kind.
func (s *sweep) table() string {
	var out bytes.Buffer
	rows := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(rows, "kind of fact\tremoved\tnull\tanother type\tjudged\tbetter\t")
	for _, kind := range slices.Sorted(maps.Keys(s.rows)) {
		r := s.rows[kind]
		fmt.Fprintf(rows, "%s\t%d\t%d\t%d\t%d\t%d\t\n", kind, r.removed, r.null, r.another, r.judged, r.better)
	}
	_ = rows.Flush()
	fmt.Fprintf(&out, "%d changes tried: %d refused or unknown, %d change nothing that the check reads, %d passed over as idle, %d judged; %d a second time as a file\n", s.tried, s.refused, s.same, s.passed, s.judged, s.long)
	for what, ends := range map[string]map[string][]string{"passes": s.better, "does not apply": s.skipped, "breaks": s.broken} {
		for _, end := range slices.Sorted(maps.Keys(ends)) {
			fmt.Fprintf(&out, "%s without %s: %d, as %s\n", what, end, len(ends[end]), strings.Join(ends[end][:min(8, len(ends[end]))], "\n    "))
		}
	}
	return out.String()
}
