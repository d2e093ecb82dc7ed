package agent

import (
	"net"
	"syscall"
)

// dontFragment forbids fragmenting the datagrams of a connection: ip(7), IP_MTU_DISCOVER.
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

// errTooLarge is the error of sending a datagram that is larger than the path MTU.
const errTooLarge = syscall.EMSGSIZE
