package kind

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kready/kready/e2e/driver"
)

// testReadme copies the commands of the README's section about probes, line by line.
func (p prover) testReadme(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	commands := commandsUnder(string(raw), "## Prove it")
	if len(commands) == 0 {
		t.Fatal("README.md has no commands under `## Prove it`")
	}
	work := t.TempDir()
	for _, command := range commands {
		cmd := exec.CommandContext(t.Context(), "bash", "-c", command)
		cmd.Dir = work
		cmd.Env = []string{"PATH=" + filepath.Dir(p.admin.Path) + ":" + os.Getenv("PATH"), "HOME=" + work, "KUBECONFIG=" + p.admin.Kubeconfig}
		out, err := cmd.CombinedOutput()
		if cmd.ProcessState == nil {
			t.Fatalf("%s: %v", command, err)
		}
		code := cmd.ProcessState.ExitCode()
		t.Logf("$ %s\nexit %d\n%s", command, code, out)
		// Gaps are what this cluster has; a wrong flag or an answer that did not come are not.
		if !slices.Contains([]int{driver.ExitOK, driver.ExitGap}, code) {
			t.Errorf("%s: exit %d: %s", command, code, out)
		}
		p.nothingLeft(t)
	}
}

// commandsUnder are the commands in the fenced blocks of shell under a heading, up to the
// next one of its kind. A line that ends in a backslash goes on; in a block of "console" a
// command begins with a prompt, and all else is what it prints.
func commandsUnder(text, heading string) []string {
	_, section, found := strings.Cut(text, "\n"+heading+"\n")
	if !found {
		return nil
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var commands []string
	block, begun := "", ""
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if fence, ok := strings.CutPrefix(line, "```"); ok {
			if block == "" {
				block = "```" + fence
			} else {
				block = ""
			}
			continue
		}
		after, prompted := strings.CutPrefix(line, "$ ")
		switch {
		case block == "```console" && !prompted && begun == "":
			continue
		case !slices.Contains([]string{"```", "```sh", "```bash", "```shell", "```console"}, block):
			continue
		case line == "", strings.HasPrefix(line, "#"):
			continue
		}
		if before, goesOn := strings.CutSuffix(after, "\\"); goesOn {
			begun += before
			continue
		}
		commands, begun = append(commands, begun+after), ""
	}
	return commands
}
