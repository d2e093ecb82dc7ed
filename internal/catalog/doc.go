// Package catalog reads the catalogue of implementations and the dated tables that
// are shipped in policies/, and those that a user adds.
//
// # Roles
//
// What a product provides is said in roles, "battery/role". Checks ask for these
// words; an entry may use others, which then nothing asks for.
//
//	network       cni, policy, service-proxy, meta, ipam, load-balancer, operator
//	dns           cluster, cache, records, zones (a DNS server that is not the cluster's)
//	ingress       controller, gateway, api (only the CRDs of an API)
//	mesh          control-plane, data-plane, addon, operator
//	secrets       operator, csi, csi-provider, injector, store, reload
//	identity      webhook, agent, issuer, users (sign-in for people)
//	certificates  issuer, trust
//	logs          agent, aggregator, store, operator, events, dashboard
//	metrics       resource-api, custom-api, external-api, pipeline, exporter, store,
//	              dashboard, alerts, operator, api (only the CRDs of an API)
//	tracing       collector, store, operator
//	storage       provisioner, snapshots, operator
//	scaling       nodes, pods, events, recommender, descheduler
//	policy        engine, runtime, audit
//	backup        cluster
//	delivery      gitops, progressive, workflow, operators, clusters
//	images        verification, scanner, registry, cache
//	cluster       node-health, devices, cloud-controller, control-plane, dashboard,
//	              upgrades, os
package catalog
