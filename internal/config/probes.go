package config

import (
	"errors"
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
	// The StorageClass to try; the default class where none is named.
	StorageClass string `yaml:"storageClass"`
	// Where log lines can be queried, from within a pod: http://loki-gateway.logging
	LogsURL string `yaml:"logsURL"`
	// The tenant to query log lines as, where there are tenants.
	LogsTenant string `yaml:"logsTenant"`
}

// Options are the settings of single probes, by the name of the key.
func (p Probes) Options() map[string]string {
	return map[string]string{
		"externalName": p.ExternalName, "registryImage": p.RegistryImage, "storageClass": p.StorageClass,
		"logsURL": p.LogsURL, "logsTenant": p.LogsTenant,
	}
}

// validate returns an error for settings that no cluster could make work.
func (p Probes) validate() error {
	if p.LogsURL == "" {
		return nil
	}
	at, err := url.Parse(p.LogsURL)
	switch {
	case err != nil, at.Scheme != "http" && at.Scheme != "https", at.Host == "":
		return fmt.Errorf("probes: logsURL %q is not a URL like http://loki-gateway.logging", p.LogsURL)
	case at.User != nil:
		return errors.New("probes: logsURL must not contain a user or password: everybody who may read pods could read it")
	}
	return nil
}
