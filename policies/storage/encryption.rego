# METADATA
# title: Classes of cloud disks ask for encryption
# description: |
#   A disk that is not encrypted can be read by whoever gets a copy of it: a snapshot that is shared, an image of it in
#   another account. Encrypting it later means copying it.
#
#   kready looks at the StorageClasses of the disks and file shares of AWS, Azure and Google Cloud. Azure and Google
#   encrypt each by themselves. AWS encrypts a disk where the class says `encrypted: "true"`, or where the account
#   encrypts all by default, which cannot be seen from the cluster: a class that says nothing is unknown, one with
#   `encrypted: "false"` is a gap. With which key is not judged, nor are the classes of other drivers, and
#   volumes that are there already may be otherwise.
# related_resources:
# - ref: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
# - ref: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# - ref: https://learn.microsoft.com/azure/virtual-machines/disk-encryption
# - ref: https://cloud.google.com/docs/security/encryption/default-encryption
# custom:
#   level: configured
#   tier: should
#   since: 0.2.0
#   standsWithout:
#     gap: [storageClasses]
#   remediation: |
#     The parameters of a StorageClass cannot be changed: replace it by one with `encrypted: "true"`, and a key of your own as
#     `kmsKeyId` where it must be. Save the class first, without its `uid` and `resourceVersion`:
#
#         kubectl get storageclass NAME -o yaml > class.yaml
#         kubectl delete storageclass NAME
#
#     Its volumes stay as they are. Where the account encrypts all disks by default
#     (`aws ec2 get-ebs-encryption-by-default`), waive the check and say so.
package kready.storage.encryption

import data.kready.internal.storage
import data.kready.lib

# by_class are drivers whose volumes are encrypted as the class says, always are those that always are.
by_class := {"ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com"}

always := {"disk.csi.azure.com", "file.csi.azure.com", "filestore.csi.storage.gke.io", "pd.csi.storage.gke.io"}

asked := [c | some c in input.storageClasses; storage.driver(c.provisioner) in by_class]

given := [c | some c in input.storageClasses; storage.driver(c.provisioner) in always]

# says(class) is what a class has for the parameter encrypted, "" when it has nothing.
says(class) := lower(value) if {
	some p in class.parameters
	p.name == "encrypted"
	value := p.value
} else := ""

gap contains lib.finding("StorageClass", "", c.name, "it says encrypted: \"false\"") if {
	some c in asked
	says(c) == "false"
}

unknown contains lib.finding("StorageClass", "", c.name, "it does not say whether its volumes are encrypted: that is up to the account's default") if {
	some c in asked
	not says(c) in {"true", "false"}
}

skip contains "no StorageClass is of the disks or file shares of AWS, Azure or Google Cloud" if count(asked) + count(given) == 0

summary.pass contains sprintf("%s volumes that are encrypted", [lib.counted(count(asked) + count(given), "class makes", "classes make")])

summary.gap contains "a StorageClass asks for volumes that are not encrypted"

summary.unknown contains "whether new volumes are encrypted is up to the account's default"
