package cli

import (
	"testing"
	"time"
)

// TestEveryFew: a small file says nothing, a large one now and then.
func TestEveryFew(t *testing.T) {
	clock := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var said []int64
	progress := everyFew(func() time.Time { return clock }, func(read, _ int64) { said = append(said, read) })
	for read := range int64(50) {
		progress(read, 50)
		clock = clock.Add(100 * time.Millisecond)
	}
	if len(said) != 2 || said[0] != 20 || said[1] != 40 {
		t.Errorf("it was said at %v", said)
	}
}
