package target

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// asText returns a reader of a file's text as UTF-8: without a byte order mark, decoded from
// UTF-16, which PowerShell's > writes, and without the logs that `kubectl cluster-info dump` prints
// between its lists; what is known of these goes to logs.
func asText(r io.Reader, to logs) io.Reader {
	return &withoutLogs{from: asUTF8(bufferOf(r)), logs: to}
}

// asUTF8 returns a reader of a text as UTF-8, without a byte order mark.
func asUTF8(buffered *bufio.Reader) *bufio.Reader {
	mark, _ := buffered.Peek(3)
	switch {
	case bytes.HasPrefix(mark, []byte{0xef, 0xbb, 0xbf}):
		_, _ = buffered.Discard(3)
	case bytes.HasPrefix(mark, []byte{0xff, 0xfe}):
		_, _ = buffered.Discard(2)
		buffered = bufio.NewReaderSize(&utf16Reader{from: buffered, order: binary.LittleEndian}, 64<<10)
	case bytes.HasPrefix(mark, []byte{0xfe, 0xff}):
		_, _ = buffered.Discard(2)
		buffered = bufio.NewReaderSize(&utf16Reader{from: buffered, order: binary.BigEndian}, 64<<10)
	}
	return buffered
}

// bufferOf buffers a reader.
func bufferOf(r io.Reader) *bufio.Reader { return bufio.NewReaderSize(r, 64<<10) }

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	from  io.Reader
	order binary.ByteOrder
	ready []byte
	high  rune
}

// Read implements io.Reader.
func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.ready) == 0 {
		var unit [2]byte
		if _, err := io.ReadFull(u.from, unit[:]); err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
				err = io.EOF
			}
			return 0, err
		}
		r := rune(u.order.Uint16(unit[:]))
		switch {
		case u.high != 0:
			r, u.high = utf16.DecodeRune(u.high, r), 0
		case utf16.IsSurrogate(r):
			u.high = r
			continue
		}
		u.ready = utf8.AppendRune(u.ready[:0], r)
	}
	n := copy(p, u.ready)
	u.ready = u.ready[n:]
	return n, nil
}

// logStart is how `kubectl cluster-info dump` announces the log of a container; the line that ends
// it differs in one word.
// https://github.com/kubernetes/kubectl/blob/master/pkg/cmd/clusterinfo/clusterinfo_dump.go
const (
	logStart = "==== START logs for container "
	logEnd   = "==== END logs for container "
)

// withoutLogs leaves out the logs between the documents of a stream.
type withoutLogs struct {
	from  *bufio.Reader
	ready []byte
	// until is the line that ends the log which is being left out.
	until []byte
	// inside says that what comes next is not the beginning of a line.
	inside bool
	// found says that there was a log.
	found bool
	// logs takes what the logs say, of is whose log is being left out, and end its end.
	logs logs
	of   place
	end  tail
}

// Read implements io.Reader.
func (w *withoutLogs) Read(p []byte) (int, error) {
	for len(w.ready) == 0 {
		line, err := w.from.ReadSlice('\n')
		starts := !w.inside
		w.inside = errors.Is(err, bufio.ErrBufferFull)
		switch {
		case w.until != nil:
			if bytes.HasSuffix(bytes.TrimRight(line, "\r\n"), w.until) {
				w.until = nil
				w.logs.add(w.of, w.end.kept, false)
				w.end.kept = w.end.kept[:0]
				break
			}
			_, _ = w.end.Write(line) // it takes all
		case starts && bytes.HasPrefix(line, []byte(logStart)) && !w.inside:
			rest := bytes.TrimRight(line[len(logStart):], "\r\n")
			w.until = append([]byte(logEnd), rest...)
			w.of = ofContainer(string(rest))
			w.found = true
		default:
			w.ready = line
		}
		if err != nil && !w.inside && len(w.ready) == 0 {
			return 0, err
		}
	}
	n := copy(p, w.ready)
	w.ready = w.ready[n:]
	return n, nil
}

// ofContainer reads whose log it is: "CONTAINER of pod NAMESPACE/POD ====".
func ofContainer(said string) place {
	container, pod, _ := strings.Cut(strings.TrimSuffix(said, " ===="), " of pod ")
	namespace, name, _ := strings.Cut(pod, "/")
	return place{namespace: namespace, pod: name, container: container}
}
