package output_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/internal/output"
)

func formats() []output.Format[[]string] {
	return []output.Format[[]string]{
		output.Text(func(w io.Writer, s []string, o output.Options) error {
			_, err := io.WriteString(w, strings.Repeat("-", o.Columns())+s[0])
			return err
		}),
		output.JSON[[]string]("a list"),
	}
}

func TestFind(t *testing.T) {
	if got := output.Names(formats()); !slices.Equal(got, []string{"text", "json"}) {
		t.Errorf("%q", got)
	}
	if _, ok := output.Find(formats(), "xml"); ok {
		t.Error("there is a format xml")
	}
	for name, want := range map[string]string{"text": "---x", "json": "[\n  \"x\"\n]\n"} {
		f, ok := output.Find(formats(), name)
		if !ok {
			t.Fatalf("no format %s", name)
		}
		var b strings.Builder
		if err := f.Write(&b, []string{"x"}, output.Options{Width: 3}); err != nil || b.String() != want {
			t.Errorf("%s: %q, %v; want %q", name, b.String(), err, want)
		}
	}
}

func TestColumns(t *testing.T) {
	if got := (output.Options{}).Columns(); got != output.DefaultWidth {
		t.Errorf("%d columns", got)
	}
}
