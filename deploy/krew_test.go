package deploy_test

import (
	"bytes"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"text/template"

	"sigs.k8s.io/yaml"
)

// plugin is krew's manifest, as far as it is used; unknown fields are refused.
type plugin struct {
	APIVersion string            `json:"apiVersion"`
	Kind       string            `json:"kind"`
	Metadata   map[string]string `json:"metadata"`
	Spec       struct {
		Version          string `json:"version"`
		Homepage         string `json:"homepage"`
		ShortDescription string `json:"shortDescription"`
		Description      string `json:"description"`
		Caveats          string `json:"caveats"`
		Platforms        []struct {
			Selector struct {
				MatchLabels map[string]string `json:"matchLabels"`
			} `json:"selector"`
			URI    string              `json:"uri"`
			SHA256 string              `json:"sha256"`
			Files  []map[string]string `json:"files"`
			Bin    string              `json:"bin"`
		} `json:"platforms"`
	} `json:"spec"`
}

// render fills in krew's manifest as krew-release-bot does, which is a template in a
// template.
func render(t *testing.T, tag string) plugin {
	t.Helper()
	fill := func(text string, values any) string {
		tmpl, err := template.New("").Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := tmpl.Execute(&out, values); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	values := map[string]string{"TagName": tag, "Version": strings.TrimPrefix(tag, "v")}
	tmpl, err := template.New("kready.yaml").Funcs(template.FuncMap{
		"addURIAndSha": func(url, _ string) string {
			return "uri: " + fill(url, values) + "\n    sha256: " + strings.Repeat("0", 64)
		},
	}).ParseFiles("krew/kready.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := tmpl.Execute(&out, values); err != nil {
		t.Fatal(err)
	}
	var p plugin
	if err := yaml.UnmarshalStrict(out.Bytes(), &p); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return p
}

// archives are the names that .goreleaser.yaml gives a release's archives.
func archives(t *testing.T, version string) []string {
	t.Helper()
	raw, err := os.ReadFile("../.goreleaser.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		ProjectName string `json:"project_name"`
		Builds      []struct{ Goos, Goarch []string }
		Archives    []struct {
			NameTemplate string `json:"name_template"`
		}
	}
	if err := yaml.Unmarshal(raw, &config); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, os := range config.Builds[0].Goos {
		for _, arch := range config.Builds[0].Goarch {
			name := strings.NewReplacer("{{ .ProjectName }}", config.ProjectName, "{{ .Version }}", version,
				"{{ .Os }}", os, "{{ .Arch }}", arch).Replace(config.Archives[0].NameTemplate)
			if os == "windows" {
				names = append(names, name+".zip")
			} else {
				names = append(names, name+".tar.gz")
			}
		}
	}
	return names
}

// TestKrew holds krew's manifest to the archives of a release.
func TestKrew(t *testing.T) {
	p := render(t, "v1.2.3")
	if p.Metadata["name"] != "kready" || p.Spec.Version != "v1.2.3" || len(p.Spec.ShortDescription) > 50 {
		t.Errorf("the manifest says %v %s: %s", p.Metadata, p.Spec.Version, p.Spec.ShortDescription)
	}
	want := archives(t, "1.2.3")
	if !slices.Contains(want, "kready_1.2.3_linux_amd64.tar.gz") {
		t.Errorf("action/install.sh downloads kready_1.2.3_linux_amd64.tar.gz; a release has %q", want)
	}
	var got []string
	for _, on := range p.Spec.Platforms {
		name := path.Base(on.URI)
		got = append(got, name)
		os, arch := on.Selector.MatchLabels["os"], on.Selector.MatchLabels["arch"]
		if !strings.HasPrefix(on.URI, "https://github.com/kready/kready/releases/download/v1.2.3/") || !strings.Contains(name, "_"+os+"_"+arch+".") {
			t.Errorf("%s/%s downloads %s", os, arch, on.URI)
		}
		if on.Bin != on.Files[0]["from"] || len(on.Files) != 2 || on.Files[1]["from"] != "LICENSE" {
			t.Errorf("%s/%s installs %v and runs %s", os, arch, on.Files, on.Bin)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("krew downloads %q, a release has %q", got, want)
	}
}
