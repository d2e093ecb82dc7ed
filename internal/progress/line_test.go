package progress

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// screen is a terminal whose text a test looks at while others write.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// seen returns the lines as they stand after all control sequences.
func (s *screen) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(s.b.String(), "\n")
	for i, line := range lines {
		_, line, _ = strings.Cut("\r"+line, "\r")
		parts := strings.Split(line, "\r")
		lines[i] = strings.ReplaceAll(parts[len(parts)-1], "\x1b[K", "")
	}
	return lines
}

func says(what string) func() string { return func() string { return what } }

// TestLine: what is quick says nothing; what takes long is there within 300 ms, tells how long, is
// cut to the width, lets messages pass above it, and is gone at the end.
func TestLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &screen{}
		width := 40
		l := New(s, Terminal{Width: func() int { return width }})
		quick := l.Begin(says("loading"))
		time.Sleep(100 * time.Millisecond)
		quick.End()
		w := l.Begin(says("waiting for nodes: 58 of 60 kinds of fact"))
		if got := s.seen(); len(got) != 1 || got[0] != "" {
			t.Errorf("what is quick: %q", got)
		}
		time.Sleep(300 * time.Millisecond)
		if got := s.seen(); got[0] != "kready: waiting for nodes: 58 of 60 ki…" {
			t.Errorf("after 300 ms: %q", got)
		}
		width = 120
		time.Sleep(3 * time.Second)
		if got := s.seen(); got[0] != "kready: waiting for nodes: 58 of 60 kinds of fact (3 s)" {
			t.Errorf("after 3.3 s: %q", got)
		}
		_, _ = l.Write([]byte("kready: note: hear\n"))
		time.Sleep(150 * time.Millisecond)
		if got := s.seen(); len(got) != 2 || got[0] != "kready: note: hear" || !strings.HasPrefix(got[1], "kready: waiting") {
			t.Errorf("with a message: %q", got)
		}
		w.End()
		w.End()
		time.Sleep(time.Second)
		if got := s.seen(); len(got) != 2 || got[1] != "" {
			t.Errorf("at the end: %q", got)
		}
	})
}

// TestStill: while somebody types or a program asks for a password, the terminal is theirs.
func TestStill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &screen{}
		l := New(s, Terminal{})
		w := l.Begin(says("reading"))
		time.Sleep(time.Second)
		still := l.BeginStill("signing in with aws")
		time.Sleep(time.Second)
		if got := s.seen(); len(got) != 2 || got[0] != "kready: signing in with aws" || got[1] != "" {
			t.Errorf("meanwhile: %q", got)
		}
		still.End()
		time.Sleep(200 * time.Millisecond)
		if got := s.seen(); got[1] != "kready: reading (2 s)" {
			t.Errorf("afterwards: %q", got)
		}
		w.End()
	})
}

// TestPlain: a terminal without control sequences gets lines, few of them.
func TestPlain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &screen{}
		l := New(s, Terminal{Plain: true})
		w := l.Begin(says("reading"))
		time.Sleep(15 * time.Second)
		w.End()
		if got := s.b.String(); got != "kready: reading\nkready: reading (10 s)\n" {
			t.Errorf("%q", got)
		}
	})
}

// TestNoTerminal: without a terminal nothing is said, and nothing breaks.
func TestNoTerminal(t *testing.T) {
	var l *Line
	l.Begin(says("reading")).End()
	l.BeginStill("").End()
	l.Stop()
	var r *Reading
	r.Expect(3)
	r.Done("nodes")
	r.Request("nodes").Object()
	r.Request("nodes").Over(true)
}

func TestReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := &Reading{}
		r.Expect(60)
		nodes := r.Request("nodes")
		if got := r.String(); got != "reading nodes: 0 of 60 kinds of fact" {
			t.Error(got)
		}
		pods := r.Request("pods")
		time.Sleep(2 * time.Second)
		pods.Object()
		r.Done("leases")
		if got := r.String(); got != "waiting for nodes: 1 of 60 kinds of fact, 1 object" {
			t.Error(got)
		}
		pods.Over(true)
		nodes.Over(false)
		if got, late := r.String(), r.Late(); got != "reading: 1 of 60 kinds of fact, 1 object" || len(late) != 1 || late[0] != "nodes" {
			t.Error(got, late)
		}
	})
}

func TestBytes(t *testing.T) {
	b := &Bytes{Name: "dump.yaml"}
	for _, tt := range []struct {
		read, size int64
		want       string
	}{
		{0, 0, "reading dump.yaml"},
		{3 << 19, 0, "reading dump.yaml: 1.5 MiB"},
		{3 << 19, 4 << 20, "reading dump.yaml: 1.5 MiB of 4.0 MiB"},
	} {
		if b.Set(tt.read, tt.size); b.String() != tt.want {
			t.Error(b.String())
		}
	}
}

// TestCut: no line is wider than its columns, also where characters take two.
func TestCut(t *testing.T) {
	for in, want := range map[string]string{"abcdef": "abcdef", "abcdefg": "abcde…", "集群一": "集群一", "集群一二": "集群…", "ab cd ef": "ab cd…"} {
		if got := cut(in, 6); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
