package engine

import (
	"fmt"
	"slices"
	"sync"

	"github.com/kready/kready/internal/text"
)

// watchedProbes says how far the probes of a run are.
type watchedProbes struct {
	mu         sync.Mutex
	all, ended int
	running    []string
	// besides is what is done that is no probe, such as removing what was created.
	besides string
}

func (w *watchedProbes) say(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.besides = line
}

func (w *watchedProbes) begin(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.besides = ""
	w.running = append(w.running, name)
}

func (w *watchedProbes) end(name string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended++
	w.running = slices.DeleteFunc(w.running, func(running string) bool { return running == name })
}

// String counts the probes that ended and names those that run.
func (w *watchedProbes) String() string {
	const named = 3
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.besides != "" {
		return w.besides
	}
	said := fmt.Sprintf("%d of %s done", w.ended, text.Counted(w.all, "probe", "probes"))
	if len(w.running) > 0 {
		said += ", running " + text.List(w.running, named, ", ")
	}
	return said
}

// watchedLine says what a run of trials does.
type watchedLine struct {
	mu   sync.Mutex
	said string
}

func (w *watchedLine) say(line string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.said = line
}

func (w *watchedLine) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said
}
