package config

import (
	"fmt"
	"net/url"
)

// Probes are the settings of probes in kready.yaml, for what a cluster does not show. All are
// optional; a probe without a setting that it needs says so.
type Probes struct {
	// The agent's image, as a mirror has it; --probe-image overrides it.
	Image string `yaml:"image"`
	// Names of Secrets to pull it with, in the namespace of --namespace.
	PullSecrets []string `yaml:"pullSecrets"`
	// A name outside of the cluster that pods must be able to look up.
	ExternalName string `yaml:"externalName"`
	// An image of the registry that applications are pulled from.
	RegistryImage string `yaml:"registryImage"`
	// An image without a signature, which has to be refused.
	UnsignedImage string `yaml:"unsignedImage"`
	// The StorageClass to try; the default class where none is named.
	StorageClass string `yaml:"storageClass"`
	// Where log lines can be queried, from within a pod: http://loki-gateway.logging
	LogsURL string `yaml:"logsURL"`
	// The tenant to query log lines as, where there are tenants.
	LogsTenant string `yaml:"logsTenant"`
	// Where spans are sent over OTLP/HTTP, from within a pod: http://collector.tracing:4318
	OTLPURL string `yaml:"otlpURL"`
	// Where Prometheus answers queries, from within a pod: http://prometheus-operated.monitoring:9090
	PrometheusURL string `yaml:"prometheusURL"`
}

// Options are the settings of single probes, by the name of the key.
func (p Probes) Options() map[string]string {
	return map[string]string{
		"externalName": p.ExternalName, "registryImage": p.RegistryImage, "storageClass": p.StorageClass,
		"logsURL": p.LogsURL, "logsTenant": p.LogsTenant, "otlpURL": p.OTLPURL, "prometheusURL": p.PrometheusURL,
		"unsignedImage": p.UnsignedImage,
	}
}

// validate returns an error for settings that no cluster could make work.
func (p Probes) validate() error {
	if err := validateURL("logsURL", p.LogsURL, "http://loki-gateway.logging"); err != nil {
		return err
	}
	if err := validateURL("prometheusURL", p.PrometheusURL, "http://prometheus-operated.monitoring:9090"); err != nil {
		return err
	}
	return validateURL("otlpURL", p.OTLPURL, "http://collector.tracing:4318")
}

// validateURL returns an error for a setting that is set and no URL for pods.
func validateURL(setting, value, example string) error {
	if value == "" {
		return nil
	}
	at, err := url.Parse(value)
	switch {
	case err != nil, at.Scheme != "http" && at.Scheme != "https", at.Host == "":
		return fmt.Errorf("probes: %s %q is not a URL like %s", setting, value, example)
	case at.User != nil:
		return fmt.Errorf("probes: %s must not contain a user or password: everybody who may read pods could read it", setting)
	}
	return nil
}
