package driver

// peakBytes turns the kernel's maximal resident size into bytes: Linux counts in KiB.
func peakBytes(maxRSS int64) int64 { return maxRSS * 1024 }
