package target

import (
	"io"
	"runtime"
	"strings"
	"testing"
)

// atEnd calls fn when a text was read to its end.
type atEnd struct{ fn func() }

func (a *atEnd) Read([]byte) (int, error) {
	if a.fn != nil {
		a.fn()
		a.fn = nil
	}
	return 0, io.EOF
}

// TestMemoryOfATypedList: the objects of a list that says their kind once are kept as small as others
// while it is read, wherever it says it.
func TestMemoryOfATypedList(t *testing.T) {
	const pods = 10_000
	one := strings.Replace(somePod(1), `"apiVersion":"v1","kind":"Pod",`, "", 1)
	var items strings.Builder
	for i := range pods {
		if i > 0 {
			items.WriteString(",")
		}
		items.WriteString(strings.Replace(somePod(i), `"apiVersion":"v1","kind":"Pod",`, "", 1))
	}
	heap := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc) //nolint:gosec // far below
	}
	for name, around := range map[string][2]string{
		"its kind comes first": {`{"kind":"PodList","apiVersion":"v1","items":[`, `]`},
		"its kind comes last":  {`{"apiVersion":"v1","items":[`, `],"kind":"PodList"`},
	} {
		t.Run(name, func(t *testing.T) {
			before, took := heap(), int64(0)
			measure := &atEnd{func() { took = heap() - before }}
			text := io.MultiReader(strings.NewReader(around[0]), strings.NewReader(items.String()), measure, strings.NewReader(around[1]+"}"))
			opened, err := Open("-", FileOptions{Stdin: text, Complete: true})
			if err != nil {
				t.Fatal(err)
			}
			if most := int64(pods * len(one)); took > most || took == 0 {
				t.Errorf("%d bytes of objects take %d", most, took)
			}
			names, err := found(t.Context(), opened.Source, Query{Version: "v1", Resource: "pods", LabelSelector: "app=web"})
			if err != nil || len(names) != pods {
				t.Errorf("%d pods, %v", len(names), err)
			}
		})
	}
}
