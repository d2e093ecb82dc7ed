package kready.certificates["control-plane-certs_test"]

import data.kready.certificates["control-plane-certs"] as certs

cluster(from, until) := {
	"servingCertificate": {"shown": true, "name": "kube-apiserver", "issuer": "kubernetes", "notBefore": from, "notAfter": until},
	"distribution": {"name": "kubeadm", "title": "kubeadm", "managed": false},
	"asOf": "2026-11-01T12:00:00Z", "thresholds": {"servingCertificateDays": 30},
}

test_pass if {
	certs.summary.pass == {
		"the API server's certificate is valid until 2026-12-02 (kube-apiserver, signed by kubernetes)",
	} with input as cluster("2025-12-02T00:00:00Z", "2026-12-02T00:00:00Z")
	count(certs.gap) == 0 with input as cluster("2025-12-02T00:00:00Z", "2026-12-02T00:00:00Z")
}

test_gap if {
	certs.gap == {
		{"message": "it expires on 2026-11-20, in 18 days (kube-apiserver, signed by kubernetes)"},
	} with input as cluster("2025-11-20T00:00:00Z", "2026-11-20T00:00:00Z")
	certs.gap == {
		{"message": "it has expired on 2026-10-31 (kube-apiserver, signed by kubernetes)"},
	} with input as cluster("2025-10-31T00:00:00Z", "2026-10-31T00:00:00Z")
}

# A certificate of 30 days is renewed by whoever made it so short, with a fifth of it left.
test_short_lived if {
	count(certs.gap) == 0 with input as cluster("2026-10-08T00:00:00Z", "2026-11-07T00:00:00Z")
	count(certs.gap) == 1 with input as cluster("2026-10-04T00:00:00Z", "2026-11-03T00:00:00Z")
}

test_skip if {
	managed := object.union(cluster("2025-11-20T00:00:00Z", "2026-11-20T00:00:00Z"), {"distribution": {"name": "eks", "title": "Amazon EKS", "managed": true}})
	certs.skip == {"the control plane is the provider's (Amazon EKS)"} with input as managed
	plain := object.union(cluster("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"), {"servingCertificate": {"shown": false}})
	certs.skip == {"kready came to the API server without TLS, as through a proxy"} with input as plain
}
