//go:build linux

package memory

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestAddressSpace runs itself under a limit of address space, as `ulimit -v` sets it. Below some
// 800 MB a Go program cannot start at all, whatever it does: it reserves more than it takes.
func TestAddressSpace(t *testing.T) {
	const limit = 3 << 30
	if os.Getenv("KREADY_ADDRESS_SPACE") != "" {
		var own syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_AS, &own); err != nil {
			t.Fatal(err)
		}
		own.Cur = limit
		if err := syscall.Setrlimit(syscall.RLIMIT_AS, &own); err != nil {
			t.Fatal(err)
		}
		least, known := Limit(func(string) string { return "" })
		fmt.Println("the limit is", least, known, Facts(func(string) string { return "" }, false))
		return
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAddressSpace$", "-test.v")
	again.Env = append(os.Environ(), "KREADY_ADDRESS_SPACE=1")
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var least, facts int64
	var known bool
	_, said, _ := strings.Cut(string(out), "the limit is")
	if _, err := fmt.Sscan(said, &least, &known, &facts); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if !known || least > limit || least <= 0 || facts > limit/12 {
		t.Errorf("under a limit of %d it plans with %d, and %d of facts", limit, least, facts)
	}
}
