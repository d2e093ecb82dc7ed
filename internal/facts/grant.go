package facts

// Grant is a ClusterRoleBinding or RoleBinding that checks judge: one that gives a
// role to everybody, or one that gives nodes/proxy to somebody. All others are left
// out, since they say who works here.
type Grant struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	RoleKind  string `json:"roleKind"`
	RoleName  string `json:"roleName"`
	// RoleFound is false when the role is not there: the binding gives nothing then.
	RoleFound bool      `json:"roleFound"`
	Subjects  []Subject `json:"subjects"`
	// Rules are the role's, each with its lists sorted.
	Rules []RoleRule `json:"rules"`
}

// Subject is whom a role is given to. Users are without their name, unless it is the
// anonymous one.
type Subject struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

// RoleRule is one rule of a role.
type RoleRule struct {
	Groups    []string `json:"groups"`
	Resources []string `json:"resources"`
	// Names are the only objects that it holds for; empty for all.
	Names           []string `json:"names"`
	Verbs           []string `json:"verbs"`
	NonResourceURLs []string `json:"nonResourceURLs"`
}
