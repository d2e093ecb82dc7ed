package kready.ingress["legacy-annotation_test"]

import data.kready.ingress["legacy-annotation"] as legacy
import data.kready.lib

ingress(name, class, old) := {"namespace": "shop", "name": name, "class": class, "legacyClass": old}

gaps(i) := found if found := legacy.gap with input as {"ingresses": [i]}

test_gap if gaps(ingress("web", "", "nginx")) == {lib.finding("Ingress", "shop", "web", "its class nginx is named by the annotation only")}

test_pass if {
	gaps(ingress("web", "nginx", "")) == set()
	gaps(ingress("web", "nginx", "nginx")) == set()
	gaps(ingress("web", "", "")) == set()
}

test_gke if gaps(ingress("web", "", "gce")) | gaps(ingress("web", "", "gce-internal")) == set()

test_acme if gaps(ingress("cm-acme-http-solver-abc", "", "nginx")) == set()

test_words if {
	legacy.summary == {"2 of 2 Ingresses name the class by the annotation only"} with input as {"ingresses": [ingress("a", "", "x"), ingress("b", "", "x")]}
}

test_skip if legacy.skip == {"there is no Ingress"} with input as {"ingresses": []}
