# kready's image: one static binary, for CronJobs and for the pods of probes.
# `make image` builds the binary first and lays it where COPY looks for it.
#
# There is nothing else in it on purpose. CA certificates are not needed: kready talks to
# the API server alone, whose CA comes with the service account or the kubeconfig.
FROM scratch
ARG TARGETPLATFORM
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="kready" \
      org.opencontainers.image.description="Checks which batteries a Kubernetes cluster lacks" \
      org.opencontainers.image.source="https://github.com/kready/kready" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY ${TARGETPLATFORM}/kready /kready
# A number, so that a kubelet can tell that it is not root: scratch has no /etc/passwd.
USER 65532:65532
ENTRYPOINT ["/kready"]
