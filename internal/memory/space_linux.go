package memory

import "syscall"

// addressSpace is the limit of `ulimit -v`; 0 when there is none. A quarter of it is left to
// what Go reserves and does not use.
func addressSpace() int64 {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_AS, &limit) != nil || limit.Cur >= 1<<60 {
		return 0
	}
	return int64(limit.Cur) / 4 * 3 //nolint:gosec // below 1<<60
}
