package text

import "strings"

// BreakCommands makes a text say nothing to GitHub's runner: that takes a line which begins
// with two colons, and ##[ anywhere, for commands.
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
func BreakCommands(s string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##[") {
		return s
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			line = strings.Replace(line, "::", ": :", 1)
		}
		lines[i] = strings.ReplaceAll(line, "##[", "## [")
	}
	return strings.Join(lines, "\n")
}
