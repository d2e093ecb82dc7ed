package controlplane

import (
	"context"
	"fmt"

	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Kubeconfig writes a kubeconfig with one context, "e2e", and returns its path.
func (p *Plane) Kubeconfig(name string, cluster clientcmdapi.Cluster, user clientcmdapi.AuthInfo) (string, error) {
	config := clientcmdapi.NewConfig()
	config.Clusters["e2e"] = &cluster
	config.AuthInfos["e2e"] = &user
	config.Contexts["e2e"] = &clientcmdapi.Context{Cluster: "e2e", AuthInfo: "e2e"}
	config.CurrentContext = "e2e"
	raw, err := clientcmd.Write(*config)
	if err != nil {
		return "", err
	}
	return p.writeFile(name+".kubeconfig", raw)
}

// Cluster is how the API server itself is reached.
func (p *Plane) Cluster() clientcmdapi.Cluster {
	return clientcmdapi.Cluster{Server: p.Config.Host, CertificateAuthorityData: p.Config.CAData}
}

// ServiceAccount makes a service account with at most one ClusterRole and returns its
// kubeconfig, as a platform team hands one out.
func (p *Plane) ServiceAccount(ctx context.Context, name, clusterRole string) (string, error) {
	accounts := p.Client.CoreV1().ServiceAccounts("default")
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: name}}
	if _, err := accounts.Create(ctx, account, metav1.CreateOptions{}); err != nil {
		return "", fmt.Errorf("creating the service account %s: %w", name, err)
	}
	if clusterRole != "" {
		binding := &rbacv1.ClusterRoleBinding{
			ObjectMeta: metav1.ObjectMeta{Name: name},
			RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: clusterRole},
			Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: name, Namespace: "default"}},
		}
		if _, err := p.Client.RbacV1().ClusterRoleBindings().Create(ctx, binding, metav1.CreateOptions{}); err != nil {
			return "", fmt.Errorf("binding %s: %w", name, err)
		}
	}
	token, err := accounts.CreateToken(ctx, name, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		return "", fmt.Errorf("a token for %s: %w", name, err)
	}
	return p.Kubeconfig(name, p.Cluster(), clientcmdapi.AuthInfo{Token: token.Status.Token})
}

// Context is the name of the administrator's context.
func (p *Plane) Context() string {
	config, err := clientcmd.LoadFromFile(p.Admin)
	if err != nil {
		return ""
	}
	return config.CurrentContext
}

// Contexts writes a kubeconfig with so many contexts of the administrator's more, cluster-00 and so on, and
// returns its file.
func (p *Plane) Contexts(n int) (string, error) {
	config, err := clientcmd.LoadFromFile(p.Admin)
	if err != nil {
		return "", err
	}
	for i := range n {
		config.Contexts[fmt.Sprintf("cluster-%02d", i)] = config.Contexts[config.CurrentContext]
	}
	raw, err := clientcmd.Write(*config)
	if err != nil {
		return "", err
	}
	return p.writeFile(fmt.Sprintf("fleet-%d.kubeconfig", n), raw)
}
