package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// tryUDP sends a datagram and wants it back. Params: size, in bytes.
func tryUDP(ctx context.Context, t Try) reply {
	size, _ := strconv.Atoi(t.Params["size"]) // zero when it is not set
	conn, err := dialUDP(ctx, t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	return roundTrip(conn, max(size, 32))
}

// headers is what IPv4 and UDP take of a packet. (IPv6 takes 20 more.)
const headers = 20 + 8

// tryMTU sends the largest datagram that the pod's interface takes in one piece, and
// forbids to break it up on the way. A path that drops it without a word is a black hole;
// one that says so is in order, and everything adapts to it.
func tryMTU(ctx context.Context, t Try) reply {
	conn, err := dialUDP(ctx, t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	mtu, err := mtuOf(conn.LocalAddr())
	if err != nil {
		return reply{err: err}
	}
	size := mtu - headers
	if conn.RemoteAddr().(*net.UDPAddr).IP.To4() == nil { // always a UDPAddr: dialUDP made it
		size -= 20
	}
	if err := dontFragment(conn); err != nil {
		return reply{err: fmt.Errorf("forbidding fragments: %w", err)}
	}
	got := roundTrip(conn, size)
	switch {
	case errors.Is(got.err, tooLarge):
		return reply{detail: fmt.Sprintf("the path takes less than the interface's %d bytes, and says so", mtu)}
	case got.err == nil:
		got.detail = fmt.Sprintf("%d bytes in one piece, MTU %d", size, mtu)
	}
	return got
}

func dialUDP(ctx context.Context, address string) (*net.UDPConn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "udp", address)
	if err != nil {
		return nil, err
	}
	udp := conn.(*net.UDPConn) // what dialling "udp" returns
	if deadline, ok := ctx.Deadline(); ok {
		if err := udp.SetDeadline(deadline); err != nil {
			return nil, errors.Join(err, udp.Close())
		}
	}
	return udp, nil
}

func roundTrip(conn *net.UDPConn, size int) reply {
	sent := pattern(size)
	if _, err := conn.Write(sent); err != nil {
		return reply{err: err}
	}
	back := make([]byte, len(sent)+1)
	n, err := conn.Read(back)
	if err != nil {
		return reply{err: err}
	}
	if string(back[:n]) != string(sent) {
		return reply{wrong: true, detail: fmt.Sprintf("%d of %d bytes came back", n, len(sent))}
	}
	return reply{detail: fmt.Sprintf("echo of %d bytes", n)}
}

// mtuOf is that of the interface with a local address.
func mtuOf(local net.Addr) (int, error) {
	at, ok := local.(*net.UDPAddr)
	if !ok {
		return 0, fmt.Errorf("%v is no address of an interface", local)
	}
	interfaces, err := net.Interfaces()
	if err != nil {
		return 0, fmt.Errorf("reading the pod's interfaces: %w", err)
	}
	for _, i := range interfaces {
		addresses, err := i.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok && n.IP.Equal(at.IP) {
				return i.MTU, nil
			}
		}
	}
	return 0, fmt.Errorf("no interface has the address %s", at.IP)
}

// pattern is data whose every byte tells its place, so that a swapped or doubled part
// is noticed.
func pattern(size int) []byte {
	out := make([]byte, size)
	for i := range out {
		out[i] = byte(i*7 + i/251)
	}
	return out
}
