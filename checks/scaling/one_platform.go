package scaling

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// OnePlatform asks whether the pods of a service may come to nodes of several operating systems or architectures.
func OnePlatform() check.Check {
	return check.Check{
		ID:      "scaling/one-platform",
		Title:   "The pods of the service run on nodes of one operating system and architecture, or their images are for all",
		Subject: check.SubjectService,
		Doc: `The scheduler does not look into images. In a cluster with nodes of amd64 and of arm64, or of Linux and of Windows, pods that say
nothing come to either, and an image that is not for the node's platform ends with "exec format error" or is not pulled at all:
some replicas run, and others do not, and which ones changes with each rollout.

kready sorts the nodes that take the pods of each template by their platforms. An image is for one architecture where its name
says so: those of Docker's organisations for architectures (` + "`arm64v8/nginx`" + `), and tags that end with one (` + "`v1-arm64`" + `). Else
no registry is asked for which platforms it is made: where there are several, the answer is unknown.`,
		Level:         check.LevelConfigured,
		Tier:          check.TierCould,
		Reads:         facts.Fields{facts.PartService, facts.KindNodes, facts.KindWorkloads},
		OptionalReads: facts.Fields{facts.KindRuntimeClasses},
		StandsWithout: check.StandsWithout{Any: []facts.Portion{"workloads"}},
		Remediation: `Build the images for all platforms that the findings name, which ` + "`docker buildx imagetools inspect IMAGE`" + ` shows, or select one by
the labels that every node has: ` + "`kubernetes.io/arch`" + ` and ` + "`kubernetes.io/os`" + `, in the ` + "`nodeSelector`" + ` of the template.`,
		Links: []string{
			"https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-arch",
			"https://kubernetes.io/docs/concepts/windows/user-guide/#ensuring-os-specific-workloads-land-on-the-appropriate-container-host",
		},
		Since: "0.2.0",
		Run:   runOnePlatform,
	}
}

func runOnePlatform(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var wrong, several []check.Finding
	judged, all := 0, newNodes(in)
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		places, err := all.placesOf(p)
		if err != nil || p.ScheduledBy != "" {
			continue // scaling/pods-find-node reports it
		}
		platforms := platformsOf(taking(places))
		if len(platforms) > 0 {
			judged++
		}
		if message := otherArchitecture(p, platforms); message != "" {
			wrong = append(wrong, check.OfManifest(p.Manifest, p.TemplateLine, check.ByService, message))
		} else if len(platforms) > 1 {
			several = append(several, check.OfManifest(p.Manifest, p.TemplateLine, check.ByService, fmt.Sprintf("its pods may run on nodes of %s; whether their images are for all of these is not looked up", text.List(platforms, 4, " and of "))))
		}
	}
	switch {
	case len(in.Service.Pods) == 0:
		return check.Skip("the service has no pods"), nil
	case judged == 0:
		return check.Skip("no node takes pods of the service, or which do is not known"), nil
	}
	return check.ByFindings(wrong, several, fmt.Sprintf("%s nodes that an image is not for", text.Counted(len(wrong), "pod template may come to", "pod templates may come to")), fmt.Sprintf("%s nodes of several platforms", text.Counted(len(several), "pod template may come to", "pod templates may come to")),
		fmt.Sprintf("%s nodes of one platform", text.Counted(judged, "pod template comes to", "pod templates come to"))), nil
}

// platformsOf are the platforms of nodes, such as "linux/amd64", sorted. A node that does not say its own has none.
func platformsOf(nodes []*facts.Node) []string {
	known := map[[2]string]bool{}
	for _, n := range nodes {
		if n.OS != "" && n.Architecture != "" {
			known[[2]string{n.OS, n.Architecture}] = true
		}
	}
	var all []string
	for is := range known {
		all = append(all, is[0]+"/"+is[1])
	}
	slices.Sort(all)
	return all
}

// otherArchitecture says which image is for one architecture by its name, while nodes of another one take the pods; "" for none.
func otherArchitecture(p *facts.LandingPods, platforms []string) string {
	for _, c := range p.Containers {
		architecture := architectureOf(c.Image)
		if architecture == "" {
			continue
		}
		for _, platform := range platforms {
			if _, other, _ := strings.Cut(platform, "/"); other != architecture {
				return fmt.Sprintf("the image of its container %s is for %s by its name, and its pods may run on nodes of %s", c.Name, architecture, platform)
			}
		}
	}
	return ""
}

// architectures are the names of architectures in image names, and what nodes call them.
// https://github.com/docker-library/official-images#architectures-other-than-amd64
var architectures = map[string]string{
	"amd64": "amd64", "x86_64": "amd64", "arm64": "arm64", "arm64v8": "arm64", "aarch64": "arm64", "arm32v7": "arm", "armv7": "arm",
	"ppc64le": "ppc64le", "s390x": "s390x", "riscv64": "riscv64",
}

// architectureOf is the architecture that an image's name says it is for, "" for none.
func architectureOf(image facts.Image) string {
	if organisation, _, ok := strings.Cut(image.Repository, "/"); ok && image.Registry == "docker.io" {
		if architecture := architectures[organisation]; architecture != "" {
			return architecture
		}
	}
	return architectures[image.Tag[strings.LastIndexAny(image.Tag, "-.")+1:]]
}
