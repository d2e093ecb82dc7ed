// Package catalog reads the catalogue of implementations and the dated tables that
// are shipped in policies/, and those that a user adds.
//
// # Roles
//
// What a product provides is said in roles, "battery/role". Checks ask for these
// words; a user's entry may use others, which then nothing asks for.
//
//	network       cni, policy, service-proxy, meta (delegates to other CNIs), ipam,
//	              load-balancer, masquerade, multicluster, devices, operator
//	dns           cluster, cache, records, zones (a server that is not the cluster's),
//	              global
//	ingress       controller, gateway, api (only the CRDs of an API), authentication,
//	              tunnel
//	mesh          control-plane, data-plane, addon, store, operator
//	secrets       operator, csi, csi-provider, injector, store, reload, sync
//	identity      webhook, agent, issuer, users (sign-in for people)
//	certificates  issuer, trust, policy, mounts, mesh, nodes
//	logs          agent, aggregator, store, operator, events, dashboard
//	metrics       resource-api, custom-api, external-api, legacy-api, pipeline, exporter,
//	              probes, gateway, store, rules, alerts, dashboard, cost, operator,
//	              api (only the CRDs of an API)
//	tracing       collector, store, profiles, operator
//	storage       provisioner, snapshots, mounts (no volumes of its own), static, objects,
//	              scheduler, operator
//	scaling       nodes, pods, events, recommender, descheduler, proportional, headroom,
//	              queue, scheduler
//	policy        engine, audit, runtime, tenancy
//	backup        cluster, volumes
//	delivery      gitops, progressive, workflow, images, operators, clusters,
//	              infrastructure
//	images        verification, scanner, registry, cache, cleanup, credentials
//	cluster       node-health, node-features, devices, cloud-controller, control-plane,
//	              dashboard, management, upgrades, tunnel, virtual-nodes, machines
package catalog
