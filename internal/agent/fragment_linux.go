package agent

import (
	"net"
	"syscall"
)

// dontFragment makes datagrams of a connection travel in one piece, or not at all:
// ip(7), IP_MTU_DISCOVER.
func dontFragment(conn *net.UDPConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_IP, syscall.IP_MTU_DISCOVER, syscall.IP_PMTUDISC_DO)
	})
	if err != nil {
		return err
	}
	return failed
}

// tooLarge is what sending a datagram ends in that the path is known not to take.
const tooLarge = syscall.EMSGSIZE
