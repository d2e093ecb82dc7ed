package kube

import "testing"

func TestPrivateRegistry(t *testing.T) {
	for registry, private := range map[string]bool{
		"123456789012.dkr.ecr.eu-west-1.amazonaws.com":          true,
		"123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com": true,
		"123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn":      true,
		"123456789012.dkr-ecr.eu-west-1.on.aws":                 true,
		"registry.redhat.io":                                    true,
		"registry.access.redhat.com":                            false, // gives Red Hat's base images to everybody
		"public.ecr.aws":                                        false,
		"docker.io":                                             false,
		"europe-docker.pkg.dev":                                 false, // a repository may be public
		"acme.azurecr.io":                                       false, // may let everybody pull
		"dkr.ecr.eu-west-1.amazonaws.com":                       false,
	} {
		if got := PrivateRegistry(registry); got != private {
			t.Errorf("PrivateRegistry(%q) = %v", registry, got)
		}
	}
}
