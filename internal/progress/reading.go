package progress

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/kready/kready/internal/text"
)

// slowAfter is how long a request takes before it is named.
const slowAfter = time.Second

// Reading counts what is read of one cluster, and knows what has not answered yet. A nil one
// counts nothing.
type Reading struct {
	mu          sync.Mutex
	kinds, done int
	objects     int
	// waiting are the requests that have no answer, in the order in which they were sent.
	waiting []*Request
	// late are those for which time was up.
	late []string
}

// Request is one that was sent. A nil one is not counted.
type Request struct {
	of   *Reading
	what string
	// at is when the server last gave a sign of life.
	at time.Time
}

// Expect says how many kinds of fact are to be read.
func (r *Reading) Expect(kinds int) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kinds, r.done = kinds, 0
}

// Done counts a kind of fact that was read; its name is for those who want to know.
func (r *Reading) Done(string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
}

// Request takes note of a request for something: "nodes", "pods in kube-system".
func (r *Reading) Request(what string) *Request {
	if r == nil {
		return nil
	}
	one := &Request{of: r, what: what, at: time.Now()}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.waiting = append(r.waiting, one)
	return one
}

// Object counts an object of the answer.
func (q *Request) Object() {
	if q == nil {
		return
	}
	q.of.mu.Lock()
	defer q.of.mu.Unlock()
	q.of.objects++
	q.at = time.Now()
}

// Over says that nothing more is waited for: the answer is there, or time was up before.
func (q *Request) Over(inTime bool) {
	if q == nil {
		return
	}
	q.of.mu.Lock()
	defer q.of.mu.Unlock()
	q.of.waiting = slices.DeleteFunc(q.of.waiting, func(o *Request) bool { return o == q })
	if !inTime && !slices.Contains(q.of.late, q.what) {
		q.of.late = append(q.of.late, q.what)
	}
}

// String says what is read, or what takes long, and how much was read.
func (r *Reading) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	said := "reading"
	if slow := r.slow(); slow != "" {
		said = "waiting for " + slow
	} else if len(r.waiting) > 0 {
		said += " " + r.waiting[0].what
	}
	if r.kinds > 0 {
		said += fmt.Sprintf(": %d of %d kinds of fact", r.done, r.kinds)
	}
	if r.objects > 0 {
		said += ", " + text.Counted(r.objects, "object", "objects")
	}
	return said
}

// Late returns what had no complete answer when time was up.
func (r *Reading) Late() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(slices.Values(r.late))
}

// Slow names what has not answered for some time, the longest first; "" when there is none.
func (r *Reading) Slow() string {
	if r == nil {
		return ""
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.slow()
}

func (r *Reading) slow() string {
	const named = 2
	late := slices.DeleteFunc(slices.Clone(r.waiting), func(q *Request) bool { return time.Since(q.at) < slowAfter })
	slices.SortStableFunc(late, func(a, b *Request) int { return a.at.Compare(b.at) })
	var names []string
	for _, q := range late {
		if !slices.Contains(names, q.what) {
			names = append(names, q.what)
		}
	}
	return text.List(names, named, ", ")
}
