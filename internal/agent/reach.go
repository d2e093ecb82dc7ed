package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"
)

// SpokeFirst is the value of a connection on which the server said something by itself.
const SpokeFirst = "spoke first"

// hold is how long a connection must stay open.
const hold = time.Second

// tryReach opens a connection and waits whether it is closed at once: a proxy takes connections that it cannot pass on.
func tryReach(ctx context.Context, t Trial) reply {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetReadDeadline(time.Now().Add(hold)); err != nil {
		return reply{err: err}
	}
	_, err = conn.Read(make([]byte, 1))
	var timeout net.Error
	switch {
	case err == nil:
		return reply{detail: "connected, and the server speaks", value: SpokeFirst}
	case errors.As(err, &timeout) && timeout.Timeout():
		return reply{detail: "connected"}
	}
	return reply{err: fmt.Errorf("connected, and closed at once: %s", explain(err))}
}
