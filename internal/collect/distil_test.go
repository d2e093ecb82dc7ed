package collect

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

func assertAbsent(t *testing.T, s *facts.Snapshot, secret string) {
	t.Helper()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.Index(string(data), secret); i >= 0 {
		t.Errorf("the snapshot holds %q: …%s…", secret, data[max(0, i-80):min(len(data), i+80)])
	}
}

func TestImages(t *testing.T) {
	cases := map[string]facts.Image{
		"nginx":                     {Registry: "docker.io", Repository: "nginx"},
		"nginx:1.27":                {Registry: "docker.io", Repository: "nginx", Tag: "1.27"},
		"library/nginx":             {Registry: "docker.io", Repository: "library/nginx"},
		"docker.io/calico/node:v3":  {Registry: "docker.io", Repository: "calico/node", Tag: "v3"},
		"quay.io/a/b/c:x@sha256:ab": {Registry: "quay.io", Repository: "a/b/c", Tag: "x", Digest: "sha256:ab"},
		"localhost/kready:dev":      {Registry: "localhost", Repository: "kready", Tag: "dev"},
		"registry:5000/app":         {Registry: "registry:5000", Repository: "app"},
		"registry:5000/app:1":       {Registry: "registry:5000", Repository: "app", Tag: "1"},
		"ghcr.io/org/app@sha256:00": {Registry: "ghcr.io", Repository: "org/app", Digest: "sha256:00"},
		"[2001:db8::1]:5000/app:1":  {Registry: "[2001:db8::1]:5000", Repository: "app", Tag: "1"},
		"":                          {},
		"cilium/cilium:v1.20.2":     {Registry: "docker.io", Repository: "cilium/cilium", Tag: "v1.20.2"},
	}
	for reference, want := range cases {
		if got := kube.ParseImage(reference); got != want {
			t.Errorf("%s: got %+v, want %+v", reference, got, want)
		}
	}
}

func TestArgs(t *testing.T) {
	k := newKeptArgs(Options{Flags: []string{"extra"}})
	cases := []struct {
		name          string
		command, args []string
		want          string
	}{
		{"joined", []string{"kube-proxy"}, []string{"--proxy-mode=ipvs", "--v=2"}, "kube-proxy proxy-mode=ipvs"},
		{"apart", nil, []string{"--proxy-mode", "ipvs", "--extra", "x"}, "proxy-mode=ipvs extra=x"},
		{"single dash", []string{"/coredns"}, []string{"-conf", "/etc/coredns/Corefile"}, "coredns conf=/etc/coredns/Corefile"},
		{"switch", nil, []string{"--run-firewall", "--run-router=false"}, "run-firewall=true run-router=false"},
		{"last switch", nil, []string{"--kubelet-insecure-tls"}, "kubelet-insecure-tls=true"},
		{"sub-commands", []string{"/usr/bin/pilot"}, []string{"discovery", "--token", "hunter2", "serve"}, "pilot discovery serve"},
		{"secret after an unknown flag", nil, []string{"--password", "hunter2"}, ""},
		{"secret joined", nil, []string{"--password=hunter2", "Hunter2", "h=2", "hunter 2"}, ""},
		{"prefix", nil, []string{"--providers.kubernetesIngress.ingressClass=x", "--provider.x=y"}, "providers.kubernetesIngress.ingressClass=x"},
		{"word", nil, []string{"--source=service", "--source=db://root:hunter2@db", "--domain-filter=example.com"}, "source=service domain-filter=example.com"},
		{"shell", []string{"/bin/sh", "-c", "exec kube-proxy --password=hunter2 --proxy-mode=iptables 1>>/var/log/x"}, nil, "sh proxy-mode=iptables"},
		{"long", nil, []string{"--config=" + strings.Repeat("x", 500)}, "config=" + strings.Repeat("x", 199) + "…"},
	}
	for _, c := range cases {
		var got []string
		for _, a := range k.args(c.command, c.args) {
			text := a.Name
			if a.Value != "" {
				text += "=" + a.Value
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %q, want %q", c.name, strings.Join(got, " "), c.want)
		}
	}
}

func TestEnvironment(t *testing.T) {
	k := newKeptArgs(Options{Env: []string{"MORE"}})
	got := k.environment([]corev1.EnvVar{
		{Name: "PASSWORD", Value: "hunter2"},
		{Name: "MORE", Value: "x"},
		{Name: "DD_LOGS_ENABLED", Value: "true"},
		{Name: "DD_APM_ENABLED", ValueFrom: &corev1.EnvVarSource{}},
	})
	want := []facts.Field{{Name: "DD_LOGS_ENABLED", Value: "true"}, {Name: "MORE", Value: "x"}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestVersion(t *testing.T) {
	v, err := distilVersion([]byte(`{"gitVersion":"v1.35.4-eks-1a2b3c","minor":"35+","platform":"linux/arm64"}`))
	if err != nil || v.Major != 1 || v.Minor != 35 || v.Patch != 4 || v.Platform != "linux/arm64" {
		t.Errorf("%+v, %v", v, err)
	}
	for _, bad := range []string{"", "{}", "<html>", `{"gitVersion":"1.2"}`} {
		if _, err := distilVersion([]byte(bad)); err == nil {
			t.Errorf("%q is taken for a version", bad)
		}
	}
}

func TestReadyz(t *testing.T) {
	cases := []struct {
		body         string
		ok, answered bool
		want         facts.Readyz
	}{
		{"[+]ping ok\n[+]etcd ok\nreadyz check passed\n", true, true, facts.Readyz{OK: true}},
		{"[+]ping ok\n[-]etcd failed: reason withheld\n[-]a failed\nreadyz check failed\n", false, true, facts.Readyz{Failed: []string{"a", "etcd"}}},
		{"ok", true, true, facts.Readyz{OK: true}},
		{"bad gateway", false, false, facts.Readyz{}},
		{"[+]poststarthook/rbac/bootstrap-roles ok\n[+]poststarthook/scheduling/bootstrap-system-priority-classes ok\n", true, true, facts.Readyz{OK: true, RBAC: "yes"}},
		{"[-]poststarthook/rbac/bootstrap-roles failed: reason withheld\n", false, true, facts.Readyz{Failed: []string{"poststarthook/rbac/bootstrap-roles"}, RBAC: "yes"}},
		{"[+]ping ok\n[+]poststarthook/scheduling/bootstrap-system-priority-classes ok\n", true, true, facts.Readyz{OK: true, RBAC: "no"}},
	}
	for _, c := range cases {
		got, answered := distilReadyz([]byte(c.body), c.ok)
		if got.OK != c.want.OK || !slices.Equal(got.Failed, c.want.Failed) || got.RBAC != c.want.RBAC || answered != c.answered {
			t.Errorf("%q: got %+v, %t", c.body, got, answered)
		}
	}
}

func TestCorefile(t *testing.T) {
	text := `# the cluster's own
(common) {
    errors
    log . {
        class error
    }
}
.:53, example.org:53 {
    import common
    health { lameduck 5s }
    kubernetes cluster.local in-addr.arpa {
        pods insecure # as ever
        fallthrough
    }
    forward . "1.1.1.1" 8.8.8.8
    import /etc/coredns/custom/*.override
    route53 example.org.:Z1 {
        aws_access_key AKIASECRET SECRET
    }
    etcd {
        endpoint https://u:SECRET@etcd.example.com
    }
    tsig { secret key. SECRET }
    template ANY A {
      answer "{{ .Name }} 60 IN A 10.0.0.1"
    }
    cache 30
}
corp.example {
    forward . 10.0.0.53 {
        max_concurrent 1000
    }
}
`
	servers, err := parseCorefile(text)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(fmt.Sprint(servers), "SECRET") {
		t.Errorf("a secret is kept: %v", servers)
	}
	if len(servers) != 2 || !slices.Equal(servers[0].Zones, []string{".:53", "example.org:53"}) {
		t.Fatalf("%+v", servers)
	}
	var lines []string
	for _, p := range servers[0].Plugins {
		lines = append(lines, strings.TrimSpace(p.Name+" "+strings.Join(p.Args, " "))+"|"+strings.Join(p.Options, "|"))
	}
	want := []string{
		"errors|", "log|", "health|lameduck 5s", "kubernetes cluster.local in-addr.arpa|pods insecure|fallthrough",
		"forward . 1.1.1.1 8.8.8.8|", "import /etc/coredns/custom/*.override|", "route53|", "etcd|", "tsig|", "template|", "cache 30|",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q", lines)
	}
	if p := servers[1].Plugins; len(p) != 1 || p[0].Options[0] != "max_concurrent 1000" {
		t.Errorf("%+v", p)
	}
	for _, odd := range []string{"", "}", "{", ". {", ". {\nforward . {", "\"", "} } {{ }", ".:53 {\n}\n}\n"} {
		_, _ = parseCorefile(odd) // must end, and not panic
	}
}

// TestCorefileBomb: each snippet imports the one before it many times.
func TestCorefileBomb(t *testing.T) {
	var b strings.Builder
	b.WriteString("(s0) {\n errors\n}\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&b, "(s%d) {\n%s}\n", i, strings.Repeat(fmt.Sprintf("import s%d\n", i-1), 10))
	}
	b.WriteString(". {\n import s11\n}\n")
	if servers, err := parseCorefile(b.String()); err == nil {
		t.Errorf("it is read, with %d plugins", len(servers[0].Plugins))
	}
}

func FuzzCorefile(f *testing.F) {
	f.Add(". {\n errors\n}\n")
	f.Add("(a) {\n errors\n}\n(b) {\n import a\n import a\n}\n. {\n import b\n forward . 1.1.1.1 {\n policy random\n}\n}\n")
	f.Fuzz(func(t *testing.T, text string) {
		servers, err := parseCorefile(text)
		n := 0
		for _, s := range servers {
			n += len(s.Plugins)
		}
		if err == nil && n > pluginsMax {
			t.Errorf("%d plugins", n)
		}
	})
}

func TestPodQueries(t *testing.T) {
	w := func(namespace, name string) facts.Workload {
		return facts.Workload{Kind: facts.Deployment, Namespace: namespace, Name: name, Selector: map[string]string{"app": name}}
	}
	all := []facts.Workload{w("kube-system", "dns"), w("apps", "a"), w("apps", "b"), w("apps", "agent"), w("logs", "agent")}
	wanted := map[facts.ObjectRef]*facts.Workload{}
	for _, i := range []int{0, 3, 4} {
		wanted[facts.ObjectRef{Kind: all[i].Kind, Namespace: all[i].Namespace, Name: all[i].Name}] = &all[i]
	}
	var got []string
	for _, q := range podQueries(workloadsIn(&facts.Snapshot{Workloads: all}), wanted) {
		got = append(got, q.Namespace+"?"+q.LabelSelector)
	}
	if !slices.Equal(got, []string{"apps?app=agent", "kube-system?", "logs?"}) {
		t.Errorf("got %v", got)
	}
}

func TestMessagesAreCut(t *testing.T) {
	r := &Run{kind: "nodes"}
	r.fail("list", target.Query{Resource: "nodes"}, &target.ReadError{Reason: facts.ReasonForbidden, Message: strings.Repeat("ü", 500)})
	if got := []rune(r.blind[0].Message); len(got) != messageMax {
		t.Errorf("%d characters", len(got))
	}
}
