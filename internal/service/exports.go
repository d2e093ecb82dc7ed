package service

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// exportVariables are those by which OpenTelemetry's SDKs learn where to send telemetry to.
// https://opentelemetry.io/docs/specs/otel/protocol/exporter/
func exportVariables() []string {
	return []string{
		"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
		"OTEL_EXPORTER_ZIPKIN_ENDPOINT", "OTEL_EXPORTER_JAEGER_ENDPOINT",
	}
}

// exports are where the containers of a template send telemetry to, as far as variables with a value say so.
func (t template) exports() []facts.LandingExport {
	var out []facts.LandingExport
	add := func(list string, containers []corev1.Container) {
		for i := range containers {
			for j, env := range containers[i].Env {
				host, port := endpoint(env.Value)
				if host == "" || !slices.Contains(exportVariables(), env.Name) || len(out) >= partsMax {
					continue
				}
				out = append(out, facts.LandingExport{
					Variable: env.Name, Container: text.Truncate(containers[i].Name, nameMax), Host: text.Truncate(host, nameMax), Port: port,
					Line: t.line(list, fmt.Sprint(i), "env", fmt.Sprint(j), "value"),
				})
			}
		}
	}
	add("initContainers", t.spec.InitContainers)
	add("containers", t.spec.Containers)
	return out
}

// endpoint is the host and the port of an address: a URL, or "host:port" as some take it. The host is "" for one that
// is made of other variables, or is none, and the port 0 where none is written.
func endpoint(value string) (host string, port int) {
	if value == "" || strings.Contains(value, "$(") {
		return "", 0
	}
	if !strings.Contains(value, "://") {
		value = "none://" + value
	}
	at, err := url.Parse(value)
	if err != nil {
		return "", 0
	}
	port, _ = strconv.Atoi(at.Port()) // without one, SDKs differ
	return strings.ToLower(at.Hostname()), port
}
