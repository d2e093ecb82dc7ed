package memory

import (
	"errors"
	"slices"
	"testing"
)

func TestGoLimit(t *testing.T) {
	for text, want := range map[string]int64{
		"": 0, "off": 0, "400MiB": 400 << 20, "2GiB": 2 << 30, "1024": 1024, "10KiB": 10 << 10, "5B": 5,
		"-1": 0, "9999999999TiB": 0, "x": 0,
	} {
		if got := goLimit(text); got != want {
			t.Errorf("%q is %d, want %d", text, got, want)
		}
	}
}

func TestMembers(t *testing.T) {
	for limit, want := range map[string]int{"512MiB": 4, "460MiB": 3, "64MiB": 1, "1GiB": 8, "1TiB": 8, "": 8} {
		if got := Members(func(string) string { return limit }, 8); got != want {
			t.Errorf("%d clusters at once in %s, want %d", got, limit, want)
		}
	}
}

func TestControlGroups(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  []int64
	}{
		{"container", map[string]string{"/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "536870912\n"}, []int64{512 << 20}},
		{"scope", map[string]string{
			"/proc/self/cgroup": "0::/user.slice/run.scope\n",
			"/sys/fs/cgroup/user.slice/run.scope/memory.max": "max\n", "/sys/fs/cgroup/user.slice/memory.max": "1000\n",
		}, []int64{1000}},
		{"version 1", map[string]string{
			"/proc/self/cgroup": "5:cpu:/a\n4:memory:/a\n", "/sys/fs/cgroup/memory/a/memory.limit_in_bytes": "2000\n",
			"/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
		}, []int64{2000}},
		{"none", nil, nil},
		{"odd", map[string]string{"/proc/self/cgroup": "nonsense\n::\n"}, nil},
	}
	for _, c := range cases {
		got := cgroupLimits(func(file string) ([]byte, error) {
			if data, ok := c.files[file]; ok {
				return []byte(data), nil
			}
			return nil, errors.New("not there")
		})
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestFacts(t *testing.T) {
	getenv := func(string) string { return "512MiB" }
	if limit, known := Limit(getenv); !known || limit > 512<<20 {
		t.Errorf("%d, %t", limit, known)
	}
	if one, several := Facts(getenv, false), Facts(getenv, true); one > 43<<20 || several > 16<<20 || several == 0 {
		t.Errorf("%d alone, %d of several", one, several)
	}
}

// FuzzLimits: what GOMEMLIMIT and the files of control groups say.
func FuzzLimits(f *testing.F) {
	f.Add("400MiB", "0::/a/b\n", "536870912\n")
	f.Add("9999999999TiB", "4:memory:../..\n::\n", "max")
	f.Fuzz(func(t *testing.T, text, group, most string) {
		if goLimit(text) < 0 {
			t.Errorf("%q is less than nothing", text)
		}
		reads := 0
		limits := cgroupLimits(func(file string) ([]byte, error) {
			if reads++; file == "/proc/self/cgroup" {
				return []byte(group), nil
			}
			return []byte(most), nil
		})
		if len(limits) > reads || reads > len(group)+2 {
			t.Errorf("%d limits in %d files", len(limits), reads)
		}
	})
}
