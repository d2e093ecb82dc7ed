package kready.cluster["kubelet-serving-csr_test"]

import data.kready.cluster["kubelet-serving-csr"] as serving
import data.kready.lib
import data.kready.mocks

cluster(requests) := mocks.cluster({"certificateSigningRequests": requests, "thresholds": {"pendingMinutes": 10}})

request(signer, oldest) := {"signer": signer, "count": 3, "names": ["csr-a"], "oldestAt": oldest}

test_pass if count(serving.gap) == 0 with input as cluster([])

test_gap if {
	input_ := cluster([request("kubernetes.io/kubelet-serving", "2026-11-01T11:00:00Z")])
	serving.gap == {lib.finding("CertificateSigningRequest", "", "csr-a", "nobody has approved it (3 requests wait)")} with input as input_
	serving.summary.gap == {"3 requests of kubelets wait for a serving certificate"} with input as input_
}

test_gap_without_a_date if count(serving.gap) == 1 with input as cluster([request("kubernetes.io/kubelet-serving", "0001-01-01T00:00:00Z")])

test_pass_while_young if count(serving.gap) == 0 with input as cluster([request("kubernetes.io/kubelet-serving", "2026-11-01T11:55:00Z")])

test_pass_with_other_signers if count(serving.gap) == 0 with input as cluster([request("example.com/own", "2026-11-01T11:00:00Z")])
