package controlplane

import (
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// who is the identity that the manifest gives rights to.
type who struct {
	kubeconfig string
	client     *kubernetes.Clientset
}

func identity(t *testing.T, p *Plane) who {
	t.Helper()
	token, err := p.Client.CoreV1().ServiceAccounts("kready").CreateToken(t.Context(), "kready", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	kubeconfig, err := p.Kubeconfig("kready", p.Cluster(), clientcmdapi.AuthInfo{Token: token.Status.Token})
	if err != nil {
		t.Fatal(err)
	}
	config := rest.AnonymousClientConfig(p.Config)
	config.BearerToken = token.Status.Token
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return who{kubeconfig, client}
}

// awaits waits until the API server's authorizer has seen that a rule came or went.
func (w who) awaits(t *testing.T, of ruleOf, allowed bool) {
	t.Helper()
	namespace, rule := of.role.namespace, of.rule()
	spec := authorizationv1.SelfSubjectAccessReviewSpec{}
	if len(rule.NonResourceURLs) > 0 {
		spec.NonResourceAttributes = &authorizationv1.NonResourceAttributes{Path: strings.ReplaceAll(rule.NonResourceURLs[0], "*", "x"), Verb: rule.Verbs[0]}
	} else {
		spec.ResourceAttributes = &authorizationv1.ResourceAttributes{
			Namespace: namespace, Verb: rule.Verbs[0], Group: rule.APIGroups[0], Resource: rule.Resources[0],
			Name: strings.Join(rule.ResourceNames[:min(1, len(rule.ResourceNames))], ""),
		}
	}
	var last bool
	for start := time.Now(); time.Since(start) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		review, err := w.client.AuthorizationV1().SelfSubjectAccessReviews().Create(t.Context(),
			&authorizationv1.SelfSubjectAccessReview{Spec: spec}, metav1.CreateOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if last = review.Status.Allowed; last == allowed {
			return
		}
	}
	t.Fatalf("%+v stays allowed=%v: another rule gives the same", rule, last)
}
