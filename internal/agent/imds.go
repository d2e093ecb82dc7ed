package agent

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// imdsHost is the address of the metadata service at every cloud provider.
const imdsHost = "http://169.254.169.254"

// tryIMDS tests whether the node's metadata service would give the node's credentials to
// this pod: that counts as an answer. Target is the provider: aws, gce or azure. It never
// requests a credential, and keeps no body.
func tryIMDS(ctx context.Context, t Trial) reply {
	host := imdsHost
	if t.Params["url"] != "" {
		host = t.Params["url"]
	}
	m := metadataService{host: host, client: newLogClient(host, "").client}
	switch t.Target {
	case "aws":
		return m.aws(ctx)
	case "gce":
		return m.gce(ctx)
	case "azure":
		return m.azure(ctx)
	}
	return reply{err: fmt.Errorf("unknown provider %q: must be one of aws, gce, azure", t.Target)}
}

type metadataService struct {
	host   string
	client *http.Client
}

// request returns the status code of a response, and at most keep bytes of its body.
func (m metadataService) request(ctx context.Context, method, path string, keep int64, header ...string) (int, string, error) {
	request, err := http.NewRequestWithContext(ctx, method, m.host+path, nil)
	if err != nil {
		return 0, "", err
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	response, err := m.client.Do(request)
	if err != nil {
		return 0, "", withoutURL(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, keep))
	return response.StatusCode, strings.TrimSpace(string(body)), err
}

// aws requests the list of roles, which holds no credential: with a session token, as
// IMDSv2 requires, or without one, as in IMDSv1. See
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html.
func (m metadataService) aws(ctx context.Context) reply {
	const roles = "/latest/meta-data/iam/security-credentials/"
	var header []string
	version := "IMDSv1"
	first, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	status, token, err := m.request(first, http.MethodPut, "/latest/api/token", 256, "X-aws-ec2-metadata-token-ttl-seconds", "60")
	if err == nil && status == http.StatusOK {
		header, version = []string{"X-aws-ec2-metadata-token", token}, "IMDSv2"
	}
	// A hop limit of 1 loses the answer to the first request, and only that: the second
	// one has to be made all the same, with what is left of the time.
	status, _, err = m.request(ctx, http.MethodGet, roles, 0, header...)
	switch {
	case err != nil:
		return reply{err: err}
	case status == http.StatusOK:
		return reply{detail: version + " gives out the node's role"}
	case status == http.StatusNotFound:
		return reply{err: errors.New(version + " answers, and the node has no role")}
	}
	return reply{err: fmt.Errorf("HTTP %d", status)}
}

// gce requests the identity that the pod has in the cloud. With Workload Identity GKE's own metadata server
// answers in place of the node's, by the name of the cluster's identity pool. See
// https://cloud.google.com/kubernetes-engine/docs/concepts/workload-identity.
func (m metadataService) gce(ctx context.Context) reply {
	status, email, err := m.request(ctx, http.MethodGet, "/computeMetadata/v1/instance/service-accounts/default/email", 256, "Metadata-Flavor", "Google")
	switch {
	case err != nil:
		return reply{err: err}
	case status != http.StatusOK:
		return reply{err: fmt.Errorf("HTTP %d", status)}
	case strings.HasSuffix(email, ".svc.id.goog"):
		return reply{err: errors.New("GKE's metadata server answers, by the identity of the pod")}
	}
	return reply{detail: "it answers by a service account that is not the pod's"}
}

// azure requests the machine's description. Whoever can read that can get a token of the
// node's identity as well. See
// https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service.
func (m metadataService) azure(ctx context.Context) reply {
	status, _, err := m.request(ctx, http.MethodGet, "/metadata/instance?api-version=2021-02-01", 0, "Metadata", "true")
	switch {
	case err != nil:
		return reply{err: err}
	case status != http.StatusOK:
		return reply{err: fmt.Errorf("HTTP %d", status)}
	}
	return reply{detail: "it answers, and gives tokens of the node's identity to whoever asks like this"}
}
