package kready.ingress["legacy-annotation_test"]

import data.kready.ingress["legacy-annotation"] as legacy

ingress(name, class, old) := {"namespace": "shop", "name": name, "class": class, "legacyClass": old}

gaps(i) := found if found := count(legacy.gap) with input as {"ingresses": [i]}

test_gap if gaps(ingress("web", "", "nginx")) == 1

test_pass if {
	gaps(ingress("web", "nginx", "")) == 0
	gaps(ingress("web", "nginx", "nginx")) == 0
	gaps(ingress("web", "", "")) == 0
}

test_gke if gaps(ingress("web", "", "gce")) + gaps(ingress("web", "", "gce-internal")) == 0

test_acme if gaps(ingress("cm-acme-http-solver-abc", "", "nginx")) == 0

test_words if {
	legacy.summary == {"2 of 2 Ingresses name the class by the annotation only"} with input as {"ingresses": [ingress("a", "", "x"), ingress("b", "", "x")]}
}

test_skip if legacy.skip == {"there is no Ingress"} with input as {"ingresses": []}
