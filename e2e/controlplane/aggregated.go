package controlplane

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
)

// serveMetricsAPI answers as metrics-server does when it is asked what it serves, which is
// all that makes its APIService available. It returns the loopback port that it listens on.
func serveMetricsAPI() (port int32, stop func(), err error) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"metrics.k8s.io/v1beta1","resources":[`+
			`{"name":"nodes","singularName":"","namespaced":false,"kind":"NodeMetrics","verbs":["get","list"]},`+
			`{"name":"pods","singularName":"","namespaced":true,"kind":"PodMetrics","verbs":["get","list"]}]}`)
	}))
	server.Config.ErrorLog = log.New(discard{}, "", 0)
	server.StartTLS()
	address, ok := server.Listener.Addr().(*net.TCPAddr)
	if !ok {
		server.Close()
		return 0, nil, fmt.Errorf("the metrics API listens on %s, which is no TCP address", server.Listener.Addr())
	}
	return int32(address.Port), server.Close, nil
}
