package collect

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// featureGatesMax is the maximum number of feature gates that are kept of a configuration.
const featureGatesMax = 200

// The kubelet's defaults for the logs of containers:
// https://kubernetes.io/docs/concepts/cluster-administration/logging/#log-rotation
const (
	logMaxSize  = 10 << 20
	logMaxFiles = 5
)

const kubeletConfigName = "kubelet-config"

func kubeletConfigCollector() Collector {
	return Collector{
		Facts: facts.KindKubeletConfig,
		Reads: []Read{{
			Resource: "configmaps", Verbs: []string{"get"}, Namespace: kubeSystem, Names: []string{kubeletConfigName},
		}},
		Collect: collectKubeletConfig,
	}
}

// collectKubeletConfig reads the feature gates, the rotation of logs and the name servers by which kubeadm configures kubelets. What a node's own files say besides is not known to the API server.
func collectKubeletConfig(ctx context.Context, r *Run) Fill {
	data := r.configMap(ctx, kubeSystem, kubeletConfigName)
	document, ok := data["kubelet"]
	if !ok {
		return nil
	}
	config, err := distilKubeletConfig(document)
	if err != nil {
		q := target.Query{Version: "v1", Resource: "configmaps", Namespace: kubeSystem, Name: kubeletConfigName}
		r.fail("get", q, &target.ReadError{Reason: facts.ReasonMalformed, Message: err.Error()})
		return nil
	}
	return func(s *facts.Snapshot) { s.KubeletConfig = config }
}

// distilKubeletConfig reads a KubeletConfiguration.
func distilKubeletConfig(document string) (facts.KubeletConfig, error) {
	var config struct {
		FeatureGates         map[string]bool `json:"featureGates"`
		ContainerLogMaxSize  string          `json:"containerLogMaxSize"`
		ContainerLogMaxFiles *int            `json:"containerLogMaxFiles"`
		ClusterDNS           []string        `json:"clusterDNS"`
		ClusterDomain        string          `json:"clusterDomain"`
	}
	if err := yaml.Unmarshal([]byte(document), &config); err != nil {
		return facts.KubeletConfig{}, err
	}
	out := facts.KubeletConfig{Found: true, LogRotation: facts.LogRotation{Said: true, MaxSize: logMaxSize, MaxFiles: logMaxFiles}}
	if size := config.ContainerLogMaxSize; size != "" {
		quantity, err := resource.ParseQuantity(size)
		if err != nil {
			return out, fmt.Errorf("reading containerLogMaxSize %q: %w", text.Truncate(size, valueMax), err)
		}
		out.LogRotation.MaxSize = quantity.Value()
	}
	for _, address := range config.ClusterDNS[:min(len(config.ClusterDNS), nameServersMax)] {
		out.ClusterDNS = append(out.ClusterDNS, text.Truncate(address, valueMax))
	}
	out.ClusterDomain = text.Truncate(config.ClusterDomain, valueMax)
	if files := config.ContainerLogMaxFiles; files != nil {
		out.LogRotation.MaxFiles = *files
	}
	for name, enabled := range config.FeatureGates {
		out.FeatureGates = append(out.FeatureGates, facts.FeatureGate{Name: text.Truncate(name, valueMax), Enabled: enabled})
	}
	slices.SortFunc(out.FeatureGates, func(a, b facts.FeatureGate) int { return strings.Compare(a.Name, b.Name) })
	out.FeatureGates = out.FeatureGates[:min(len(out.FeatureGates), featureGatesMax)]
	return out, nil
}
