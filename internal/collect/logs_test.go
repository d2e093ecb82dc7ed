package collect

import (
	"reflect"
	"testing"

	"github.com/kready/kready/internal/facts"
)

// TestWithLogs: a log says what the kubelet does not, and nothing of a pod that is well.
func TestWithLogs(t *testing.T) {
	crashed := facts.Trouble{Container: "main", Reason: "CrashLoopBackOff", Ended: "Error", ExitCode: 1, Count: 1}
	told := crashed
	told.LastWords = "from https://user:pass@acme.org it came"
	redacted := crashed
	redacted.LastWords = redact(told.LastWords)
	pulling := facts.Trouble{Container: "main", Reason: "ErrImagePull", Count: 1}
	said := map[string]string{"main": told.LastWords}
	for name, c := range map[string]struct {
		pod  podFact
		said map[string]string
		want []facts.Trouble
	}{
		"it crashed":                  {podFact{troubles: []facts.Trouble{crashed}}, said, []facts.Trouble{redacted}},
		"the kubelet kept its words":  {podFact{troubles: []facts.Trouble{told}}, map[string]string{"main": "other"}, []facts.Trouble{told}},
		"it runs and is not ready":    {podFact{}, said, []facts.Trouble{{Container: "main", LastWords: redacted.LastWords, Count: 1}}},
		"it is well":                  {podFact{ready: true}, said, nil},
		"it never ran":                {podFact{troubles: []facts.Trouble{pulling}}, said, []facts.Trouble{pulling}},
		"its log says nothing known":  {podFact{troubles: []facts.Trouble{crashed}}, nil, []facts.Trouble{crashed}},
		"the log of its other is not": {podFact{ready: true, troubles: []facts.Trouble{crashed}}, map[string]string{"other": "x"}, []facts.Trouble{crashed}},
	} {
		if got := withLogs(c.pod, c.said); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
