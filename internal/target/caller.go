package target

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// subjectReviews is where the API server says whom it takes the caller for, since 1.28:
// https://kubernetes.io/docs/reference/access-authn-authz/authentication/#self-subject-review
const subjectReviews = "/apis/authentication.k8s.io/v1/selfsubjectreviews"

// Known is a Source whose server may know who asks.
type Known interface {
	// Groups returns the groups that the server takes the caller to be in; false where it does not say.
	// Every error is a *ReadError.
	Groups(ctx context.Context) (groups []string, told bool, err error)
}

// Groups asks by a review, which stores nothing and which every caller may create.
func (l *live) Groups(ctx context.Context) (groups []string, told bool, err error) {
	var review struct {
		metav1.TypeMeta `json:",inline"`

		Status struct {
			UserInfo struct {
				Groups []string `json:"groups"`
			} `json:"userInfo"`
		} `json:"status,omitzero"`
	}
	review.TypeMeta = metav1.TypeMeta{APIVersion: "authentication.k8s.io/v1", Kind: "SelfSubjectReview"}
	err = l.post(ctx, subjectReviews, &review)
	var read *ReadError
	if errors.As(err, &read) && read.Reason == facts.ReasonNotServed {
		return nil, false, nil
	}
	return review.Status.UserInfo.Groups, err == nil, err
}

// GroupsOf returns the groups of the caller as a source's server knows them; false when there is no server,
// and when it does not say.
func GroupsOf(ctx context.Context, src Source) (groups []string, told bool, err error) {
	if known, ok := src.(Known); ok {
		return known.Groups(ctx)
	}
	return nil, false, nil
}
