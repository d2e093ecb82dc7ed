//go:build !linux

package driver

// peakBytes turns the kernel's maximal resident size into bytes: the BSDs count in bytes.
func peakBytes(maxRSS int64) int64 { return maxRSS }
