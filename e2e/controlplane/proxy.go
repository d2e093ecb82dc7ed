package controlplane

import (
	"encoding/pem"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"

	"k8s.io/client-go/rest"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Fault stands between kready and the API server.
type Fault func(next http.Handler) http.Handler

// Behind starts a proxy on loopback that puts faults before the API server, and returns
// a kubeconfig for it. Whoever comes through is the administrator.
func (p *Plane) Behind(name string, faults ...Fault) (kubeconfig string, stop func(), err error) {
	target, err := url.Parse(p.Config.Host)
	if err != nil {
		return "", nil, err
	}
	transport, err := rest.TransportFor(p.Config)
	if err != nil {
		return "", nil, err
	}
	quiet := log.New(discard{}, "", 0) // a proxy for faults has much to complain of
	var handler http.Handler = &httputil.ReverseProxy{
		Transport:     transport,
		ErrorLog:      quiet,
		FlushInterval: -1,
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Header.Del("Authorization")
		},
	}
	for _, fault := range faults {
		handler = fault(handler)
	}
	server := httptest.NewUnstartedServer(handler)
	server.Config.ErrorLog = quiet
	server.StartTLS()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	kubeconfig, err = p.Kubeconfig(name, clientcmdapi.Cluster{Server: server.URL, CertificateAuthorityData: ca}, clientcmdapi.AuthInfo{Token: "through-the-proxy"})
	return kubeconfig, func() { server.CloseClientConnections(); server.Close() }, err
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// resourceOf says which resource a request lists or gets, as people write it:
// "daemonsets.apps", "nodes"; or the path itself where it is none, as "/version".
func resourceOf(r *http.Request) string {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	group := ""
	switch {
	case len(parts) > 2 && parts[0] == "api":
		parts = parts[2:]
	case len(parts) > 3 && parts[0] == "apis":
		group, parts = parts[1], parts[3:]
	default:
		return r.URL.Path
	}
	if len(parts) > 2 && parts[0] == "namespaces" {
		parts = parts[2:]
	}
	if group == "" {
		return parts[0]
	}
	return parts[0] + "." + group
}
