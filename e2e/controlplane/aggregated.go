package controlplane

import (
	"crypto/tls"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// serveMetricsAPI answers as metrics-server does when it is asked what it serves, which is
// all that makes its APIService available. It returns where it listens: an address that is
// not loopback, for an EndpointSlice takes no other.
func serveMetricsAPI() (ip string, port int32, stop func(), err error) {
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		return "", 0, nil, err
	}
	if ip, err = ownAddress(); err != nil {
		_ = listener.Close()
		return "", 0, nil, err
	}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"metrics.k8s.io/v1beta1","resources":[`+
			`{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},`+
			`{"name":"pods","singularName":"","namespaced":true,"kind":"PodMetrics","verbs":["get","list"]}]}`)
	}))
	_ = server.Listener.Close()
	server.Listener = listener
	server.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(discard{}, "", 0)
	server.StartTLS()
	_, text, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		server.Close()
		return "", 0, nil, err
	}
	n, err := strconv.ParseInt(text, 10, 32)
	return ip, int32(n), server.Close, err
}

// ownAddress is an IPv4 address of this machine that is not loopback.
func ownAddress() (string, error) {
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return "", err
	}
	for _, a := range addresses {
		if network, ok := a.(*net.IPNet); ok && network.IP.To4() != nil && network.IP.IsGlobalUnicast() {
			return network.IP.String(), nil
		}
	}
	return "", fmt.Errorf("this machine has no IPv4 address but loopback, and the API server reaches no aggregated API there")
}
