package agent

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
)

// tryUDP sends a datagram and expects it back. Params: size, in bytes.
func tryUDP(ctx context.Context, t Trial) reply {
	size, _ := strconv.Atoi(t.Params["size"]) // zero when it is not set
	conn, err := dialUDP(ctx, t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	return roundTrip(conn, max(size, 32))
}

// headerBytes is the size of the IPv4 and UDP headers. (That of IPv6 is 20 more.)
const headerBytes = 20 + 8

// tryMTU sends the largest datagram that the pod's interface can send unfragmented, and
// forbids fragmenting it on the path. A path that drops it silently is a black hole; one
// that reports a smaller MTU is in order, since senders adapt.
func tryMTU(ctx context.Context, t Trial) reply {
	conn, err := dialUDP(ctx, t.Target)
	if err != nil {
		return reply{err: err}
	}
	defer func() { _ = conn.Close() }()
	mtu, err := interfaceMTU(conn.LocalAddr())
	if err != nil {
		return reply{err: err}
	}
	size := mtu - headerBytes
	if conn.RemoteAddr().(*net.UDPAddr).IP.To4() == nil { // always a UDPAddr: dialUDP made it
		size -= 20
	}
	if err := dontFragment(conn); err != nil {
		return reply{err: fmt.Errorf("forbidding fragments: %w", err)}
	}
	got := roundTrip(conn, size)
	switch {
	case errors.Is(got.err, errTooLarge):
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
	sent := testData(size)
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

// interfaceMTU is the MTU of the interface with a local address.
func interfaceMTU(local net.Addr) (int, error) {
	at, ok := local.(*net.UDPAddr)
	if !ok {
		return 0, fmt.Errorf("%v is not the address of an interface", local)
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

// testData returns bytes that depend on their position, so that a reordered or repeated
// part is noticed.
func testData(size int) []byte {
	out := make([]byte, size)
	for i := range out {
		out[i] = byte(i*7 + i/251)
	}
	return out
}
