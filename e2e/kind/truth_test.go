package kind

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// truthCases are policies in namespace kready-e2e-x with the ways that they close, among
// pods a and b in the namespaces x and z: "x/b>x/a" is HTTP on port 8080. All others stay
// open. It is what the documentation of NetworkPolicy says, and holds the fixture to it.
func truthCases() []struct{ name, spec, closed string } {
	return []struct{ name, spec, closed string }{
		{"NoPolicy", "", ""},
		{"IngressDenied", `{podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress]}`, "x/b>x/a z/a>x/a z/b>x/a"},
		{"IngressDeniedToAll", `{podSelector: {}, policyTypes: [Ingress]}`, "x/b>x/a z/a>x/a z/b>x/a x/a>x/b z/a>x/b z/b>x/b"},
		{"FromPodsOfTheNamespace", `{podSelector: {matchLabels: {pod: a}}, ingress: [{from: [{podSelector: {matchLabels: {pod: b}}}]}]}`, "z/a>x/a z/b>x/a"},
		{"FromANamespace", `{podSelector: {matchLabels: {pod: a}}, ingress: [{from: [{namespaceSelector: {matchLabels: {space: z}}}]}]}`, "x/b>x/a"},
		{"FromPodsOfANamespace", `{podSelector: {matchLabels: {pod: a}}, ingress: [{from: [{namespaceSelector: {matchLabels: {space: z}}, podSelector: {matchLabels: {pod: b}}}]}]}`, "x/b>x/a z/a>x/a"},
		{"FromEitherOfTwo", `{podSelector: {matchLabels: {pod: a}}, ingress: [{from: [{namespaceSelector: {matchLabels: {space: z}}}, {podSelector: {}}]}]}`, ""},
		{"FromEverybody", `{podSelector: {matchLabels: {pod: a}}, ingress: [{}]}`, ""},
		{"ToThePort", `{podSelector: {matchLabels: {pod: a}}, ingress: [{ports: [{port: 8080}]}]}`, ""},
		{"ToThePortByName", `{podSelector: {matchLabels: {pod: a}}, ingress: [{ports: [{port: http}]}]}`, ""},
		{"ToARangeWithThePort", `{podSelector: {matchLabels: {pod: a}}, ingress: [{ports: [{port: 8000, endPort: 8100}]}]}`, ""},
		{"ToAnotherPort", `{podSelector: {matchLabels: {pod: a}}, ingress: [{ports: [{port: 9090}]}]}`, "x/b>x/a z/a>x/a z/b>x/a"},
		{"ToThePortOfAnotherProtocol", `{podSelector: {matchLabels: {pod: a}}, ingress: [{ports: [{port: 8080, protocol: UDP}]}]}`, "x/b>x/a z/a>x/a z/b>x/a"},
		{"FromABlock", `{podSelector: {matchLabels: {pod: a}}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [IP_OF_Z_A/32]}}]}]}`, "z/a>x/a"},
		{"EgressDenied", `{podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress]}`, "x/a>x/b x/a>z/a x/a>z/b"},
		{"EgressToANamespace", `{podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress], egress: [{to: [{namespaceSelector: {matchLabels: {space: z}}}]}]}`, "x/a>x/b"},
		{"EgressToAnotherPort", `{podSelector: {matchLabels: {pod: a}}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}`, "x/a>x/b x/a>z/a x/a>z/b"},
		{"BothDenied", `{podSelector: {matchLabels: {pod: a}}, policyTypes: [Ingress, Egress]}`, "x/b>x/a z/a>x/a z/b>x/a x/a>x/b x/a>z/a x/a>z/b"},
	}
}

// truthPod serves HTTP on 8080; a and b of a namespace are on different nodes, and so are
// the two of a name.
const truthPod = `
{apiVersion: v1, kind: Pod, metadata: {name: %[2]s, namespace: kready-e2e-%[1]s, labels: {pod: %[2]s}},
 spec: {nodeName: %[3]s, terminationGracePeriodSeconds: 0, containers: [{name: agent, image: "%[4]s", args: [agent, serve, --run, truth],
   ports: [{name: http, containerPort: 8080}], readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}}]}}`

// testTruthTable holds the fixture to what NetworkPolicies mean, with real packets and
// without kready's probes: a probe that passes because of a wrong engine would prove nothing.
func (p prover) testTruthTable(t *testing.T) {
	ways := p.truthPods(t)
	for _, c := range truthCases() {
		t.Run(c.name, func(t *testing.T) {
			if c.spec != "" {
				spec := strings.ReplaceAll(c.spec, "IP_OF_Z_A", ways.ip["z/a"])
				if err := p.Apply("{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: truth, namespace: kready-e2e-x}, spec: " + spec + "}"); err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if _, err := p.Kubectl("-n", "kready-e2e-x", "delete", "networkpolicy", "truth"); err != nil {
						t.Error(err)
					}
				})
			}
			closed := strings.Fields(c.closed)
			slices.Sort(closed)
			err := eventually(15*time.Second, func() error {
				got, err := ways.closed(p)
				if err == nil && !slices.Equal(got, closed) {
					err = fmt.Errorf("closed: %v, want %v", got, closed)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// truthWays are the pods of a truth table.
type truthWays struct {
	names    []string
	node, ip map[string]string
}

func (p prover) truthPods(t *testing.T) truthWays {
	t.Helper()
	w := truthWays{names: []string{"x/a", "x/b", "z/a", "z/b"}, node: map[string]string{}, ip: map[string]string{}}
	t.Cleanup(func() {
		if _, err := p.Kubectl("delete", "--ignore-not-found", "namespace/kready-e2e-x", "namespace/kready-e2e-z"); err != nil {
			t.Error(err)
		}
	})
	workers := p.Workers()
	for i, name := range w.names {
		space, pod, _ := strings.Cut(name, "/")
		if pod == "a" {
			if err := p.Apply(fmt.Sprintf("{apiVersion: v1, kind: Namespace, metadata: {name: kready-e2e-%[1]s, labels: {space: %[1]s}}}", space)); err != nil {
				t.Fatal(err)
			}
			// A pod is refused until its namespace has a service account.
			if err := eventually(time.Minute, func() error {
				_, err := p.Kubectl("-n", "kready-e2e-"+space, "get", "serviceaccount", "default")
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		w.node[name] = workers[[]int{0, 1, 1, 0}[i]]
		if err := p.Apply(fmt.Sprintf(truthPod, space, pod, w.node[name], p.image)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range w.names {
		space, pod, _ := strings.Cut(name, "/")
		if _, err := p.Kubectl("-n", "kready-e2e-"+space, "wait", "--for=condition=Ready", "pod/"+pod, "--timeout=120s"); err != nil {
			t.Fatal(err)
		}
		ip, err := p.Kubectl("-n", "kready-e2e-"+space, "get", "pod", pod, "-o", "jsonpath={.status.podIP}")
		if err != nil {
			t.Fatal(err)
		}
		w.ip[name] = ip
	}
	return w
}

// closed are the ways on which nothing comes back, tried out of the pods' own network
// namespaces with the nodes' curl.
func (w truthWays) closed(p prover) ([]string, error) {
	scripts := map[string]string{}
	for _, from := range w.names {
		tries := ""
		for _, to := range w.names {
			if from != to {
				tries += fmt.Sprintf(`(ip netns exec "$ns" curl -sf -o /dev/null -m 2 http://%s:8080/ || echo '%s>%s') & `, w.ip[to], from, to)
			}
		}
		scripts[w.node[from]] += fmt.Sprintf(`ns=; for n in $(ip netns list | cut -d' ' -f1); do ip -n "$n" -4 -o addr show eth0 | grep -qF ' %s/' && ns=$n || true; done; test -n "$ns"; %s`, w.ip[from], tries)
	}
	var closed []string
	for node, script := range scripts {
		out, err := p.On(node, script+" wait")
		if err != nil {
			return nil, err
		}
		closed = append(closed, strings.Fields(out)...)
	}
	slices.Sort(closed)
	return closed, nil
}
