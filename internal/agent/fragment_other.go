//go:build !linux

package agent

import (
	"errors"
	"net"
	"syscall"
)

// dontFragment is not supported: pods of probes run on Linux nodes.
func dontFragment(*net.UDPConn) error { return errors.ErrUnsupported }

const tooLarge = syscall.EMSGSIZE
