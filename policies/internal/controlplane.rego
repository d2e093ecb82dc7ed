# METADATA
# title: The API server's pods, where they can be seen
package kready.internal.controlplane

import data.kready.internal.products
import data.kready.internal.workloads

# pods are the static pods that run the API server.
pods := [w |
	some w in input.workloads
	w.kind == "StaticPod"
	startswith(w.name, "kube-apiserver")
	not before(w.name)
]

# before holds for static pods that are named after the API server and are none, as internal/kube leaves them out.
before(name) if {
	some other in {"kube-apiserver-proxy", "kube-apiserver-startup-monitor"}
	startswith(name, other)
}

# flagged are those whose flags say how they are set up. OpenShift's operator writes a file instead.
flagged := [w | some w in pods; w.namespace != "openshift-kube-apiserver"]

# flag(w, name) holds where a pod has a value for a flag.
flag(w, name) if {
	some value in workloads.flag_values(w, name)
	not value in {"", "true"}
}

# openshift holds where the API server is set up by an object of OpenShift's own.
openshift if input.distribution.name == "openshift"

openshift if {
	some w in pods
	w.namespace == "openshift-kube-apiserver"
}

# hosted holds where the control plane runs in another cluster, or at a provider, of a distribution that does not have it
# so by itself: what it keeps, is saved and set there.
hosted if "hosted control plane" in input.distribution.features

hosted if input.distribution.name == "vcluster"

resource := "apiservers.config.openshift.io"

# settings is that object, APIServer cluster. It is not defined where it was not read.
settings := item if {
	openshift
	some item in products.objects(resource)
	item.name == "cluster"
}

# unread are the reasons why it is not known.
unread := products.unread({resource})
