package target

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
)

// The paths of reviews, with subjectReviews the only ones that kready posts to except for probes and dry runs.
const (
	rulesReviews  = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
	accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
)

// Reviewer reviews what the identity of a target may do. A review is a create request that
// the API server answers without storing or changing anything. Every error is a *ReadError.
type Reviewer struct{ l *live }

// NewReviewer returns the reviewer of a live cluster; false when src is not one.
func NewReviewer(src Source) (Reviewer, bool) {
	l, ok := src.(*live)
	return Reviewer{l}, ok
}

// Rules returns what the identity may do in a namespace, what it may do in all of them
// included. The namespace need not exist.
func (r Reviewer) Rules(ctx context.Context, namespace string) (authorizationv1.SubjectRulesReviewStatus, error) {
	review := authorizationv1.SelfSubjectRulesReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "authorization.k8s.io/v1", Kind: "SelfSubjectRulesReview"},
		Spec:     authorizationv1.SelfSubjectRulesReviewSpec{Namespace: namespace},
	}
	err := r.l.post(ctx, rulesReviews, &review)
	return review.Status, err
}

// Access reports whether the identity may do what spec describes.
func (r Reviewer) Access(ctx context.Context, spec authorizationv1.SelfSubjectAccessReviewSpec) (bool, error) {
	review := authorizationv1.SelfSubjectAccessReview{
		TypeMeta: metav1.TypeMeta{APIVersion: "authorization.k8s.io/v1", Kind: "SelfSubjectAccessReview"},
		Spec:     spec,
	}
	err := r.l.post(ctx, accessReviews, &review)
	return review.Status.Allowed, err
}

// post sends a review and decodes the response into it.
func (l *live) post(ctx context.Context, where string, review any) error {
	body, err := json.Marshal(review)
	if err != nil {
		return &ReadError{Reason: facts.ReasonMalformed, Message: "the review does not encode: " + oneLine(err), Err: err}
	}
	at := *l.base
	at.Path = path.Join("/", at.Path, where)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), bytes.NewReader(body))
	if err != nil {
		return &ReadError{Reason: facts.ReasonUnavailable, Message: oneLine(err), Err: err}
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	got, _, err := l.send(ctx, request)
	defer got.done()
	q := Query{Resource: path.Base(where)}
	if err != nil {
		return l.readError(q, got, err)
	}
	if err := json.Unmarshal(got.body, review); err != nil {
		return l.readError(q, got, fmt.Errorf("the answer to the review: %w", err))
	}
	return nil
}
