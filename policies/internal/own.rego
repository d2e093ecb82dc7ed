# METADATA
# title: What is kready's own in a cluster
package kready.internal.own

# probe_namespace(name) holds for the names that probes give to their namespaces: of a run under
# way, or of one that was killed. `kready cleanup` removes them.
probe_namespace(name) if regex.match(`^kready-probe-[0-9a-f]{8}(-[a-z0-9-]+)?$`, name)
