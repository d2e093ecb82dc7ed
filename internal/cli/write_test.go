package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/kready/kready/internal/output"
)

func writeEnv(t *testing.T) Env {
	return Env{Dir: t.TempDir(), Mode: new(fs.FileMode), Stdout: io.Discard, Stderr: io.Discard, Getenv: func(string) string { return "" }}
}

func modeOf(t *testing.T, env Env, file string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(env.Path(file))
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

func TestWriteFileModes(t *testing.T) {
	env := writeEnv(t)
	if err := writeFile(env, "new", []byte("a")); err != nil || modeOf(t, env, "new") != 0o600 {
		t.Errorf("%v, %o", err, modeOf(t, env, "new"))
	}
	if err := os.Chmod(env.Path("new"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(env, "new", []byte("b")); err != nil || modeOf(t, env, "new") != 0o640 {
		t.Errorf("an existing file: %v, %o", err, modeOf(t, env, "new"))
	}
	*env.Mode = 0o644
	if err := writeFile(env, "new", []byte("c")); err != nil || modeOf(t, env, "new") != 0o644 {
		t.Errorf("--mode: %v, %o", err, modeOf(t, env, "new"))
	}
	if err := os.Symlink("new", env.Path("link")); err != nil {
		t.Fatal(err)
	}
	if err := writeFile(env, "link", []byte("d")); err != nil {
		t.Fatal(err)
	}
	if link, err := os.Lstat(env.Path("link")); err != nil || link.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is replaced: %v %v", link, err)
	}
	if data, _ := os.ReadFile(env.Path("new")); string(data) != "d" {
		t.Errorf("%q", data)
	}
	left, err := filepath.Glob(env.Path(".*"))
	if err != nil || len(left) > 0 {
		t.Errorf("%v is left", left)
	}
}

// TestWhatCannotBeWritten: each is told apart, before anything else is done.
func TestWhatCannotBeWritten(t *testing.T) {
	env := writeEnv(t)
	_ = os.Symlink("nowhere", env.Path("dangling"))
	_ = os.Mkdir(env.Path("folder"), 0o700)
	for file, says := range map[string]string{
		"dangling": "link to a file that does not exist", "folder": "is a directory", "absent/file": "no such file",
	} {
		if err := writable(env, file); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", file, err)
		}
		if err := writeFile(env, file, nil); err == nil {
			t.Errorf("%s is written", file)
		}
	}
	if _, err := os.Lstat(env.Path("nowhere")); err == nil {
		t.Error("the target of a dangling link was made")
	}
}

// TestStreamsAreNotReplaced: a FIFO is not opened before there is something to write, and a
// device stays one.
func TestStreamsAreNotReplaced(t *testing.T) {
	env := writeEnv(t)
	if err := syscall.Mkfifo(env.Path("fifo"), 0o600); err != nil {
		t.Skip(err)
	}
	if err := writable(env, "fifo"); err != nil { // would hang
		t.Error(err)
	}
	got := make(chan string)
	go func() {
		data, _ := os.ReadFile(env.Path("fifo"))
		got <- string(data)
	}()
	if err := writeFile(env, "fifo", []byte("through")); err != nil || <-got != "through" {
		t.Error(err)
	}
	if info, err := os.Stat(env.Path("fifo")); err != nil || info.Mode()&fs.ModeNamedPipe == 0 {
		t.Errorf("%v, %v", info, err)
	}
	if err := writeFile(env, os.DevNull, []byte("x")); err != nil {
		t.Error(err)
	}
}

// TestOldReportStays when a new one cannot be written whole.
func TestOldReportStays(t *testing.T) {
	env := writeEnv(t)
	if err := os.WriteFile(env.Path("report"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := output.Format[string]{Name: "broken", Write: func(w io.Writer, _ string, _ output.Options) error {
		_, _ = io.WriteString(w, "half")
		return errors.New("no further")
	}}
	whole := output.Format[string]{Name: "whole", Write: func(w io.Writer, v string, _ output.Options) error {
		_, err := io.WriteString(w, v)
		return err
	}}
	err := writeOutputs(env, []destination[string]{{broken, "report"}, {whole, "other"}}, "new", output.Options{})
	if err == nil || !strings.Contains(err.Error(), "broken: no further") {
		t.Error(err)
	}
	for file, want := range map[string]string{"report": "old", "other": "new"} {
		if data, _ := os.ReadFile(env.Path(file)); string(data) != want {
			t.Errorf("%s holds %q", file, data)
		}
	}
}

func TestTwoNamesOfOneFile(t *testing.T) {
	env := writeEnv(t)
	formats := []output.Format[string]{output.JSON[string](""), {Name: "text"}}
	_ = os.Mkdir(env.Path("a"), 0o700)
	_ = os.Symlink("a", env.Path("b"))
	_ = os.WriteFile(env.Path("real"), nil, 0o600)
	_ = os.Symlink("real", env.Path("alias"))
	for _, pair := range [][2]string{{"x", "./x"}, {"a/x", "b/x"}, {"x", "a/../x"}, {"real", "alias"}} {
		if _, err := parseOutputs(env, []string{"json=" + pair[0], "text=" + pair[1]}, formats); err == nil {
			t.Errorf("%v are taken for two files", pair)
		}
	}
}

func TestMode(t *testing.T) {
	mode := new(fs.FileMode)
	for value, ok := range map[string]bool{"0640": true, "644": true, "0": false, "1777": false, "rw": false, "": false, "-1": false} {
		if err := (modeFlag{mode}).Set(value); (err == nil) != ok {
			t.Errorf("%q: %v", value, err)
		}
	}
}

// TestStderrIsClean: names of files and what clusters say cannot steer a terminal or a runner.
func TestStderrIsClean(t *testing.T) {
	var b strings.Builder
	w := cleaned{to: &b, runner: true}
	if _, err := io.WriteString(w, "kready: \x1b]0;owned\x07 https://u:SECRET@h/?SECRET\n::error::owned\n\u202eowned ##[error]x\r\n"); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\x1b", "\x07", "\u202e", "SECRET", "\n::", "##["} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("%q in %q", bad, b.String())
		}
	}
	if strings.Count(b.String(), "\n") != 3 {
		t.Errorf("%q", b.String())
	}
}
