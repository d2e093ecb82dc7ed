package progress

import (
	"fmt"
	"sync/atomic"
)

// Bytes counts how much of a file was read.
type Bytes struct {
	// Name is what the file is called.
	Name string

	read, size atomic.Int64
}

// Set says how much was read, and the size; zero when that is not known.
func (b *Bytes) Set(read, size int64) {
	b.read.Store(read)
	b.size.Store(size)
}

// String says how much was read.
func (b *Bytes) String() string {
	read, size := b.read.Load(), b.size.Load()
	said := "reading " + b.Name
	switch {
	case read == 0:
	case size > 0:
		said += fmt.Sprintf(": %s of %s", mebibytes(read), mebibytes(size))
	default:
		said += ": " + mebibytes(read)
	}
	return said
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
