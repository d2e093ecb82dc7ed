package kube

import "regexp"

// ecr matches the private registries of Amazon ECR: 123456789012.dkr.ecr.eu-west-1.amazonaws.com. They ask for credentials,
// whatever the repository: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
var ecr = regexp.MustCompile(`^[0-9]{12}\.dkr[.-]ecr(-fips)?\.[a-z0-9-]+\.(amazonaws\.com(\.cn)?|on\.aws|on\.amazonwebservices\.com\.cn)$`)

// redHat are the registries of Red Hat that ask for credentials: https://access.redhat.com/RegistryAuthentication
const redHat = "registry.redhat.io"

// PrivateRegistry reports whether a registry gives no image to who has no credentials. Others may do so for some repositories.
func PrivateRegistry(registry string) bool { return registry == redHat || ecr.MatchString(registry) }
