# METADATA
# title: The API server's certificate is not about to expire
# description: |
#   Kubeadm signs the certificates of the control plane for a year, and renews them at upgrades only. When that
#   of the API server has expired, every client that verifies it is refused: kubelets, controllers, people.
#
#   kready looks at the certificate that the API server showed when it connected. One that has less
#   than 30 days left (`servingCertificateDays`), or less than a tenth of its lifetime, whichever is less, is a gap:
#   what renews by itself has done so by then. Where a load balancer ends the connection, it is that one's; of
#   several API servers it is one's. The certificates of etcd, kubelets and the other parts
#   of the control plane are not seen; kubeadm makes all of them on one day. Where the provider runs the
#   control plane, the check does not apply.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/administer-cluster/kubeadm/kubeadm-certs/
# - ref: https://kubernetes.io/docs/setup/best-practices/certificates/
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [nodes]
#     skip: [servingCertificate]
#   remediation: |
#     Renew the certificates of the control plane by the means of the distribution, restart the API
#     servers, and see which certificate they show. A load balancer's is renewed there.
#   remedies:
#   - distributions: [kubeadm]
#     text: |
#       On each node of the control plane, see what expires and renew it, then restart the static pods and update
#       the kubeconfigs that hold client certificates:
#
#           kubeadm certs check-expiration
#           kubeadm certs renew all
#   - distributions: [k3s]
#     text: |
#       Restart k3s on the servers: it renews what is about to expire when it starts.
#
#           k3s certificate check --output table
#           systemctl restart k3s
#   - distributions: [rke2]
#     text: |
#       Restart RKE2 on the servers: it renews what is about to expire when it starts.
#
#           rke2 certificate check --output table
#           systemctl restart rke2-server
package kready.certificates["control-plane-certs"]

import data.kready.internal.unread
import data.kready.lib

certificate := input.servingCertificate

ends := time.parse_rfc3339_ns(certificate.notAfter)

now := time.parse_rfc3339_ns(input.asOf)

day := ((24 * 60) * 60) * 1000000000

days_left := floor((ends - now) / day)

# wanted is what must be left, in nanoseconds.
wanted := min({input.thresholds.servingCertificateDays * day, (ends - time.parse_rfc3339_ns(certificate.notBefore)) / 10})

by := sprintf("%s, signed by %s", [certificate.name, certificate.issuer])

gap contains {"message": sprintf("it has expired on %s (%s)", [substring(certificate.notAfter, 0, 10), by])} if {
	certificate.shown
	ends <= now
}

gap contains {"message": sprintf("it expires on %s, in %s (%s)", [substring(certificate.notAfter, 0, 10), lib.counted(days_left, "day", "days"), by])} if {
	certificate.shown
	ends > now
	ends - now < wanted
}

skip contains sprintf("the control plane is the provider's (%s)", [input.distribution.title]) if input.distribution.managed

skip contains "kready came to the API server without TLS, as through a proxy" if {
	not input.distribution.managed
	not certificate.shown
	not unread.incomplete("servingCertificate")
}

summary.pass contains sprintf("the API server's certificate is valid until %s (%s)", [substring(certificate.notAfter, 0, 10), by])

summary.gap contains "the API server's certificate needs to be renewed"
