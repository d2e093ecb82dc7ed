// Package progress says at a terminal what a command is doing: one line that is drawn again as
// things go on, and is gone at the end. Where there is no terminal it says nothing.
package progress

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/kready/kready/internal/text"
)

// When the line is first drawn, counted from the start of the command or from when it was last gone,
// and how often it is drawn again. A terminal that cannot draw a line again gets another one, less often.
const (
	firstAfter = 200 * time.Millisecond
	again      = 100 * time.Millisecond
	againPlain = 10 * time.Second
)

// Terminal is what is known of the terminal that a line is drawn on.
type Terminal struct {
	// Width returns how many columns it has now; zero when that is not known.
	Width func() int
	// Plain is true for one that knows no control sequences, such as an editor's shell.
	Plain bool
}

// Line is the line of one command. A nil Line says nothing.
type Line struct {
	to       io.Writer
	terminal Terminal

	mu sync.Mutex
	// doing are those that have begun, the newest last: that one is said.
	doing []*Work
	// gone is when the line was last taken away, or the command began.
	gone time.Time
	// shown is what stands in the terminal's last line, "" when nothing does.
	shown string
	stop  chan struct{}
}

// New returns a line on a terminal.
func New(to io.Writer, terminal Terminal) *Line {
	return &Line{to: to, terminal: terminal, gone: time.Now()}
}

// Work is something that takes time. A nil Work is one that nobody sees.
type Work struct {
	line  *Line
	began time.Time
	what  func() string
	// still is true while others use the terminal; note is said once before.
	still bool
	note  string
}

// Begin says, until the work ends, what what returns each time that the line is drawn. It adds how
// long it took so far.
func (l *Line) Begin(what func() string) *Work {
	return l.begin(&Work{line: l, began: time.Now(), what: what})
}

func (l *Line) begin(w *Work) *Work {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if w.still {
		l.erase()
	}
	l.doing = append(l.doing, w)
	if l.stop == nil {
		l.stop = make(chan struct{})
		go l.draw(l.stop, max(firstAfter-time.Since(l.gone), time.Millisecond))
	}
	return w
}

// BeginStill keeps the line away until the work ends: others use the terminal, such as who types
// what is read, or a program that asks for a password. When it takes long, the note stands there,
// once; "" for none.
func (l *Line) BeginStill(note string) *Work {
	return l.begin(&Work{line: l, began: time.Now(), still: true, note: note})
}

// End ends the work. With the last one the line is gone.
func (w *Work) End() {
	if w == nil {
		return
	}
	l := w.line
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.doing {
		if l.doing[i] == w {
			l.doing = append(l.doing[:i], l.doing[i+1:]...)
			break
		}
	}
	if len(l.doing) > 0 {
		return
	}
	l.erase()
	if l.stop != nil {
		close(l.stop)
		l.stop = nil
	}
}

// Stop takes the line away for good.
func (l *Line) Stop() {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	l.doing = nil
	if l.stop != nil {
		close(l.stop)
		l.stop = nil
	}
}

// Write writes whole lines above the line, for messages to the same terminal.
func (l *Line) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.erase()
	return l.to.Write(p) // the line comes back by itself
}

// draw draws the line first after some time, and then again and again, until stop is closed.
func (l *Line) draw(stop chan struct{}, first time.Duration) {
	timer := time.NewTimer(first)
	defer timer.Stop()
	next := again
	if l.terminal.Plain {
		next = againPlain
	}
	for {
		select {
		case <-stop:
			return
		case <-timer.C:
			l.drawOnce(stop)
			timer.Reset(next)
		}
	}
}

func (l *Line) drawOnce(stop chan struct{}) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stop != stop || len(l.doing) == 0 {
		return
	}
	if said, ok := l.say(); ok {
		l.put(said)
	}
}

// say returns what is going on; false while the terminal is others'.
func (l *Line) say() (string, bool) {
	for _, w := range l.doing {
		if w.still {
			if w.note != "" && time.Since(w.began) >= firstAfter {
				_, _ = io.WriteString(l.to, text.Clean("kready: "+w.note)+"\n")
				w.note = ""
			}
			return "", false
		}
	}
	w := l.doing[len(l.doing)-1]
	said := w.what()
	if took := time.Since(w.began); took >= time.Second {
		said = fmt.Sprintf("%s (%s)", said, Seconds(took))
	}
	return text.Clean("kready: " + said), true
}

// put writes the line. On a plain terminal it is one line more, unless it is the same.
func (l *Line) put(said string) {
	if l.terminal.Plain {
		if said != l.shown {
			_, _ = io.WriteString(l.to, said+"\n")
		}
		l.shown = said
		return
	}
	if said = cut(said, l.width()); said != l.shown {
		_, _ = io.WriteString(l.to, "\r"+said+"\x1b[K")
	}
	l.shown = said
}

// erase takes the line away.
func (l *Line) erase() {
	if l.shown != "" && !l.terminal.Plain {
		_, _ = io.WriteString(l.to, "\r\x1b[K")
		l.shown, l.gone = "", time.Now()
	}
}

// width is how many columns the line may take: in the last one, terminals begin the next.
func (l *Line) width() int {
	const usual = 80
	width := usual
	if l.terminal.Width != nil {
		if now := l.terminal.Width(); now > 0 {
			width = now
		}
	}
	return width - 1
}

// cut shortens a line to some columns. Names may hold characters that are two columns wide.
func cut(line string, columns int) string {
	taken := 0
	for i, r := range line {
		wide := 1
		if r >= 0x1100 {
			wide = 2
		}
		if taken+wide > columns-1 && i+len(string(r)) < len(line) || taken+wide > columns {
			return strings.TrimRight(line[:i], " ") + "…"
		}
		taken += wide
	}
	return line
}

// Seconds writes a time that goes on: "12 s", "3 min 4 s".
func Seconds(d time.Duration) string {
	seconds := int(d / time.Second)
	if seconds < 60 {
		return fmt.Sprintf("%d s", seconds)
	}
	return fmt.Sprintf("%d min %d s", seconds/60, seconds%60)
}
