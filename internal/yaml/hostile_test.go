package yaml

import (
	"fmt"
	"strings"
	"testing"
)

// TestAliasBombs: deep ones double with every line, wide ones repeat one long text.
func TestAliasBombs(t *testing.T) {
	deep := "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 1; i < 9; i++ {
		deep += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 10), ","))
	}
	wide := "long: &long " + strings.Repeat("x", 1<<20) + "\nlist: [" + strings.TrimSuffix(strings.Repeat("*long,", 1000), ",") + "]\n"
	for name, bomb := range map[string]string{"deep": deep, "wide": wide, "itself": "a: &a [*a]\nb: *a\n"} {
		if out, err := ToJSON([]byte(bomb)); err == nil {
			t.Errorf("%s: %d bytes become %d", name, len(bomb), len(out))
		}
		var into map[string]any
		if err := DecodeStrict([]byte(bomb), &into); err == nil {
			t.Errorf("%s: is read", name)
		}
		if _, err := Fields([]byte(bomb)); err == nil {
			t.Errorf("%s: is read as fields", name)
		}
	}
	if out, err := ToJSON([]byte("a: &a {b: c}\nd: *a\n")); err != nil || string(out) != `{"a":{"b":"c"},"d":{"b":"c"}}` {
		t.Errorf("%s, %v", out, err)
	}
}

// TestEveryCharacter: what JSON takes, YAML gives back.
func TestEveryCharacter(t *testing.T) {
	for r := rune(0x20); r < 0x10000; r++ {
		if r == '"' || r == '\\' || r == 0x85 || r >= 0x300 && r < 0xfe00 { // 0x85 becomes a space
			continue
		}
		data, err := FromJSON([]byte(`{"a":"x` + string(r) + `"}`))
		if err != nil {
			t.Errorf("%U: %v", r, err)
			continue
		}
		if r < 0xa0 || r > 0xff00 {
			var back map[string]string
			if err := Unmarshal(data, &back); err != nil || back["a"] != "x"+string(r) {
				t.Errorf("%U: %q, %q, %v", r, data, back["a"], err)
			}
		}
	}
}

func TestSecondDocument(t *testing.T) {
	for text, ok := range map[string]bool{
		"a: 1\n": true, "---\na: 1\n": true, "a: 1\n---\n": true, "a: 1\n---\n# a comment\n": true, "a: 1\n...\n": true,
		"a: 1\n---\nb: 1\n": false, "a: 1\n---\n[": false,
	} {
		var into map[string]any
		if err := DecodeStrict([]byte(text), &into); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzToJSON(f *testing.F) {
	f.Add([]byte("a: &a [1]\nb: *a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, err := ToJSON(data); err == nil && len(out) > 20*len(data)+expandedMax {
			t.Errorf("%d bytes become %d", len(data), len(out))
		}
	})
}
