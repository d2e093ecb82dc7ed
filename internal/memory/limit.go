// Package memory knows how much memory the process may take.
package memory

import (
	"os"
	"path"
	"strconv"
	"strings"
)

// Unlimited is what a run plans with where nothing limits its memory.
const Unlimited = 2 << 30

// Limit returns how many bytes of memory the process may take: the least of what GOMEMLIMIT,
// its control group and its limit of address space say. False when nothing limits it.
func Limit(getenv func(string) string) (int64, bool) {
	least := int64(0)
	for _, limit := range append(cgroupLimits(os.ReadFile), goLimit(getenv("GOMEMLIMIT")), addressSpace()) {
		if limit > 0 && (least == 0 || limit < least) {
			least = limit
		}
	}
	return least, least > 0
}

// Facts returns how many bytes of facts a run may keep: reading and judging a cluster takes up to ten
// times its facts. Of several clusters, a few are in memory while one is judged.
func Facts(getenv func(string) string, several bool) int64 {
	limit, known := Limit(getenv)
	if !known || limit > Unlimited {
		limit = Unlimited
	}
	if several {
		return limit / 32
	}
	return limit / 12
}

// Members returns how many clusters of a fleet may be read at the same time, at most as many as
// given: a hostile one takes up to an eighth of a gigabyte until it is given up.
func Members(getenv func(string) string, most int) int {
	const each = 128 << 20
	limit, known := Limit(getenv)
	if !known {
		return most
	}
	return int(max(1, min(int64(most), limit/each)))
}

// File returns how many bytes a file may have once it is unpacked, and all files of a folder
// together: parsing them takes several times that.
func File(getenv func(string) string) int64 {
	limit, known := Limit(getenv)
	if !known {
		limit = 4 * Unlimited
	}
	return limit / 8
}

// goLimit reads what the Go runtime reads from GOMEMLIMIT; 0 when there is none.
func goLimit(text string) int64 {
	text = strings.TrimSuffix(text, "B")
	shift := 0
	for i, unit := range []string{"Ki", "Mi", "Gi", "Ti"} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			text, shift = number, 10*(i+1)
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || n > (1<<62)>>shift {
		return 0
	}
	return n << shift
}

// cgroupLimits are the limits of the process's control group and of those above it, of
// version 2 and version 1.
// https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
func cgroupLimits(read func(string) ([]byte, error)) []int64 {
	list, err := read("/proc/self/cgroup")
	if err != nil {
		return nil
	}
	var limits []int64
	for line := range strings.Lines(string(list)) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) != 3 {
			continue
		}
		root, file := "/sys/fs/cgroup", "memory.max"
		switch {
		case parts[1] == "memory":
			root, file = "/sys/fs/cgroup/memory", "memory.limit_in_bytes"
		case parts[1] != "":
			continue
		}
		// A container sees its own group as the root.
		for at := path.Join("/", parts[2]); ; at = path.Dir(at) {
			if data, err := read(path.Join(root, at, file)); err == nil {
				if n, err := strconv.ParseInt(strings.TrimSpace(string(data)), 10, 64); err == nil && n < 1<<60 {
					limits = append(limits, n)
				}
			}
			if at == "/" {
				break
			}
		}
	}
	return limits
}
