package agent

import (
	"net"
	"testing"
	"time"

	"github.com/kready/kready/internal/facts"
)

// TestReach: a connection that stays open is one, one that is closed at once is none.
func TestReach(t *testing.T) {
	for name, tt := range map[string]struct {
		serve func(net.Conn)
		got   string
		value string
	}{
		"waits":  {func(c net.Conn) { time.Sleep(2 * hold); _ = c.Close() }, facts.Answered, ""},
		"speaks": {func(c net.Conn) { _, _ = c.Write([]byte("hello")); time.Sleep(hold); _ = c.Close() }, facts.Answered, SpokeFirst},
		"closes": {func(c net.Conn) { _ = c.Close() }, facts.Blocked, ""},
	} {
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = listener.Close() })
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				go tt.serve(conn)
			}
		}()
		got := tryReach(t.Context(), Trial{Target: listener.Addr().String()})
		if outcome(got) != tt.got || got.value != tt.value {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := tryReach(t.Context(), Trial{Target: "127.0.0.1:1"}); got.err == nil {
		t.Errorf("nobody listens: %+v", got)
	}
}
