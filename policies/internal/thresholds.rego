package kready.internal.thresholds

# The numbers by which checks tell good from bad, as kready.yaml sets them. internal/facts
# documents each, and a test keeps the defaults here, which hold in unit tests, the same.

default settling_minutes := 5

settling_minutes := input.thresholds.settlingMinutes

default pending_minutes := 10

pending_minutes := input.thresholds.pendingMinutes

default pod_pending_minutes := 5

pod_pending_minutes := input.thresholds.podPendingMinutes

default load_balancer_minutes := 5

load_balancer_minutes := input.thresholds.loadBalancerMinutes

default pdb_blocked_minutes := 10

pdb_blocked_minutes := input.thresholds.pdbBlockedMinutes

default terminating_minutes := 60

terminating_minutes := input.thresholds.terminatingMinutes

default control_plane_lease_minutes := 5

control_plane_lease_minutes := input.thresholds.controlPlaneLeaseMinutes

default zone_share_percent := 60

zone_share_percent := input.thresholds.zoneSharePercent

default trust_anchor_expiry_days := 60

trust_anchor_expiry_days := input.thresholds.trustAnchorExpiryDays

default backup_location_minutes := 60

backup_location_minutes := input.thresholds.backupLocationMinutes

default table_age_days := 365

table_age_days := input.thresholds.tableAgeDays
