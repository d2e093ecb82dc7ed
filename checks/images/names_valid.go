package images

import (
	"context"
	"fmt"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// NamesValid asks whether the images of a service have names that kubelets take.
func NamesValid() check.Check {
	return check.Check{
		ID:      "images/names-valid",
		Title:   "The images of the service have names that a kubelet takes",
		Subject: check.SubjectService,
		Doc: `The API server takes any text as the name of an image. The kubelet does not: a container whose image has a path with capitals, a
scheme, or a placeholder that nothing has put a value in is never made, and its pod waits with ` + "`InvalidImageName`" + `.

kready parses the names as the kubelet does. Whether there is such an image, and whether nodes may pull it, is not asked.`,
		Level:       check.LevelConfigured,
		Tier:        check.TierMust,
		Reads:       facts.Fields{facts.PartService},
		Remediation: "Write the image as `[HOST[:PORT]/]PATH[:TAG][@DIGEST]`, its path in lower case, after whatever puts values in has run (Helm, kustomize, envsubst).",
		Links:       []string{"https://kubernetes.io/docs/concepts/containers/images/#image-names", "https://pkg.go.dev/github.com/distribution/reference"},
		Since:       "0.2.0",
		Run:         runNamesValid,
	}
}

func runNamesValid(_ context.Context, in *facts.Input) (check.Outcome, error) {
	var gaps []check.Finding
	total := 0
	for i := range in.Service.Pods {
		p := &in.Service.Pods[i]
		for _, c := range p.Containers {
			if total++; c.ImageFault != "" {
				gaps = append(gaps, check.OfManifest(p.Manifest, c.Line, check.ByService, fmt.Sprintf("the image of the container %s is not valid: %s", c.Name, c.ImageFault)))
			}
		}
	}
	if total == 0 {
		return check.Skip("the service has no containers"), nil
	}
	containers := text.Counted(total, "container", "containers")
	return check.ByFindings(gaps, nil, fmt.Sprintf("%d of %s would never be made", len(gaps), containers), "", containers+", of images with valid names"), nil
}
