package knownlog

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// said are lines as programs write them, with what is known of each, and an image that writes it.
var said = map[string]struct{ line, want, image string }{
	"loop": {
		`[FATAL] plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144.3688648895315093531."`,
		`plugin/loop: Loop (127.0.0.1:55953 -> :53) detected for zone "."`, "coredns/coredns",
	},
	"corefile": {`/etc/coredns/Corefile:7 - Error during parsing: Unknown directive 'proxy'`, `Corefile:7 - Error during parsing: Unknown directive 'proxy'`, "coredns"},
	"no IP SANs": {
		`E0114 02:25:00.528571       1 scraper.go:140] "Failed to scrape node" err="Get \"https://10.0.0.4:10250/metrics/resource\": x509: cannot validate certificate for 10.0.0.4 because it doesn't contain any IP SANs" node="a"`,
		`x509: cannot validate certificate for 10.0.0.4 because it doesn't contain any IP SANs`, "metrics-server/metrics-server",
	},
	"kubelet not reached": {
		`E1 scraper.go:140] "Failed to scrape node" err="Get \"https://10.0.0.4:10250/metrics/resource\": dial tcp 10.0.0.4:10250: i/o timeout" node="a"`,
		`dial tcp 10.0.0.4:10250: i/o timeout`, "metrics-server/metrics-server",
	},
	"no range": {`E0411 main.go:289] Error registering network: failed to acquire lease: node "a" pod cidr not assigned`, "pod cidr not assigned", "flannel-io/flannel"},
	"no address": {
		`[WARNING][8] startup/startup.go 505: Couldn't autodetect an IPv4 address. If auto-detecting, choose a different autodetection method.`,
		"Couldn't autodetect an IPv4 address", "calico/node",
	},
	"no metadata": {
		`{"level":"error","logger":"setup","msg":"unable to initialize AWS cloud","error":"failed to introspect vpcID from EC2Metadata, specify --aws-vpc-id instead if EC2Metadata is unavailable: x"}`,
		"failed to introspect vpcID from EC2Metadata", "eks/aws-load-balancer-controller",
	},
	"no source": {
		`time="2026-11-01T10:00:00Z" level=fatal msg="failed to sync *v1beta1.Gateway: context deadline exceeded with timeout 1m0s"`,
		"failed to sync *v1beta1.Gateway: context deadline exceeded", "external-dns/external-dns",
	},
	"no API server for Cilium": {
		`time="2026-08-01T00:00:00Z" level=error msg="Unable to contact k8s api-server" error="Get \"https://10.96.0.1:443/api/v1/namespaces/kube-system\": dial tcp 10.96.0.1:443: i/o timeout" subsys=cilium-dbg`,
		`Unable to contact k8s api-server" error="Get \"https://10.96.0.1:443/api/v1/namespaces/kube-system\": dial tcp 10.96.0.1:443: i/o timeout" subsys=cilium-dbg`, "cilium/cilium",
	},
	"no conntrack": {
		`E1 run.go:74] "command failed" err="open /proc/sys/net/netfilter/nf_conntrack_max: permission denied"`,
		`open /proc/sys/net/netfilter/nf_conntrack_max: permission denied`, "kube-proxy",
	},
	"no IPv6": {
		`{"bind-addr":"[fd00:ec2::23]:80","level":"fatal","msg":"Unable to start server: listen tcp [fd00:ec2::23]:80: bind: cannot assign requested address"}`,
		`listen tcp [fd00:ec2::23]:80: bind: cannot assign requested address`, "eks/eks-pod-identity-agent",
	},
	"not attested": {
		`level=error msg="Agent crashed" error="rpc error: code = PermissionDenied desc = failed to attest: k8s_psat: \"prod\" is not an allowed cluster"`,
		`failed to attest: k8s_psat: \"prod\" is not an allowed cluster"`, "spiffe/spire-agent",
	},
	"issuer expired": {
		`level=fatal msg="Failed to initialize identity service: failed to verify issuer credentials for 'identity.linkerd.cluster.local' with trust anchors: x509: certificate has expired or is not yet valid: current time 2026-08-01T00:00:00Z is after 2026-07-01T00:00:00Z"`,
		`failed to verify issuer credentials for 'identity.linkerd.cluster.local' with trust anchors: x509: certificate has expired or is not yet valid`, "linkerd/controller",
	},
	"port taken": {`panic: listen tcp 169.254.20.10:8080: bind: address already in use`, `listen tcp 169.254.20.10:8080: bind: address already in use`, "dns/k8s-dns-node-cache"},
	"no right": {
		`E1 reflector.go:1] "Failed to watch" err="failed to list *v1.EndpointSlice: endpointslices.discovery.k8s.io is forbidden: User \"system:serviceaccount:kube-system:coredns\" cannot list resource \"endpointslices\" in API group \"discovery.k8s.io\" at the cluster scope"`,
		`User \"system:serviceaccount:kube-system:coredns\" cannot list resource \"endpointslices\" in API group \"discovery.k8s.io\"`, "coredns/coredns",
	},
	"no right on AWS": {
		`level=fatal msg="AccessDenied: User: arn:aws:sts::1:assumed-role/node/i-1 is not authorized to perform: route53:ListHostedZones because no identity-based policy allows it"`,
		`is not authorized to perform: route53:ListHostedZones`, "external-dns/external-dns",
	},
	"no API server": {
		`panic: Get "https://10.96.0.1:443/api/v1/namespaces/kube-system": dial tcp 10.96.0.1:443: i/o timeout`,
		`https://10.96.0.1:443/api/v1/namespaces/kube-system": dial tcp 10.96.0.1:443: i/o timeout`, "acme/tool",
	},
	"no CRD": {
		`E1127 controller.go:1 "error retrieving resource" err="no matches for kind \"CertificateRequest\" in version \"cert-manager.io/v1\""`,
		`no matches for kind \"CertificateRequest\" in version \"cert-manager.io/v1\"`, "jetstack/cert-manager-controller",
	},
	"no watchers": {
		`level=error caller=main.go:169 msg="error creating promtail" error="failed to make file target manager: too many open files"`,
		"failed to make file target manager: too many open files", "grafana/promtail",
	},
}

// TestFind: each known message is found at the end of a log, and nothing else of the log is kept.
func TestFind(t *testing.T) {
	known := 0
	for name, s := range said {
		log := "password=hunter2 is what the program was started with\n" + s.line + "\ntoken abc\n"
		got := Find([]byte(log))
		if got != s.want {
			t.Errorf("%s: found %q, want %q", name, got, s.want)
		}
		m, ok := Of(got, s.image)
		if !ok || m.Source == "" || !strings.HasPrefix(m.Source, "https://") {
			t.Errorf("%s: %q of %s is not known", name, got, s.image)
		}
		if len(m.Images) > 0 {
			known++
			if other, ok := Of(got, "acme/shop"); ok && len(other.Images) > 0 {
				t.Errorf("%s: %q of another program is taken for %v", name, got, other.Images)
			}
		}
	}
	if all := len(table()); known+6 != all || len(said) != all {
		t.Errorf("%d messages are tried, and there are %d", len(said), all)
	}
	if got := Find([]byte("it failed to start\nx509: certificate has expired\ntoo many open files in the shop\n")); got != "" {
		t.Errorf("%q is not known", got)
	}
	if got := Find([]byte(said["no range"].line + "\n" + said["no watchers"].line)); got != said["no watchers"].want {
		t.Errorf("the last of two is not taken, but %q", got)
	}
	if got := Find([]byte(`plugin/loop: Loop (` + strings.Repeat("a", 500) + `) detected for zone "."`)); got != "" {
		t.Errorf("what is longer than such a message was taken: %q", got)
	}
}

// FuzzFind: a log is what anybody may write.
func FuzzFind(f *testing.F) {
	for _, s := range said {
		f.Add([]byte(s.line))
	}
	f.Fuzz(func(t *testing.T, log []byte) {
		if got := Find(log); utf8.RuneCountInString(got) > textMax || strings.ContainsAny(got, "\n\r\x1b") {
			t.Errorf("%q is not one clean line", got)
		}
	})
}
