# METADATA
# title: No Service takes addresses by spec.externalIPs
# description: |
#   Whoever may create a Service can name any address in `spec.externalIPs`, and every node
#   then sends traffic for that address to the Service, that of other tenants and of hosts
#   outside included (CVE-2020-8554). Kubernetes has deprecated the field in 1.36 and is
#   going to switch it off by default in about 1.40, which ends the service of what uses it.
#
#   All Services are looked at. An admission policy that refuses the field from now on does
#   not take it away where it is, so such a Service is a gap all the same.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#external-ips
# - ref: https://github.com/kubernetes/enhancements/issues/5707
# custom:
#   level: configured
#   tier: should
#   since: 0.1.0
#   standsWithout:
#     gap: [services]
#   remediation: |
#     Move the Service to type LoadBalancer (MetalLB and kube-vip hand out addresses of your
#     own) or behind a Gateway, and take the field out; some charts have a value for it. Then
#     keep it out with the admission plugin DenyServiceExternalIPs or a
#     ValidatingAdmissionPolicy.
#   remedies:
#   - before: "1.30"
#     text: |
#       Move the Service to type LoadBalancer (MetalLB and kube-vip hand out addresses of your
#       own) or behind a Gateway, and take the field out; some charts have a value for it. Then
#       keep it out with the admission plugin DenyServiceExternalIPs or a policy engine.
#   - before: "1.21"
#     text: |
#       Move the Service to type LoadBalancer (MetalLB and kube-vip hand out addresses of your
#       own) or behind a Gateway, and take the field out; some charts have a value for it. Then
#       keep it out with a policy engine.
package kready.network["external-ips"]

import data.kready.lib

using := [s | some s in input.services; count(s.externalIPs) > 0]

gap contains finding if {
	some s in using
	finding := lib.finding("Service", s.namespace, s.name, sprintf("spec.externalIPs is %s", [lib.shortened(s.externalIPs)]))
}

summary contains "no Service has spec.externalIPs" if count(using) == 0

summary contains sprintf("%s spec.externalIPs", [lib.counted(count(using), "Service has", "Services have")]) if count(using) > 0
