package config

import (
	"errors"
	"fmt"
	"net/url"
)

// Probes is what kready.yaml says to probes: what no cluster shows by itself. All of it
// is optional; a probe without what it needs says so.
type Probes struct {
	// Image is the agent's image, as a mirror has it; --probe-image overrides it.
	Image string `yaml:"image"`
	// PullSecrets are names of Secrets to pull it with, in the namespace of --namespace.
	PullSecrets []string `yaml:"pullSecrets"`
	// ExternalName is a name outside of the cluster that pods must be able to look up.
	ExternalName string `yaml:"externalName"`
	// RegistryImage is an image of the registry that applications are pulled from.
	RegistryImage string `yaml:"registryImage"`
	// StorageClass is the one to try, when it is not the default class.
	StorageClass string `yaml:"storageClass"`
	// LogsURL is where a log line can be asked for, as seen by a pod:
	// "http://loki-gateway.logging"; LogsTenant goes along where there are tenants.
	LogsURL    string `yaml:"logsURL"`
	LogsTenant string `yaml:"logsTenant"`
}

// Options are the settings of single probes, by the name of the key.
func (p Probes) Options() map[string]string {
	return map[string]string{
		"externalName": p.ExternalName, "registryImage": p.RegistryImage, "storageClass": p.StorageClass,
		"logsURL": p.LogsURL, "logsTenant": p.LogsTenant,
	}
}

// valid says what is wrong with the settings, before any of them is tried in a cluster.
func (p Probes) valid() error {
	if p.LogsURL == "" {
		return nil
	}
	at, err := url.Parse(p.LogsURL)
	switch {
	case err != nil, at.Scheme != "http" && at.Scheme != "https", at.Host == "":
		return fmt.Errorf("probes: logsURL %q is no address like http://loki-gateway.logging", p.LogsURL)
	case at.User != nil:
		return errors.New("probes: logsURL holds a login: everybody who may read pods could read it, and kready asks without one")
	}
	return nil
}
