package main

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kready/kready/internal/cli"
)

// The picture of a report, seen from internal/cli.
const pictureFile = "../../docs/report.svg"

// What the picture shows of the report: these gaps of each section, and an ellipsis for the others.
const (
	pictureGaps    = 4
	pictureColumns = 80
)

// picture returns the report on the recorded cluster as a terminal shows it.
func picture() ([]byte, error) {
	var out, errs bytes.Buffer
	env := cli.Env{
		Stdin: &bytes.Buffer{}, Stdout: &out, Stderr: &errs, Dir: filepath.Dir(recorded), Getenv: func(string) string { return "" },
	}
	words := []string{"kready", "check", "--from", filepath.Base(recorded)}
	if code := cli.Main(append(slices.Clone(words), "--color", "always"), env); code != 1 {
		return nil, fmt.Errorf("checking %s: exit code %d: %s", recorded, code, errs.String())
	}
	paragraphs := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n\n")
	first := slices.IndexFunc(paragraphs, func(p string) bool { return strings.HasPrefix(plain(p), "GAP  ") })
	if first < 0 || len(paragraphs) < first+pictureGaps+2 {
		return nil, fmt.Errorf("the report of %s shows too few gaps", recorded)
	}
	shown := slices.Concat([]string{"$ " + strings.Join(words, " ")}, paragraphs[:first+pictureGaps], []string{"…", paragraphs[len(paragraphs)-1]})
	var b bytes.Buffer
	writePicture(&b, strings.Split(strings.Replace(strings.Join(shown, "\n\n"), "\n\n", "\n", 1), "\n"))
	return b.Bytes(), nil
}

// writePicture draws lines as a terminal with a dark ground does.
func writePicture(w io.Writer, lines []string) {
	const char, line, margin = 8.4, 19, 16
	width, height := pictureColumns*char+2*margin, len(lines)*line+2*margin
	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d" role="img" aria-label="A report of kready in a terminal">
<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d4d4d4;white-space:pre}.b{font-weight:bold}.d{fill:#8f8f8f}.g{fill:#6bc46d}.r{fill:#f47067;font-weight:bold}.y{fill:#d9b44a}</style>
<rect width="100%%" height="100%%" rx="8" fill="#1e1e1e"/>
`, width, height, width, height)
	for i, l := range lines {
		fmt.Fprintf(w, "<text x=\"%d\" y=\"%d\" xml:space=\"preserve\"", margin, margin+(i+1)*line-5)
		// Whatever the font, a line is as long as its columns.
		if n := utf8.RuneCountInString(plain(l)); n > 0 {
			fmt.Fprintf(w, " textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"", float64(min(n, pictureColumns))*char)
		}
		fmt.Fprintf(w, ">%s</text>\n", spans(l))
	}
	fmt.Fprintln(w, "</svg>")
}

// painted is a sequence that changes the colour of a terminal.
var painted = regexp.MustCompile("\x1b\\[([0-9;]*)m")

func plain(s string) string { return painted.ReplaceAllString(s, "") }

// spans writes a line with its colours as elements of SVG. One that is longer than the terminal is cut.
func spans(l string) string {
	if utf8.RuneCountInString(plain(l)) > pictureColumns {
		l = string([]rune(plain(l))[:pictureColumns-1]) + "…"
	}
	var b strings.Builder
	class := ""
	add := func(s string) {
		switch {
		case s == "":
		case class == "":
			b.WriteString(html.EscapeString(s))
		default:
			fmt.Fprintf(&b, `<tspan class="%s">%s</tspan>`, class, html.EscapeString(s))
		}
	}
	at := 0
	for _, m := range painted.FindAllStringSubmatchIndex(l, -1) {
		add(l[at:m[0]])
		class, at = classOf(l[m[2]:m[3]]), m[1]
	}
	add(l[at:])
	return b.String()
}

// classOf is the class of style for a colour of a terminal.
func classOf(code string) string {
	switch code {
	case "1":
		return "b"
	case "2":
		return "d"
	case "32":
		return "g"
	case "31;1":
		return "r"
	case "33":
		return "y"
	}
	return ""
}

// writePictureFile draws the picture anew.
func writePictureFile() error {
	data, err := picture()
	if err != nil {
		return err
	}
	return os.WriteFile(pictureFile, data, 0o644)
}
