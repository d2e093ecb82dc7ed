package kready.storage.encryption_test

import data.kready.lib
import data.kready.mocks
import data.kready.storage.encryption

of(provisioner, parameters) := mocks.cluster({"storageClasses": [{
	"name": "disk", "provisioner": provisioner,
	"parameters": [{"name": n, "value": v} | some n, v in parameters],
}]})

quiet(cluster) if {
	encryption.gap == set() with input as cluster
	encryption.unknown == set() with input as cluster
}

test_pass_asked if quiet(of("ebs.csi.aws.com", {"encrypted": "true"}))

test_pass_by_platform[provisioner] if {
	some provisioner in ["kubernetes.io/gce-pd", "pd.csi.storage.gke.io", "disk.csi.azure.com", "file.csi.azure.com"]
	quiet(of(provisioner, {}))
}

test_gap_false if {
	encryption.gap == {lib.finding("StorageClass", "", "disk", "it says encrypted: \"false\"")} with input as of("kubernetes.io/aws-ebs", {"encrypted": "False"})
}

# The account may encrypt all.
test_unknown_silent if {
	encryption.gap == set() with input as of("ebs.csi.aws.com", {})
	count(encryption.unknown) == 1 with input as of("ebs.csi.aws.com", {})
}

test_skip_others if count(encryption.skip) == 1 with input as of("driver.longhorn.io", {"encrypted": "false"})
