package agent

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kready/kready/internal/facts"
)

func answered() reply { return reply{detail: "ok"} }
func blocked() reply  { return reply{err: errors.New("timeout")} }

// TestTrialState: three attempts in a row decide a trial, single ones do not, and an outcome
// that changes back and forth is not a success.
func TestTrialState(t *testing.T) {
	wrong := reply{wrong: true, detail: "HTTP 404"}
	for name, tt := range map[string]struct {
		try     Trial
		replies []reply
		decided bool
		got     string
	}{
		"answered":          {Trial{Expected: facts.Answered}, []reply{blocked(), answered(), answered(), answered()}, true, facts.Answered},
		"two are not three": {Trial{Expected: facts.Answered}, []reply{blocked(), answered(), answered()}, false, facts.Blocked},
		"flapping":          {Trial{Expected: facts.Answered}, []reply{answered(), blocked(), answered(), blocked(), answered()}, false, facts.Blocked},
		"never":             {Trial{Expected: facts.Answered}, []reply{blocked(), blocked()}, false, facts.Blocked},
		"wrong":             {Trial{Expected: facts.Answered}, []reply{wrong, wrong, wrong, wrong}, false, facts.Wrong},
		"blocked":           {Trial{Expected: facts.Blocked}, []reply{answered(), blocked(), blocked(), blocked()}, true, facts.Blocked},
		"leaking":           {Trial{Expected: facts.Blocked}, []reply{blocked(), blocked(), answered(), blocked()}, false, facts.Answered},
		"open":              {Trial{Expected: facts.Blocked}, []reply{answered(), answered(), answered(), answered()}, false, facts.Answered},
		"counted":           {Trial{Expected: facts.Answered, Times: 3}, []reply{answered(), answered(), answered()}, true, facts.Answered},
		"one of 3 lost":     {Trial{Expected: facts.Answered, Times: 3}, []reply{answered(), blocked(), answered()}, true, facts.Blocked},
		"one lost is borne": {Trial{Expected: facts.Answered, Times: 3, Tolerate: 1}, []reply{answered(), blocked(), answered()}, true, facts.Answered},
	} {
		t.Run(name, func(t *testing.T) {
			s := &trialState{trial: tt.try}
			decided := false
			for i, r := range tt.replies {
				if decided {
					t.Fatalf("decided after %d of %d attempts", i, len(tt.replies))
				}
				decided = s.add(r, time.Duration(i)*time.Second)
			}
			s.finish()
			if decided != tt.decided || s.answer.Got != tt.got {
				t.Errorf("decided %v got %q, want %v %q", decided, s.answer.Got, tt.decided, tt.got)
			}
		})
	}
}

func TestSteadyAfterIsTheFirstOfTheRow(t *testing.T) {
	s := &trialState{trial: Trial{Expected: facts.Blocked}}
	for i, r := range []reply{blocked(), answered(), blocked(), blocked(), blocked()} {
		s.add(r, time.Duration(i)*time.Second)
	}
	if s.answer.SteadyAfter != 2000 {
		t.Errorf("steady after %d ms", s.answer.SteadyAfter)
	}
}

// TestRunEndsAtABaselineThatFails: later steps would prove nothing.
func TestRunEndsAtABaselineThatFails(t *testing.T) {
	nobody := closedPort(t)
	script := Script{Steps: []Step{
		{Phase: facts.PhaseBaseline, Signal: true, Trials: []Trial{{Name: "a", Kind: "tcp", Target: nobody, Expected: facts.Answered, Seconds: 1, PerAttempt: 1}}},
		{Phase: facts.PhaseProof, Trials: []Trial{{Name: "b", Kind: "tcp", Target: nobody, Expected: facts.Blocked, Seconds: 1}}},
	}}
	got := Run(t.Context(), script, "127.0.0.1:0")
	if len(got.Answers) != 1 || got.Answers[0].Got != facts.Blocked || got.Answers[0].Detail != "connection refused" {
		t.Errorf("%+v", got)
	}
}

// TestGiveUp: a trial whose outcome nothing hints at gives up, and not while another of its step
// had it once.
func TestGiveUp(t *testing.T) { synctest.Test(t, testGiveUp) }

func testGiveUp(t *testing.T) {
	open := func(context.Context, Trial) reply { return answered() }
	closing := func() attempt {
		n := 0
		return func(context.Context, Trial) reply {
			if n++; n > 10 {
				return blocked()
			}
			return answered()
		}
	}
	try := Trial{Expected: facts.Blocked, Seconds: 60, GiveUp: 12}
	var none, some atomic.Bool
	if a := try.run(t.Context(), open, &none); a.Got != facts.Answered || a.Milliseconds < 12000 || a.Milliseconds > 13000 {
		t.Errorf("without hope: %+v", a)
	}
	some.Store(true)
	if a := try.run(t.Context(), open, &some); a.Got != facts.Answered || a.Milliseconds < 60000 {
		t.Errorf("with hope: %+v", a)
	}
	var hope atomic.Bool
	if a := try.run(t.Context(), closing(), &hope); a.Got != facts.Blocked || !hope.Load() {
		t.Errorf("blocked in time: %+v %v", a, hope.Load())
	}
	n := 0
	lost := func(context.Context, Trial) reply {
		if n++; n == 3 {
			return blocked()
		}
		return answered()
	}
	var one atomic.Bool
	if a := try.run(t.Context(), lost, &one); a.Got != facts.Answered || a.Milliseconds > 13000 || a.Answers != a.Attempts-1 {
		t.Errorf("one attempt that is lost: %+v", a)
	}
	try.GiveUp = 0
	if a := try.run(t.Context(), open, &none); a.Milliseconds < 60000 {
		t.Errorf("one that does not give up: %+v", a)
	}
}

func TestRun(t *testing.T) {
	server := httptest.NewServer(Handler("run-1", "pod-1"))
	defer server.Close()
	script := Script{Steps: []Step{{Phase: facts.PhaseProof, Trials: []Trial{
		{Name: "ours", Kind: "http", Target: server.URL + "/", Params: map[string]string{"contains": "run-1"}, Expected: facts.Answered},
		{Name: "theirs", Kind: "http", Target: server.URL + "/", Params: map[string]string{"contains": "run-2"}, Expected: facts.Answered, Seconds: 1},
		{Name: "lacks", Kind: "http", Target: server.URL + "/", Params: map[string]string{"lacks": "run-1", "status": "any"}, Expected: facts.Answered, Seconds: 1},
		{Name: "large", Kind: "http", Target: server.URL + "/bytes?n=70000", Params: map[string]string{"bytes": "70000"}, Expected: facts.Answered},
		{Name: "short", Kind: "http", Target: server.URL + "/bytes?n=7", Params: map[string]string{"bytes": "8"}, Expected: facts.Answered, Seconds: 1},
		{Name: "up", Kind: "upload", Target: server.URL + "/count?n=70000", Params: map[string]string{"size": "70000"}, Expected: facts.Answered},
		{Name: "less", Kind: "upload", Target: server.URL + "/count?n=70001", Params: map[string]string{"size": "70000"}, Expected: facts.Answered, Seconds: 1},
	}}}}
	want := map[string]string{
		"ours": facts.Answered, "theirs": facts.Wrong, "lacks": facts.Wrong, "large": facts.Answered,
		"short": facts.Wrong, "up": facts.Answered, "less": facts.Wrong,
	}
	for _, a := range Run(t.Context(), script, "127.0.0.1:0").Answers {
		if a.Got != want[a.Name] {
			t.Errorf("%s: %s (%s), want %s", a.Name, a.Got, a.Detail, want[a.Name])
		}
		if a.Name == "ours" && (len(a.Values) != 1 || a.Values[0] != "pod-1") {
			t.Errorf("the server's name: got %v", a.Values)
		}
	}
}

func TestUDP(t *testing.T) {
	packets, err := (&net.ListenConfig{}).ListenPacket(t.Context(), "udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go echo(packets)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	at := packets.LocalAddr().String()
	if got := tryUDP(ctx, Trial{Target: at, Params: map[string]string{"size": "1200"}}); got.err != nil || got.wrong {
		t.Errorf("%+v", got)
	}
	if got := tryMTU(ctx, Trial{Target: at}); got.err != nil && !errors.Is(got.err, errors.ErrUnsupported) {
		t.Errorf("%+v", got)
	}
	_ = packets.Close()
	if got := tryUDP(ctx, Trial{Target: at}); got.err == nil {
		t.Errorf("no server answers, got %+v", got)
	}
}

func TestClusterDomain(t *testing.T) {
	file := filepath.Join(t.TempDir(), "resolv.conf")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("nameserver 10.96.0.10\nsearch ns.svc.corp.example svc.corp.example corp.example\noptions ndots:5\n")
	if got, err := clusterDomain(file); err != nil || got != "corp.example" {
		t.Errorf("%q %v", got, err)
	}
	write("nameserver 192.0.2.1\n")
	if _, err := clusterDomain(file); err == nil {
		t.Error("a pod without cluster DNS: got no error")
	}
}

// TestResultFits: a termination message holds 4096 bytes; details are cut first.
func TestResultFits(t *testing.T) {
	r := Result{Steps: 1}
	for range 25 {
		r.Answers = append(r.Answers, Answer{Name: "service", Got: facts.Blocked, Detail: strings.Repeat("ü", 500), Attempts: 197, Milliseconds: 60000})
	}
	out := r.Encode()
	var back Result
	if err := json.Unmarshal(out, &back); err != nil || len(out) > messageMax || len(back.Answers) != 25 {
		t.Errorf("%d bytes, %d answers, %v", len(out), len(back.Answers), err)
	}
}

func TestParseScript(t *testing.T) {
	if _, err := ParseScript(`{"steps":[{"trials":[{"kind":"teleport","want":"answered"}]}]}`); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("%v", err)
	}
	if _, err := ParseScript(`{"steps":[{"trials":[{"kind":"tcp","want":"maybe"}]}]}`); err == nil {
		t.Error("an unknown outcome: got no error")
	}
}

// closedPort returns an address on which no server listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}
