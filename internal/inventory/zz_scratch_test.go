package inventory

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/kready/kready/internal/catalog"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/policies"
)

func TestScratch(t *testing.T) {
	c, err := catalog.Load(policies.Files)
	if err != nil {
		t.Fatal(err)
	}
	files, _ := filepath.Glob("/tmp/inv/snap/*.json")
	if len(files) == 0 {
		t.Skip("scratch")
	}
	truth, _ := os.ReadFile("/work/shared/corpus/TRUTH.tsv")
	want := map[string][]string{}
	for _, line := range strings.Split(string(truth), "\n") {
		f := strings.Split(line, "\t")
		if len(f) > 4 {
			want[f[0]] = f
		}
	}
	set := func(s string) []string {
		var o []string
		for _, x := range strings.Split(s, ",") {
			if x = strings.TrimSpace(x); x != "" {
				o = append(o, x)
			}
		}
		sort.Strings(o)
		return o
	}
	for _, file := range files {
		dir := strings.Replace(strings.TrimSuffix(filepath.Base(file), ".json"), "__", "/", 1)
		data, _ := os.ReadFile(file)
		var s facts.Snapshot
		if err := json.Unmarshal(data, &s); err != nil {
			t.Fatal(file, err)
		}
		in := Input(&s, c, time.Time{})
		got := map[string][]string{}
		var vers []string
		for _, i := range in.Inventory {
			got[i.State] = append(got[i.State], i.Name)
			if i.State == "running" {
				vers = append(vers, i.Name+"="+i.Version+" "+strings.Join(i.Roles, "+"))
			}
		}
		w := want[dir]
		for k, state := range []string{"running", "declared", "remnant"} {
			a, b := strings.Join(set(w[k+2]), ","), strings.Join(set(strings.Join(unique(got[state]), ",")), ",")
			if a != b {
				fmt.Printf("DIFF %s %s: want [%s] got [%s]\n", dir, state, a, b)
			}
		}
		for _, u := range in.Unrecognised {
			fmt.Println("UNREC", dir, u.Object, u.Images, u.Why)
		}
		if os.Getenv("V") != "" {
			fmt.Println("VER", dir, vers)
		}
	}
}
