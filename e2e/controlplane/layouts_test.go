package controlplane

import (
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testLayouts makes of one cluster what each maker of files gathers of it: the verdicts are the live
// ones, but for those that rest on what the maker does not gather.
func testLayouts(t *testing.T, p *Plane) {
	live := report(t, p, p.Admin)
	ctx, cancel := Context()
	defer cancel()
	gathered, err := driver.Gather(func(g driver.Gatherable) ([]byte, error) {
		return p.Client.RESTClient().Get().AbsPath(g.Path()).DoRaw(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range gathered.Layouts() {
		t.Run(l.Name, func(t *testing.T) {
			path, err := l.Write(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			wrong, judged := driver.Disagreements(live, report(t, p, "", append([]string{"--from", path}, l.Args...)...))
			for _, one := range wrong {
				t.Error(one)
			}
			t.Logf("%d checks are judged", judged)
		})
	}
}
