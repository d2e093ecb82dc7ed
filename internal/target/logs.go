package target

import (
	"io"
	"strings"

	"github.com/kready/kready/internal/knownlog"
)

// Bundles hold the logs of containers. Of the end of each, what is known to tell why a program is not
// well is kept, and nothing else.

// LogTeller is a Source that holds logs.
type LogTeller interface {
	// KnownLogs returns what the logs of a pod's containers say that is known, by the container's name.
	KnownLogs(namespace, pod string) map[string]string
}

const (
	// logTail is how many bytes of the end of a log are looked at.
	logTail = 64 << 10
	// knownLogsMax is of how many pods messages are kept.
	knownLogsMax = 5000
)

// logs are the messages of the logs that were read, by pod and container.
type logs map[podName]map[string]string

// podName names a pod.
type podName struct{ namespace, name string }

// add keeps what the end of a log says that is known. That of the container before it was started
// again comes first: it says why that ended.
func (l logs) add(at place, end []byte, previous bool) {
	said := knownlog.Find(end)
	pod := podName{at.namespace, at.pod}
	if said == "" || l[pod] == nil && len(l) >= knownLogsMax {
		return
	}
	if l[pod] == nil {
		l[pod] = map[string]string{}
	}
	if l[pod][at.container] == "" || previous {
		l[pod][at.container] = said
	}
}

// read reads a file of logs.
func (l logs) read(at place, r io.Reader) error {
	if at.role == holdsLogs {
		_, err := io.Copy(io.Discard, &withoutLogs{from: bufferOf(r), logs: l})
		return err
	}
	var end tail
	if _, err := io.Copy(&end, r); err != nil {
		return err
	}
	name, previous := strings.CutSuffix(at.container, previousLog)
	at.container = name
	l.add(at, end.kept, previous)
	return nil
}

// previousLog is how support bundles name the log of a container before it was started again.
const previousLog = "-previous"

// tail keeps the end of what is written to it.
type tail struct{ kept []byte }

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.kept = append(t.kept, p[max(0, len(p)-logTail):]...)
	if len(t.kept) > 4*logTail {
		t.kept = append(t.kept[:0], t.kept[len(t.kept)-logTail:]...)
	}
	return len(p), nil
}

// ofLog is the place of a container's log:
//
//   - cluster-resources/pods/logs/NAMESPACE/POD/CONTAINER.log of a support bundle,
//   - namespaces/NAMESPACE/pods/POD/CONTAINER/CONTAINER/logs/current.log of a must-gather,
//   - podlogs/NAMESPACE/POD/logs/CONTAINER.txt of sonobuoy,
//   - NAMESPACE/POD/logs.txt of `kubectl cluster-info dump`, which holds those of all containers.
func ofLog(segments []string) (place, bool) {
	last := segments[len(segments)-1]
	if below := after(segments, "podlogs"); len(below) == 4 && below[2] == "logs" {
		return place{maker: sonobuoy, role: holdsLog, namespace: below[0], pod: below[1], container: stemOf(last)}, true
	}
	if below := after(segments, "namespaces"); len(below) == 7 && below[1] == "pods" && below[5] == "logs" && strings.HasSuffix(last, ".log") {
		at := place{maker: inspection, role: holdsLog, namespace: below[0], pod: below[2], container: below[4]}
		if strings.HasPrefix(last, "previous") {
			at.container += previousLog
		}
		return at, true
	}
	if len(segments) > 2 && last == "logs.txt" {
		return place{maker: clusterInfo, role: holdsLogs}, true
	}
	return place{}, false
}
