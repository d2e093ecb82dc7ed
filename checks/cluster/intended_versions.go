package cluster

import (
	"fmt"
	"strings"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
)

// versionDrift lists the products of another release line than the file names, and those whose version is
// not known.
func versionDrift(in *facts.Input) (others, unsaid []check.Finding) {
	for _, meant := range in.Intent.Versions {
		if meant.Name == "kubernetes" {
			o, u := kubernetesDrift(in.Version, meant.Version)
			others, unsaid = append(others, o...), append(unsaid, u...)
			continue
		}
		found := false
		for i := range in.Inventory {
			impl := &in.Inventory[i]
			if impl.Name != meant.Name || impl.State != facts.StateRunning && impl.State != facts.StateHidden {
				continue
			}
			found = true
			switch {
			case impl.Version == "":
				unsaid = append(unsaid, check.Finding{Object: firstWorkload(impl), Message: fmt.Sprintf("nothing says which version of %s runs; %s is meant", impl.Title, meant.Version)})
			case !ofLine(impl.Version, meant.Version):
				others = append(others, check.Finding{Object: firstWorkload(impl), Message: fmt.Sprintf("%s runs, and kready.yaml means %s", impl.TitleAndVersion(), meant.Version)})
			}
		}
		if !found {
			others = append(others, check.Finding{Message: fmt.Sprintf("%s %s is meant to run and does not", meant.Name, meant.Version)})
		}
	}
	return others, unsaid
}

// kubernetesDrift compares the API server's version. One that was told by the nodes may be newer than that.
func kubernetesDrift(v facts.Version, meant string) (others, unsaid []check.Finding) {
	switch {
	case v.Minor == 0:
		return nil, []check.Finding{{Message: fmt.Sprintf("the version of the API server is not known; Kubernetes %s is meant", meant)}}
	case v.Guess:
		return nil, []check.Finding{{Message: fmt.Sprintf("the API server is at %s or newer, by %s; Kubernetes %s is meant", v.GitVersion, v.From, meant)}}
	case ofLine(v.GitVersion, meant):
		return nil, nil
	}
	return []check.Finding{{Message: fmt.Sprintf("Kubernetes %s runs, and kready.yaml means %s", v.GitVersion, meant)}}, nil
}

// ofLine reports whether a version, "v1.36.2-eks-1a2b", belongs to a release line, "1.36".
func ofLine(version, line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimPrefix(version, "v"), line)
	return ok && (rest == "" || !strings.ContainsRune("0123456789", rune(rest[0])))
}
