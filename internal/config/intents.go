package config

import (
	"fmt"
	"maps"
	"net"
	"regexp"
	"slices"
	"strconv"

	"github.com/kready/kready/internal/facts"
)

// How many of each intent a file may name.
const (
	mostGPUs   = 20
	mostEgress = 50
	mostZones  = 100
	mostRetain = 50
)

// Intents are what services here rely on. Each is judged by checks that ask for nothing where it is absent.
type Intents struct {
	// Whether services need volumes that pods on several nodes write at once (ReadWriteMany).
	RWX bool `yaml:"rwx"`
	// The devices that pods ask for: extended resources (nvidia.com/gpu), or DeviceClasses (gpu.nvidia.com).
	GPUs []string `yaml:"gpus" jsonschema:"maxItems=20"`
	// Targets outside of the cluster that pods must reach, as host:port.
	Egress []string `yaml:"egress" jsonschema:"maxItems=50"`
	// The StorageClasses whose volumes must outlive their claims.
	Retain []string `yaml:"retain" jsonschema:"maxItems=50"`
	// From where load balancers may be reached.
	Exposure *Exposure `yaml:"exposure"`
	// Whether what pods send to other nodes must be encrypted, by the network or by a mesh.
	Encryption bool `yaml:"encryption"`
	// What a service mesh has to refuse.
	Mesh MeshIntent `yaml:"mesh"`
	// In how many zones the nodes should be.
	Zones *int `yaml:"zones" jsonschema:"minimum=1,maximum=100"`
	// The release lines that should run, by product: kubernetes, or a name of `kready list implementations`.
	Versions map[string]string `yaml:"versions"`
}

// Exposure says from where load balancers may be reached.
type Exposure struct {
	// The namespaces whose load balancers may be reached from the internet; [] for none.
	Public []string `yaml:"public"`
}

// MeshIntent says what a service mesh has to refuse.
type MeshIntent struct {
	// Whether a call between services needs a policy that allows it.
	DefaultDeny bool `yaml:"defaultDeny"`
	// Whether calls out of the mesh may go to destinations that it knows, and no others.
	RegisteredOnly bool `yaml:"registeredOnly"`
}

// What the parts of intents look like.
var (
	validDevice      = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$`)
	validHost        = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`)
	validReleaseLine = regexp.MustCompile(`^[0-9]+(\.[0-9]+){0,2}$`)
)

// validate returns an error for intents that no cluster could meet, or that nobody can read.
func (i Intents) validate() error {
	if i.Zones != nil && (*i.Zones < 1 || *i.Zones > mostZones) {
		return fmt.Errorf("intents: zones must be a whole number from 1 to %d, got %d", mostZones, *i.Zones)
	}
	if len(i.GPUs) > mostGPUs || len(i.Egress) > mostEgress {
		return fmt.Errorf("intents: must be at most %d gpus and %d targets of egress", mostGPUs, mostEgress)
	}
	for _, name := range i.GPUs {
		if !validDevice.MatchString(name) {
			return fmt.Errorf("intents: gpus has %q: must be an extended resource like nvidia.com/gpu, or the name of a DeviceClass", name)
		}
	}
	if len(i.Retain) > mostRetain {
		return fmt.Errorf("intents: must be at most %d classes to retain", mostRetain)
	}
	for _, name := range i.Retain {
		if !validHost.MatchString(name) {
			return fmt.Errorf("intents: retain has %q, which is no name of a StorageClass", name)
		}
	}
	for _, target := range i.Egress {
		if err := validateTarget(target); err != nil {
			return err
		}
	}
	if i.Exposure != nil {
		for _, namespace := range i.Exposure.Public {
			if !validResource.MatchString(namespace) {
				return fmt.Errorf("intents: exposure.public has %q, which is no name of a namespace", namespace)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(i.Versions)) {
		if !validReleaseLine.MatchString(i.Versions[name]) {
			return fmt.Errorf("intents: versions has %s: %q: must be like 1.36 or 1.36.2", name, i.Versions[name])
		}
	}
	return nil
}

// validateTarget refuses what is no host:port.
func validateTarget(target string) error {
	host, port, err := net.SplitHostPort(target)
	number, notNumber := strconv.Atoi(port)
	if err != nil || notNumber != nil || number < 1 || number > 65535 || net.ParseIP(host) == nil && !validHost.MatchString(host) {
		return fmt.Errorf("intents: egress has %q: must be host:port, like api.example.com:443", target)
	}
	return nil
}

// AddTo writes the intents down as checks see them.
func (i Intents) AddTo(out *facts.Intent) {
	out.Encryption = i.Encryption
	out.Mesh, out.Retain = facts.IntendedMesh(i.Mesh), slices.Clone(i.Retain)
	out.RWX, out.GPUs, out.Egress = i.RWX, slices.Clone(i.GPUs), slices.Clone(i.Egress)
	if i.Exposure != nil {
		out.Exposure = facts.IntendedExposure{Stated: true, Public: slices.Clone(i.Exposure.Public)}
	}
	if i.Zones != nil {
		out.Zones = *i.Zones
	}
	for _, name := range slices.Sorted(maps.Keys(i.Versions)) {
		out.Versions = append(out.Versions, facts.IntendedVersion{Name: name, Version: i.Versions[name]})
	}
}
