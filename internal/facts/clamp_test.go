package facts

import (
	"testing"
	"time"
)

func TestClampTimes(t *testing.T) {
	at := func(year int) time.Time { return time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC) }
	s := &Snapshot{Namespaces: []Namespace{{DeletedAt: at(1000), CreatedAt: at(9998)}, {CreatedAt: at(2026)}}, CollectedAt: at(2026)}
	s.ClampTimes()
	n := s.Namespaces
	if !n[0].DeletedAt.Equal(earliest()) || !n[0].CreatedAt.Equal(latest()) || !n[1].CreatedAt.Equal(at(2026)) || !n[1].DeletedAt.IsZero() {
		t.Errorf("%+v", n)
	}
}
