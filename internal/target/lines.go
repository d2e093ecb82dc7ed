package target

import (
	"bufio"
	"context"
	"errors"
	"strings"

	"github.com/kready/kready/internal/facts"
)

// longestLine is how long a line of such a text may be, in bytes.
const longestLine = 1 << 20

// LineReader is a Source whose server answers at some paths with text of many lines, such as /metrics.
type LineReader interface {
	// Lines calls fn with each line while it comes in; fn must not keep it. An error of fn ends the reading and is
	// returned unchanged, every other one is a *ReadError.
	Lines(ctx context.Context, path string, fn func(line []byte) error) error
}

// LinesOf reads the text that a source's server answers with at a path.
func LinesOf(ctx context.Context, src Source, path string, fn func(line []byte) error) error {
	if lines, ok := src.(LineReader); ok {
		return lines.Lines(ctx, path, fn)
	}
	return &ReadError{Reason: facts.ReasonNotContained, Message: "manifests do not say what the API server answers at " + path}
}

// Lines implements LineReader. No more than a page of a list may hold is read.
func (l *live) Lines(ctx context.Context, path string, fn func(line []byte) error) error {
	q := Query{Resource: path}
	got, err := l.open(ctx, path, nil, "text/plain")
	if err != nil {
		return l.readError(q, got, err)
	}
	defer func() { _ = got.stream.Close() }()
	if strings.HasPrefix(got.contentType, "text/html") {
		return l.readError(q, answer{}, errHTML)
	}
	lines := bufio.NewScanner(got.stream)
	lines.Buffer(make([]byte, 0, 64<<10), longestLine)
	for lines.Scan() {
		if err := fn(lines.Bytes()); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return l.readError(q, answer{}, tooLarge("one line of it"))
	}
	if err := contextOr(ctx, lines.Err()); err != nil {
		return l.readError(q, answer{}, wireError(err))
	}
	return nil
}
