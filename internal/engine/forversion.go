package engine

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/kready/kready/internal/facts"
)

// nextVersion is the value of --for-version that stands for each cluster's next minor release.
const nextVersion = "next"

// forVersion is the Kubernetes version to come that targets are judged for. The zero value asks
// for none.
type forVersion struct {
	next  bool
	minor int
}

var validForVersion = regexp.MustCompile(`^v?1\.([1-9][0-9]{0,2})$`)

// parseForVersion reads "1.38" or "next"; "" asks for none.
func parseForVersion(value string) (forVersion, error) {
	switch m := validForVersion.FindStringSubmatch(value); {
	case value == "":
		return forVersion{}, nil
	case value == nextVersion:
		return forVersion{next: true}, nil
	case m != nil:
		minor, err := strconv.Atoi(m[1])
		return forVersion{minor: minor}, err
	}
	return forVersion{}, Usagef("invalid --for-version %q: must be a minor version like 1.38, or next", value)
}

// of is the version to come of a cluster. None is ahead of one that does not tell its version
// or that has it already; check refuses such a cluster.
func (v forVersion) of(cluster facts.Version) facts.ForVersion {
	minor := v.minor
	if v.next && told(cluster) {
		minor = cluster.Minor + 1
	}
	if minor <= cluster.Minor {
		return facts.ForVersion{}
	}
	return facts.ForVersion{Name: fmt.Sprintf("1.%d", minor), Minor: minor}
}

// check refuses a cluster for which that version is not one to come.
func (v forVersion) check(s *facts.Snapshot) error {
	switch {
	case v.next && !told(s.Version):
		return Usagef("--for-version next: %s does not tell its Kubernetes version; name the version, like 1.38", s.Target.Name)
	case v.minor > 0 && s.Version.Minor >= v.minor:
		return Usagef("--for-version 1.%d: %s is at %s already; name a later version", v.minor, s.Target.Name, s.Version.GitVersion)
	}
	return nil
}

// told reports whether the API server's version is known; what the nodes tell may be behind it.
func told(v facts.Version) bool { return v.Minor > 0 && !v.Guess }
