package text

import "strings"

// FirstStep returns how a remedy begins: its first sentence, with the first of its items where that
// only introduces them, and the command that belongs to it, "" where there is none. A command whose
// sentence is not the first one, or that is a file to write, is left to the whole remedy.
func FirstStep(markdown string) (said, command string) {
	all := Blocks(markdown)
	if len(all) == 0 {
		return "", ""
	}
	if all[0].Kind == Code {
		return "", firstCommand(all)
	}
	said, more := FirstSentence(strings.TrimPrefix(strings.TrimPrefix(all[0].Text, "- "), "* "))
	if more || len(all) == 1 {
		return withoutColon(said), ""
	}
	switch next := all[1]; next.Kind {
	case Code:
		if command = firstCommand(all[1:]); command != "" {
			return said, command
		}
	case Item:
		if strings.HasSuffix(said, ":") {
			item, _ := FirstSentence(next.Text[2:])
			return withoutColon(said + " " + item), ""
		}
	}
	return withoutColon(said), ""
}

// firstCommand is the first line of code when it is a command of one line.
func firstCommand(all []Block) string {
	line := all[0].Text
	first, _, _ := strings.Cut(line, " ")
	switch {
	case strings.HasSuffix(first, ":"), strings.HasPrefix(first, "#"), strings.HasPrefix(first, "-"), strings.HasPrefix(first, "{"):
		return "" // a file
	case strings.HasSuffix(line, `\`), strings.Contains(line, "<<"):
		return "" // goes on below
	}
	return line
}

// withoutColon ends a sentence whose continuation is left out.
func withoutColon(s string) string {
	if before, ok := strings.CutSuffix(s, ":"); ok {
		return before + "."
	}
	return s
}
