// Package cluster holds the Go checks of the foundation: versions, nodes, and what
// the control plane itself runs.
package cluster

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// VersionSupported asks whether the API server's minor release still gets fixes.
func VersionSupported() check.Check {
	return check.Check{
		ID:    "cluster/version-supported",
		Title: "The Kubernetes version is supported",
		Doc: `A release that is out of support gets no security fixes, and each minor version that it
falls behind makes the way back longer: control planes move one minor at a time.

The minor version is compared with the dated tables that ship with kready, on the day of
the run (or of ` + "`--as-of`" + `); with ` + "`--for-version`" + `, that version is. Provider-run clusters are judged by the provider's dates, all
others by upstream's. The newest patch release is not asked for. Support that is paid for
on top counts as supported, and the report says so; where it has to be ordered first, as
AKS long-term support, the cluster does not show it and the answer is unknown.

Where only the kubelets tell the version, the API server may be newer than that: a release that
is supported is a pass then, and one that is not leaves the answer unknown.

A release that is newer than the table is supported as long as the table is younger than
a year: no release has ever been supported for less.`,
		Level: check.LevelHealthy,
		Tier:  check.TierMust,
		// Nodes and workloads only tell the provider; without them, upstream's dates hold.
		Reads: facts.Fields{facts.KindVersion},
		// Where nothing tells the distribution, the answer allows for that.
		OptionalReads: facts.Fields{facts.PartDistribution, facts.KindNodes},
		Remediation:   `Upgrade the control plane one minor version at a time, then the nodes.`,
		Remedies: []check.Remedy{
			{Distributions: []string{facts.Managed}, Text: `Raise the cluster's version in the provider's console or configuration, one minor version at a
time, then that of the nodes.`},
			{Distributions: []string{"kubeadm"}, Text: `Upgrade the control plane one minor version at a time, then the nodes. This shows the next step:

    kubeadm upgrade plan        # on a control-plane node`},
			{Distributions: []string{"k3s", "rke2"}, Text: `Upgrade one server after the other, one minor version at a time, then the agents: by hand, or with a
Plan of the system-upgrade-controller.`},
			{Distributions: []string{"talos"}, Text: `Upgrade one minor version at a time; Talos itself must be of a release that is for it:

    talosctl --nodes NODE-OF-THE-CONTROL-PLANE upgrade-k8s --to VERSION`},
			{Distributions: []string{"openshift"}, Text: `Upgrade the cluster one minor version at a time. Where its control plane is hosted, that is set in the HostedCluster, or
by whoever hosts it, and then in the NodePools.

    oc adm upgrade`},
		},
		Links: []string{"https://kubernetes.io/releases/patch-releases/"},
		Since: "0.1.0",
		Run:   runVersionSupported,
	}
}

func runVersionSupported(_ context.Context, in *facts.Input) (check.Outcome, error) {
	if in.Version.Minor == 0 {
		return check.Unknown(fmt.Sprintf("the API server's version %q names no minor release", in.Version.GitVersion)), nil
	}
	s, ok := supportOf(in)
	if !ok {
		return check.Unknown("kready has no table of Kubernetes releases"), nil
	}
	out := s.judge(in.AsOf)
	if in.Version.Guess && out.Status != check.StatusPass {
		return check.Unknown(fmt.Sprintf("the API server's version was not read; it is that of %s, %s, or a newer one, and %s",
			in.Version.From, in.Version.GitVersion, out.Reason)), nil
	}
	if in.Version.Guess {
		out.Reason += fmt.Sprintf(" (the API server is at that version or a newer one: it was read from %s)", in.Version.From)
	}
	if s.stale(in.AsOf) {
		out.Reason += fmt.Sprintf(" (by a table of %s, which is more than %s old: a newer kready knows better)",
			s.table.Updated.Format(time.DateOnly), text.Counted(int(s.trusted), "day", "days"))
	}
	return out, nil
}

// support is the question that one table answers.
type support struct {
	table facts.SupportTable
	// minor is the API server's minor version, release its name in the table.
	minor   int
	release string
	// foreign is who may support it for longer than upstream, whose table is all there is.
	foreign string
	// ordered marks extended support that nobody has without asking for it.
	ordered bool
	// trusted is how long the table is believed on what it does not list.
	trusted facts.Days
}

// stale reports whether the table is too old for that.
func (s support) stale(asOf time.Time) bool {
	return asOf.Sub(s.table.Updated) > s.trusted.Duration()
}

// supportOf picks the table: the provider's own, or upstream's.
func supportOf(in *facts.Input) (support, bool) {
	minor := max(in.Version.Minor, in.ForVersion.Minor)
	s := support{
		minor: minor, release: fmt.Sprintf("%d.%d", in.Version.Major, minor),
		trusted: in.Thresholds.OrDefault().TableAgeDays,
	}
	named := func(name string) bool {
		i := slices.IndexFunc(in.Tables.Support, func(t facts.SupportTable) bool { return t.Name == name })
		if i >= 0 {
			s.table = in.Tables.Support[i]
		}
		return i >= 0
	}
	if own := in.Distribution.Name; own != "" && named(own) {
		if own == "openshift" {
			// OpenShift counts its own minors: 4.20 is Kubernetes 1.33.
			s.release = fmt.Sprintf("4.%d", minor-13)
		}
		s.ordered = own == "aks" || own == "gke" || own == "openshift"
		return s, true
	}
	switch {
	case in.Distribution.Managed:
		s.foreign = in.Distribution.Title
	case in.Distribution.Name == "" && len(in.Blind([]facts.Kind{facts.KindNodes})) > 0:
		s.foreign = "a provider" // AKS shows itself on its nodes only
	}
	return s, named("kubernetes")
}

func (s support) judge(asOf time.Time) check.Outcome {
	name := s.table.Title + " " + s.release
	i := slices.IndexFunc(s.table.Releases, func(r facts.Release) bool { return r.Name == s.release })
	if i < 0 {
		return s.judgeUnlisted(name, asOf)
	}
	r := s.table.Releases[i]
	switch {
	case r.EndOfLife.IsZero() && s.stale(asOf):
		return check.Unknown(fmt.Sprintf("no end was announced for %s when the table was made", name))
	case r.EndOfLife.IsZero():
		return check.Pass(fmt.Sprintf("%s is supported, and no end is announced yet", name))
	case !over(r.EndOfLife, asOf):
		return check.Pass(fmt.Sprintf("%s is supported until %s", name, r.EndOfLife.Format(time.DateOnly)))
	case !r.ExtendedUntil.IsZero() && !over(r.ExtendedUntil, asOf):
		return s.judgeExtended(name, r)
	case s.foreign != "":
		return check.Unknown(fmt.Sprintf("upstream support for %s ended on %s; until when %s supports it is not known",
			name, r.EndOfLife.Format(time.DateOnly), s.foreign))
	}
	end := r.EndOfLife
	if r.ExtendedUntil.After(end) {
		end = r.ExtendedUntil
	}
	return check.Gap(fmt.Sprintf("support for %s ended on %s, %s ago", name, end.Format(time.DateOnly), text.Days(asOf.Sub(end))))
}

// judgeExtended is for releases that only paid support still covers.
func (s support) judgeExtended(name string, r facts.Release) check.Outcome {
	end, extended := r.EndOfLife.Format(time.DateOnly), r.ExtendedUntil.Format(time.DateOnly)
	if s.ordered {
		return check.Unknown(fmt.Sprintf("standard support for %s ended on %s; whether this cluster has "+
			"the extended support until %s cannot be seen", name, end, extended))
	}
	return check.Pass(fmt.Sprintf("%s is in extended support until %s, which costs extra: standard support ended on %s",
		name, extended, end))
}

// judgeUnlisted is for releases that the table does not list.
func (s support) judgeUnlisted(name string, asOf time.Time) check.Outcome {
	oldest, newest := s.span()
	minor := minorOf(s.release)
	switch {
	case minor > newest && !s.stale(asOf):
		return check.Pass(fmt.Sprintf("%s is newer than kready's table of %s, so it is supported",
			name, s.table.Updated.Format(time.DateOnly)))
	case minor < oldest && s.foreign == "" && s.allOver(oldest, asOf):
		return check.Gap(fmt.Sprintf("%s is older than every release that kready has dates for: support ended long ago", name))
	}
	return check.Unknown(fmt.Sprintf("kready has no dates for %s", name))
}

// allOver reports whether the support of all releases before the table's oldest has ended: when the
// table was made, or that of the oldest has ended too. A file of an old cluster is judged as of its
// own day.
func (s support) allOver(oldest int, asOf time.Time) bool {
	return !asOf.Before(s.table.Updated) || slices.ContainsFunc(s.table.Releases, func(r facts.Release) bool {
		return minorOf(r.Name) == oldest && !r.EndOfLife.IsZero() && over(r.EndOfLife, asOf)
	})
}

// span returns the oldest and the newest minor version of the table.
func (s support) span() (oldest, newest int) {
	for i, r := range s.table.Releases {
		minor := minorOf(r.Name)
		if i == 0 || minor < oldest {
			oldest = minor
		}
		newest = max(newest, minor)
	}
	return oldest, newest
}

// minorOf reads 37 out of "1.37".
func minorOf(release string) int {
	_, minor, _ := strings.Cut(release, ".")
	n, _ := strconv.Atoi(minor)
	return n
}

// over reports whether asOf is later than the last day.
func over(last, asOf time.Time) bool { return !asOf.Before(last.AddDate(0, 0, 1)) }
