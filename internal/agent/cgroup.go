package agent

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// tryCgroup tells the version of the control groups that are mounted at Target, as container runtimes mount
// them at /sys/fs/cgroup: only version 2 has the file cgroup.controllers at its root, and version 1 has a
// folder for each controller. See https://docs.kernel.org/admin-guide/cgroup-v2.html.
func tryCgroup(_ context.Context, t Trial) reply {
	has := func(name string) bool {
		_, err := os.Stat(filepath.Join(t.Target, name))
		return err == nil
	}
	switch {
	case has("cgroup.controllers"):
		return reply{detail: "version 2"}
	case has("memory"), has("cpu"):
		return reply{detail: "version 1", wrong: true}
	}
	return reply{err: errors.New("no control groups are mounted at " + t.Target)}
}
