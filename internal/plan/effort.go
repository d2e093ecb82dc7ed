package plan

// Effort is a range of days of one engineer.
type Effort struct {
	// Kind is the kind of step that the range is for; Basis says what it takes into
	// account.
	Kind  string  `json:"kind"`
	Low   float64 `json:"lowDays"`
	High  float64 `json:"highDays"`
	Basis string  `json:"basis"`
}

// EffortNote says what the ranges are worth. Every rendering shows it.
const EffortNote = "Days are those of one engineer who knows the cluster. They are padded on purpose: " +
	"judged by the kind of step, then doubled for reviews, change windows and what nobody thought of. " +
	"They are not measured, and not a promise."

// The kinds of step.
const (
	kindConfigure = "configure"
	kindRepair    = "repair"
	kindSmall     = "small add-on"
	kindPlatform  = "platform product"
	kindNetwork   = "network"
	kindControl   = "control plane"
	kindMigrate   = "migration"
	kindUpgrade   = "upgrade"
)

// efforts is the table by kind. The numbers are this project's own judgement, doubled;
// no fact of a cluster says how long people take.
func efforts() []Effort {
	return []Effort{
		{kindConfigure, 0.5, 2, "a setting of something that is there: find it, change it where it is kept, roll it out, look again"},
		{kindRepair, 0.5, 4, "something that is there and does not work: find out why first"},
		{kindSmall, 1, 3, "one product with good defaults: install it the way the platform installs things, hand it over"},
		{kindPlatform, 5, 15, "a product that others build on: choose, try, install, set up for all teams, watch it, write it down"},
		{kindNetwork, 10, 30, "the pods' network itself: rehearse it on another cluster; nodes are often replaced"},
		{kindControl, 2, 6, "flags or files of the control plane: one node after the other, with a way back"},
		{kindMigrate, 10, 30, "from one product to another while services run: both side by side, team by team"},
		{kindUpgrade, 4, 12, "versions of Kubernetes: read what is removed, rehearse, then the control plane, then the nodes"},
	}
}

// effortOf returns the row of a kind.
func effortOf(kind string) Effort {
	for _, e := range efforts() {
		if e.Kind == kind {
			return e
		}
	}
	return Effort{Kind: kind}
}
