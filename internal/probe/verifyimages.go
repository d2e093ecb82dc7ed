package probe

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/kready/kready/internal/facts"
)

// unsignedImage is the setting in kready.yaml that names an image without a signature.
const unsignedImage = "unsignedImage"

// aboutSignature matches what verifiers of images say of one that they refuse.
var aboutSignature = regexp.MustCompile(`(?i)signature|signed|verif|attest|notary|cosign|trust pinning|keyless`)

// verifyWorks tests, in a dry run, whether a pod with an image without a signature is refused.
func verifyWorks() Probe {
	return Probe{
		Name:            "images/verify-works",
		Creates:         "a namespace; a dry run of a pod with the image of probes.unsignedImage, where nothing is created",
		ExpectedSeconds: 5,
		Skip: func(s *Session) (string, error) {
			if s.Option(unsignedImage) == "" {
				return "probes." + unsignedImage + " in kready.yaml names no image that has to be refused", nil
			}
			return "", nil
		},
		Rights: podCreate(),
		Run:    runVerifyWorks,
	}
}

func runVerifyWorks(ctx context.Context, s *Session, out *Result) error {
	namespace := s.Namespace
	if s.Settings.Namespace == "" {
		var err error
		// Sigstore's policy-controller looks at namespaces that ask for it.
		if namespace, err = s.CreateExtraNamespace(ctx, "signed", map[string]string{"policy.sigstore.dev/include": "true"}); err != nil {
			return err
		}
		defer s.dropNamespace(ctx, namespace)
	}
	image := s.Option(unsignedImage)
	t := facts.Trial{Phase: facts.PhaseProof, What: "a pod with the image " + image, Expected: facts.Blocked, Failure: "was let in"}
	// Policies may take a moment to hold in a namespace that was just made.
	t, err := s.tryUntilSteady(ctx, t, 20*time.Second, func(ctx context.Context) (observation, error) {
		_, err := s.dryRun(ctx, namespace, s.dryPod("unsigned", Pod{Image: image, Command: []string{missingCommand}}))
		return judgeUnsigned(err)
	})
	if err != nil {
		return err
	}
	out.Add(t)
	return nil
}

// judgeUnsigned says what became of a pod with an image without a signature. A refusal for anything else proves nothing.
func judgeUnsigned(err error) (observation, error) {
	r, refused := refusedByAdmission(err)
	switch {
	case err == nil:
		return observation{facts.Answered, "it would be created"}, nil
	case refused && r.noAnswer:
		return observation{}, &ObstacleError{fmt.Sprintf("%s gives no answer: %s", r.by, r.message)}
	case refused && aboutSignature.MatchString(err.Error()):
		return observation{facts.Blocked, "refused by " + r.by}, nil
	case refused:
		return observation{}, &ObstacleError{fmt.Sprintf("it is refused by %s, and not for want of a signature: %s", r.by, r.message)}
	}
	return observation{}, fmt.Errorf("creating a pod in a dry run: %w", err)
}
