package main

import "testing"

// TestLoads: the pile and the fleet are as large as asked for.
func TestLoads(t *testing.T) {
	dir := t.TempDir()
	if _, err := pile(dir, 1<<20); err != nil {
		t.Fatal(err)
	}
	flags, err := fleet(dir, "../../recorded/bare-kind.json", 3)
	if err != nil || len(flags) != 6 {
		t.Fatalf("%v, %v", flags, err)
	}
	for i := 1; i < len(flags); i += 2 {
		if took, err := reading([]string{flags[i]}); err != nil || took < 0 {
			t.Errorf("%s: %s, %v", flags[i], took, err)
		}
	}
}
