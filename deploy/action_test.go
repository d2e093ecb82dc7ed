package deploy_test

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

// job is what GitHub gives a step: folders, and the files that it writes into.
type job struct {
	t       *testing.T
	dir     string
	environ []string
}

func newJob(t *testing.T, environ ...string) job {
	dir := t.TempDir()
	return job{t: t, dir: dir, environ: append([]string{
		"PATH=" + filepath.Join(dir, "path") + ":" + os.Getenv("PATH"), "HOME=" + dir, "RUNNER_TEMP=" + dir,
		"RUNNER_OS=Linux", "RUNNER_ARCH=X64", "GITHUB_OUTPUT=" + filepath.Join(dir, "output"),
		"GITHUB_PATH=" + filepath.Join(dir, "github-path"), "GITHUB_STEP_SUMMARY=" + filepath.Join(dir, "summary"),
	}, environ...)}
}

// run runs a script of the action's and returns all that it prints.
func (j job) run(script string) (string, error) {
	path := filepath.Join("action", script)
	if _, err := os.Stat(path); err != nil { // so that Go's test cache knows of the file
		return "", err
	}
	cmd := exec.Command("bash", path)
	cmd.Env = j.environ
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (j job) read(name string) string {
	raw, err := os.ReadFile(filepath.Join(j.dir, name))
	if err != nil && !os.IsNotExist(err) {
		j.t.Fatal(err)
	}
	return string(raw)
}

// stub lays a kready onto the PATH that notes its arguments, writes what -o asks for and
// exits with the code.
func (j job) stub(exit string, reports bool) {
	script := "#!/bin/bash\nprintf '%s\\n' \"$@\" >\"$RUNNER_TEMP/args\"\n"
	if reports {
		script += "for a; do [[ $a == --output=json=* ]] && printf '{\\n  \"verdict\": {\\n    \"ready\": false,\\n' >\"${a#--output=json=}\"; [[ $a == --output=markdown=* ]] && echo '## kready: NOT READY' >\"${a#--output=markdown=}\"; done\n"
	}
	script += "echo 'kready: something' >&2\nexit " + exit + "\n"
	j.write("path/kready", script)
}

func (j job) write(name, content string) {
	j.t.Helper()
	path := filepath.Join(j.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		j.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
		j.t.Fatal(err)
	}
}

// TestActionCheck: inputs arrive as they are, and a gap ends up in the outputs and the
// summary, not as an end before the upload.
func TestActionCheck(t *testing.T) {
	j := newJob(t, "KREADY_CONTEXT=a b; touch pwned $(touch pwned)", "KREADY_FAIL_ON=new", "KREADY_BASELINE=old.json", "KREADY_ARGS= network  $(touch pwned) *\n--allow-unknown")
	j.stub("1", true)
	if out, err := j.run("check.sh"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := "--context=a b; touch pwned $(touch pwned)\n--fail-on=new\n--baseline=old.json\nnetwork\n$(touch\npwned)\n*\n--allow-unknown\n"
	if got := j.read("args"); !strings.HasPrefix(got, "check\n--output=text\n") || !strings.HasSuffix(got, want) {
		t.Errorf("kready got the arguments\n%s\nwant the end\n%s", got, want)
	}
	if _, err := os.Stat("pwned"); err == nil {
		t.Error("an input was run by the shell")
	}
	for _, line := range []string{"exit-code=1\n", "ready=false\n", "report.json\n", "report.sarif\n"} {
		if !strings.Contains(j.read("output"), line) {
			t.Errorf("the outputs lack %q:\n%s", line, j.read("output"))
		}
	}
	if j.read("summary") != "## kready: NOT READY\n" {
		t.Errorf("the summary is %q", j.read("summary"))
	}
}

// TestActionLand: manifests make it a question about a service, with the arguments of `kready land`.
func TestActionLand(t *testing.T) {
	j := newJob(t, "KREADY_MANIFESTS=deploy/ $(touch pwned)", "KREADY_KUSTOMIZE=overlays/prod", "KREADY_NAMESPACE=shop", "KREADY_SNAPSHOT=cluster.json.gz", "KREADY_ARGS=--allow-unknown")
	j.stub("1", true)
	if out, err := j.run("check.sh"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := "--from=cluster.json.gz\n--namespace=shop\n--kustomize=overlays/prod\ndeploy/\n$(touch\npwned)\n--allow-unknown\n"
	if got := j.read("args"); !strings.HasPrefix(got, "land\n--output=text\n") || !strings.HasSuffix(got, want) {
		t.Errorf("kready got the arguments\n%s\nwant the end\n%s", got, want)
	}
	if _, err := os.Stat("pwned"); err == nil {
		t.Error("an input was run by the shell")
	}
	if got := j.read("output"); !strings.Contains(got, "exit-code=1\nready=false\n") {
		t.Errorf("the outputs are\n%s", got)
	}
}

// TestActionWithoutReport: what kready said is the summary then.
func TestActionWithoutReport(t *testing.T) {
	j := newJob(t)
	j.stub("2", false)
	if out, err := j.run("check.sh"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := j.read("output"); !strings.Contains(got, "exit-code=2\nready=false\nreport=\n") || !strings.Contains(got, "sarif=\n") {
		t.Errorf("the outputs are\n%s", got)
	}
	if got := j.read("summary"); !strings.Contains(got, "kready: something") {
		t.Errorf("the summary is %q", got)
	}
}

// TestActionDownload: a release is taken when it is what its checksums say, and only then.
func TestActionDownload(t *testing.T) {
	const archive = "releases/download/v1.2.3/kready_1.2.3_linux_amd64.tar.gz"
	release := func(version string) job {
		j := newJob(t, "KREADY_VERSION="+version)
		j.environ = append(j.environ, "KREADY_RELEASES=file://"+filepath.Join(j.dir, "releases"))
		j.write(archive, packed(t, "#!/bin/sh\necho kready v1.2.3\n"))
		sum := sha256.Sum256([]byte(j.read(archive)))
		j.write("releases/download/v1.2.3/checksums.txt", "00  other.tar.gz\n"+hex.EncodeToString(sum[:])+"  kready_1.2.3_linux_amd64.tar.gz\n")
		return j
	}
	good := release("v1.2.3")
	if out, err := good.run("install.sh"); err != nil || !strings.HasSuffix(out, "kready v1.2.3\n") || !strings.Contains(out, "the signature of v1.2.3 is not verified") || good.read("github-path") != filepath.Join(good.dir, "kready", "bin")+"\n" {
		t.Errorf("%v, PATH %q\n%s", err, good.read("github-path"), out)
	}
	signed := release("v1.2.3")
	signed.write("path/cosign", "#!/bin/sh\necho \"$@\" >\"$RUNNER_TEMP/cosign-args\"\n")
	signed.write("releases/download/v1.2.3/checksums.txt.sigstore.json", "{}")
	if out, err := signed.run("install.sh"); err != nil || strings.Contains(out, "not verified") ||
		!strings.Contains(signed.read("cosign-args"), "--certificate-identity https://github.com/kready/kready/.github/workflows/release.yml@refs/tags/v1.2.3 ") {
		t.Errorf("%v: %s: cosign got %s", err, out, signed.read("cosign-args"))
	}
	forged := release("v1.2.3")
	forged.write("path/cosign", "#!/bin/sh\nexit 1\n")
	forged.write("releases/download/v1.2.3/checksums.txt.sigstore.json", "{}")
	refused(t, forged, "not signed by kready's release workflow")
	unsigned := release("v1.2.3")
	unsigned.write("path/cosign", "#!/bin/sh\n")
	refused(t, unsigned, "signature of v1.2.3 cannot be downloaded")
	changed := release("v1.2.3")
	changed.write(archive, packed(t, "#!/bin/sh\necho something else\n"))
	refused(t, changed, "is not what checksums.txt of v1.2.3 says")
	unnamed := release("v1.2.3")
	unnamed.write("releases/download/v1.2.3/checksums.txt", "00  other.tar.gz\n")
	refused(t, unnamed, "does not name")
	refused(t, release("v1.2.4"), "cannot be downloaded")
	refused(t, release("../../x"), "not a release like v1.2.3")
	refused(t, release("v1.2.3;id"), "not a release like v1.2.3")
}

func refused(t *testing.T, j job, why string) {
	t.Helper()
	out, err := j.run("install.sh")
	if err == nil || !strings.Contains(out, why) || j.read("github-path") != "" {
		t.Errorf("%v, PATH %q, want %q\n%s", err, j.read("github-path"), why, out)
	}
}

// packed is an archive of a release, with the program in it.
func packed(t *testing.T, program string) string {
	t.Helper()
	var b strings.Builder
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: "kready", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(program)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestActionInputs: an input reaches a script by its environment, never as a part of it.
func TestActionInputs(t *testing.T) {
	raw, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Inputs map[string]any
		Runs   struct {
			Steps []struct {
				Run string
				Env map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(raw, &action); err != nil {
		t.Fatal(err)
	}
	given := ""
	for _, step := range action.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("a script has an expression in it: %s", step.Run)
		}
		for _, value := range step.Env {
			given += value
		}
	}
	for name := range action.Inputs {
		if name != "upload-sarif" && !strings.Contains(given, "inputs."+name+" ") {
			t.Errorf("the input %s goes nowhere", name)
		}
	}
}

// TestActionInDocs: what the docs give to copy names inputs that there are.
func TestActionInDocs(t *testing.T) {
	raw, err := os.ReadFile("../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct{ Inputs map[string]any }
	if err := yaml.Unmarshal(raw, &action); err != nil {
		t.Fatal(err)
	}
	for page, indent := range map[string]string{"../docs/ci.md": "", "../docs/landing.md": "    "} {
		inputs := exampleOf(t, page, indent)
		for name := range inputs {
			if action.Inputs[name] == nil {
				t.Errorf("%s uses the input %s, which the action lacks", page, name)
			}
		}
	}
}

// exampleOf are the inputs of the step that a page gives to copy.
func exampleOf(t *testing.T, page, indent string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "\n"+indent+"- uses: kready/kready@")
	example, _, closed := strings.Cut(rest, "```")
	if !found || !closed {
		t.Fatalf("%s has no example of the action", page)
	}
	var steps []struct{ With map[string]string }
	if err := yaml.Unmarshal([]byte(indent+"- uses: kready/kready@"+example), &steps); err != nil || len(steps) != 1 || len(steps[0].With) == 0 {
		t.Fatalf("%s: %v: %v", page, err, steps)
	}
	return steps[0].With
}
