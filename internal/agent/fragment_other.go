//go:build !linux

package agent

import (
	"errors"
	"net"
	"syscall"
)

// dontFragment is for pods, and those run Linux.
func dontFragment(*net.UDPConn) error { return errors.ErrUnsupported }

const tooLarge = syscall.EMSGSIZE
