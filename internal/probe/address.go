package probe

import (
	"net"
	"strconv"

	"github.com/kready/kready/internal/agent"
)

// URL returns the URL of the agent's HTTP server at a host, a name or an IP address.
func URL(host, path string) string { return "http://" + hostPort(host, agent.PortHTTP) + path }

func hostPort(host string, port int) string { return net.JoinHostPort(host, strconv.Itoa(port)) }
