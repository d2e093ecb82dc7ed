package target

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/rest"
)

// TestConnectionFlagsAreKubectls: the same names as kubectl's, but for --namespace and
// --cache-dir.
func TestConnectionFlagsAreKubectls(t *testing.T) {
	want := strings.Fields(`as as-group as-uid as-user-extra certificate-authority client-certificate client-key
		cluster context disable-compression insecure-skip-tls-verify kubeconfig proxy-url request-timeout server
		tls-server-name token user`)
	set := connectionFlags(NewConnectionFlags(Environment{}))
	if got := flagNames(set); !slices.Equal(got, want) {
		t.Errorf("the flags are %v, want %v", got, want)
	}
	if short := set.Lookup("server").Shorthand; short != "s" {
		t.Errorf("--server is -%s for short", short)
	}
}

// TestConnectionFlagsWin: every flag changes the client's configuration, whatever the
// kubeconfig says.
func TestConnectionFlagsWin(t *testing.T) {
	ca, cert, key := write(t, "ca", "x"), write(t, "cert", "x"), write(t, "key", "x")
	other := strings.NewReplacer("name: c\n", "name: other\n", "127.0.0.1:1", "127.0.0.1:2").Replace(kubeconfig("https://127.0.0.1:1", "{}"))
	file := write(t, "config", kubeconfig("https://127.0.0.1:1", "{token: t}")+
		"- name: second\n  user: {token: second}\n")
	for arguments, check := range map[string]func(*rest.Config) bool{
		"--server=https://127.0.0.1:3":              func(c *rest.Config) bool { return c.Host == "https://127.0.0.1:3" },
		"--token=mine":                              func(c *rest.Config) bool { return c.BearerToken == "mine" },
		"--user=second":                             func(c *rest.Config) bool { return c.BearerToken == "second" },
		"--context=prod --insecure-skip-tls-verify": func(c *rest.Config) bool { return c.Insecure },
		"--tls-server-name=api":                     func(c *rest.Config) bool { return c.ServerName == "api" },
		"--certificate-authority=" + ca:             func(c *rest.Config) bool { return c.CAFile == ca },
		"--client-certificate=" + cert + " --client-key=" + key: func(c *rest.Config) bool {
			return c.CertFile == cert && c.KeyFile == key
		},
		"--as=somebody --as-uid=7 --as-group=a --as-group=b --as-user-extra=k=v --as-user-extra=k=w --as-user-extra=none": func(c *rest.Config) bool {
			return reflect.DeepEqual(c.Impersonate, rest.ImpersonationConfig{
				UserName: "somebody", UID: "7", Groups: []string{"a", "b"}, Extra: map[string][]string{"k": {"v", "w"}},
			})
		},
		"--request-timeout=3s":  func(c *rest.Config) bool { return c.Timeout == 3*time.Second },
		"--disable-compression": func(c *rest.Config) bool { return c.DisableCompression },
		"--proxy-url=http://127.0.0.1:9": func(c *rest.Config) bool {
			return c.Proxy != nil
		},
		"--kubeconfig=" + write(t, "other", other) + " --cluster=other": func(c *rest.Config) bool {
			return c.Host == "https://127.0.0.1:2"
		},
	} {
		flags := NewConnectionFlags(Environment{})
		flags.Kubeconfig = file
		if err := connectionFlags(flags).Parse(strings.Fields(arguments)); err != nil {
			t.Fatal(err)
		}
		config, err := ClientConfig(flags, LiveOptions{})
		if err != nil {
			t.Errorf("%s: %v", arguments, err)
		} else if !check(config) {
			t.Errorf("%s: the configuration is %+v", arguments, config)
		}
	}
}
