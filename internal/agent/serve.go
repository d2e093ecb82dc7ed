package agent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"
)

// Serve answers HTTP and UDP on all addresses of the pod until ctx ends:
//
//	GET /          the run's id and the pod's name
//	GET /metrics   a metric with the run's id, for Prometheus
//	GET /bytes?n=N a body of N bytes
//	POST /count?n=N 200 if the body is the expected N bytes, 400 if not
//	UDP            each datagram as it came
func Serve(ctx context.Context, run string) error {
	name, err := os.Hostname()
	if err != nil {
		return fmt.Errorf("reading the pod's name: %w", err)
	}
	packets, err := (&net.ListenConfig{}).ListenPacket(ctx, "udp", fmt.Sprintf(":%d", PortUDP))
	if err != nil {
		return fmt.Errorf("listening for datagrams: %w", err)
	}
	defer func() { _ = packets.Close() }()
	go echo(packets)
	server := &http.Server{Addr: fmt.Sprintf(":%d", PortHTTP), Handler: Handler(run, name), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("listening for HTTP: %w", err)
	}
	return nil
}

// Handler serves the HTTP requests of probes, as the pod of that name in that run.
func Handler(run, name string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /bytes", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil || n < 0 || n > bodyMax {
			http.Error(w, fmt.Sprintf("n must be from 0 to %d", bodyMax), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Kready-Pod", name)
		_, _ = w.Write(testData(n)) // the client notices a body that is cut short
	})
	mux.HandleFunc("POST /count", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyMax))
		if n, atoi := strconv.Atoi(r.URL.Query().Get("n")); err != nil || atoi != nil || !bytes.Equal(body, testData(n)) {
			http.Error(w, "the body is not the expected one", http.StatusBadRequest)
		}
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4")
		_, _ = fmt.Fprintf(w, "# TYPE kready_probe gauge\nkready_probe{run=%q} 1\n", run)
	})
	mux.HandleFunc("GET /", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Kready-Pod", name)
		_, _ = io.WriteString(w, run+" "+name+"\n")
	})
	return mux
}

// echo sends each datagram back until the connection is closed.
func echo(packets net.PacketConn) {
	buffer := make([]byte, 64<<10)
	for {
		n, from, err := packets.ReadFrom(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err == nil {
			_, _ = packets.WriteTo(buffer[:n], from)
		}
	}
}
