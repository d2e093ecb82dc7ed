package facts

// LandingQuota is a ResourceQuota that the service brings itself.
type LandingQuota struct {
	Manifest
	Quota Quota `json:"quota"`
}

// LandingRange is a LimitRange that the service brings itself.
type LandingRange struct {
	Manifest
	Range LimitRange `json:"range"`
}
