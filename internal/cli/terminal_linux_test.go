package cli

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// openTerminal returns both ends of a terminal of some columns: what a person has, and what a program has.
func openTerminal(t *testing.T, columns uint16) (person, program *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	control := func(request uintptr, value unsafe.Pointer) {
		if _, _, code := syscall.Syscall(syscall.SYS_IOCTL, person.Fd(), request, uintptr(value)); code != 0 {
			t.Skipf("no terminal can be made here: %v", code)
		}
	}
	var number, unlock uint32
	size := struct{ rows, columns, x, y uint16 }{24, columns, 0, 0}
	control(syscall.TIOCGPTN, unsafe.Pointer(&number))
	control(syscall.TIOCSPTLCK, unsafe.Pointer(&unlock))
	control(syscall.TIOCSWINSZ, unsafe.Pointer(&size))
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

// hung is a kubeconfig for a server that says its version and then never lists nodes.
func hung(t *testing.T) string {
	t.Helper()
	over := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/version":
			_, _ = io.WriteString(w, `{"gitVersion":"v1.36.0"}`)
		case "/api/v1/nodes":
			select {
			case <-over:
			case <-r.Context().Done():
			}
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(func() { close(over); server.Close() })
	file := filepath.Join(t.TempDir(), "kubeconfig")
	err := os.WriteFile(file, fmt.Appendf(nil, `{"apiVersion":"v1","kind":"Config","current-context":"c",
"contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],"users":[{"name":"u","user":{}}],
"clusters":[{"name":"c","cluster":{"server":%q}}]}`, server.URL), 0o600)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func environment(values map[string]string) func(string) string {
	return func(name string) string { return values[name] }
}

// atTerminal runs kready with stderr at a terminal, and returns what that got.
func atTerminal(t *testing.T, columns uint16, name string, args ...string) (seen string, code int) {
	t.Helper()
	person, program := openTerminal(t, columns)
	all := make(chan string)
	go func() {
		var b bytes.Buffer
		_, _ = io.Copy(&b, person) // ends with an error once the program's end is closed
		all <- b.String()
	}()
	code = Main(append([]string{"kready"}, args...), Env{
		Dir: t.TempDir(), Getenv: environment(map[string]string{"TERM": name}), Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: program,
	})
	_ = program.Close()
	return <-all, code
}

// TestProgressAtTerminal: a resource that hangs is named while it does, on one line that is not wider
// than the terminal and is gone at the end; that time was up is said once.
func TestProgressAtTerminal(t *testing.T) {
	seen, code := atTerminal(t, 50, "xterm", "check", "--kubeconfig", hung(t), "--timeout", "3s")
	if code != exitIncomplete {
		t.Errorf("exit %d", code)
	}
	if !strings.Contains(seen, "waiting for nodes") {
		t.Errorf("nodes are not named: %q", seen)
	}
	said := 0
	for _, one := range strings.FieldsFunc(seen, func(r rune) bool { return r == '\r' || r == '\n' }) {
		one = strings.ReplaceAll(one, "\x1b[K", "")
		switch {
		case strings.HasPrefix(one, "kready: --timeout"):
			said++
			if !strings.HasPrefix(one, "kready: --timeout 3s was over") || !strings.HasSuffix(one, "no complete answer came for nodes") {
				t.Errorf("at the end: %q", one)
			}
		case len([]rune(one)) > 49:
			t.Errorf("%d columns: %q", len([]rune(one)), one)
		}
	}
	if said != 1 || !strings.HasSuffix(seen, "\n") && !strings.HasSuffix(seen, "\r\x1b[K") {
		t.Errorf("that time was up is said %d times, want once, and no progress may be left: %q", said, seen)
	}
}

// TestProgressElsewhere: a terminal that knows no control sequences gets none, a pipe nothing but
// that time was up.
func TestProgressElsewhere(t *testing.T) {
	config := hung(t)
	if seen, _ := atTerminal(t, 80, "dumb", "check", "--kubeconfig", config, "--timeout", "1s"); strings.ContainsAny(strings.ReplaceAll(seen, "\r\n", "\n"), "\r\x1b") {
		t.Errorf("dumb: %q", seen)
	}
	var stderr bytes.Buffer
	Main([]string{"kready", "check", "--kubeconfig", config, "--timeout", "1s"}, Env{
		Dir: t.TempDir(), Getenv: environment(map[string]string{"TERM": "xterm"}), Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &stderr,
	})
	if seen := stderr.String(); strings.Count(seen, "\n") != 1 || !strings.HasPrefix(seen, "kready: --timeout 1s was over") {
		t.Errorf("a pipe: %q", seen)
	}
}

// TestTypedInput: whoever is to type what is read is told so, and can stop it.
func TestTypedInput(t *testing.T) {
	late := make(chan os.Signal, 8) // a signal that comes after the run would end the tests
	signal.Notify(late, syscall.SIGTERM)
	defer signal.Stop(late)
	for _, args := range [][]string{{"check", "--from", "-"}, {"diff", "-", "new.json"}, {"render", "--from", "-"}, {"plan", "--from", "-"}} {
		_, program := openTerminal(t, 80)
		var stderr bytes.Buffer
		start := time.Now()
		time.AfterFunc(time.Second, func() { _ = syscall.Kill(os.Getpid(), syscall.SIGTERM) })
		code := Main(append([]string{"kready"}, args...), Env{
			Dir: t.TempDir(), Getenv: environment(nil), Stdin: program, Stdout: io.Discard, Stderr: &stderr,
		})
		if code != 128+int(syscall.SIGTERM) || time.Since(start) > 20*time.Second {
			t.Errorf("%v: exit %d after %s", args, code, time.Since(start))
		}
		if seen := stderr.String(); !strings.HasPrefix(seen, "kready: reading standard input, which is this terminal") || !strings.HasSuffix(seen, "kready: interrupted\n") {
			t.Errorf("%v: %q", args, seen)
		}
	}
}
