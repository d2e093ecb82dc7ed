package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func on(kind, namespace, name string) Finding {
	return Finding{Object: facts.ObjectRef{Kind: kind, Namespace: namespace, Name: name}, Message: "m"}
}

// TestFill: what a command asks for comes from the findings that have it.
func TestFill(t *testing.T) {
	deploy, node, pod := on("Deployment", "kube-system", "coredns"), on("Node", "", "worker-1"), on("Pod", "a", "p")
	for _, tt := range []struct {
		command string
		from    []Finding
		want    string
	}{
		{"kubectl -n NAMESPACE scale KIND/NAME --replicas=2", []Finding{deploy}, "kubectl -n kube-system scale Deployment/coredns --replicas=2"},
		{"kubectl -n NAMESPACE get KIND NAME", []Finding{deploy}, "kubectl -n kube-system get Deployment coredns"},
		{"kubectl uncordon NODE", []Finding{deploy, node}, "kubectl uncordon worker-1"},
		{"kubectl uncordon NODE", []Finding{deploy}, "kubectl uncordon NODE"},
		{"kubectl -n NAMESPACE logs POD --previous", []Finding{pod}, "kubectl -n a logs p --previous"},
		{"kubectl -n NAMESPACE logs POD --previous", []Finding{deploy}, "kubectl -n kube-system logs POD --previous"},
		{"kubectl -n NAMESPACE delete pdb NAME", []Finding{deploy, on("PodDisruptionBudget", "a", "b")}, "kubectl -n a delete pdb b"},
		{"kubectl -n NAMESPACE delete pdb NAME", []Finding{deploy}, "kubectl -n NAMESPACE delete pdb NAME"},
		{"kubectl describe certificates.cert-manager.io/NAME", []Finding{on("Certificate", "a", "b")}, "kubectl describe certificates.cert-manager.io/b"},
		{"helm -n NAMESPACE upgrade NAME CHART", []Finding{deploy}, "helm -n NAMESPACE upgrade NAME CHART"},
		{"kubectl -n NAMESPACE create pdb NAME --selector=KEY=VALUE", []Finding{deploy}, "kubectl -n kube-system create pdb coredns --selector=KEY=VALUE"},
		{"kubectl label ns NAMESPACE a=b", []Finding{on("Namespace", "", "shop")}, "kubectl label ns shop a=b"},
		{"kubectl label node NAME a=b", []Finding{node}, "kubectl label node worker-1 a=b"},
		{"x CLUSTER_NAME CLUSTER-NAME $NAME <NAME> ${NAME} NAMES", []Finding{deploy}, "x CLUSTER_NAME CLUSTER-NAME $NAME <NAME> ${NAME} NAMES"},
		{"kubectl -n NAMESPACE get KIND/NAME", []Finding{node}, "kubectl -n NAMESPACE get KIND/NAME"},
		{"kubectl get KIND/NAME", []Finding{{Message: "no object"}}, "kubectl get KIND/NAME"},
		{"kubectl get KIND/NAME", []Finding{node, node}, "kubectl get Node/worker-1"},
		{"kubectl label node NODE \\\n      a=b", []Finding{node, on("Node", "", "w2")}, "kubectl label node worker-1 \\\n      a=b\n    kubectl label node w2 \\\n      a=b"},
	} {
		if got := Fill("    "+tt.command, tt.from); got != "    "+tt.want {
			t.Errorf("%s\n got %s\nwant %s", tt.command, strings.TrimSpace(got), tt.want)
		}
	}
}

// TestFillMany: three findings are written out, and the others counted. Running text stays.
func TestFillMany(t *testing.T) {
	var nodes []Finding
	for i := range 5 {
		nodes = append(nodes, on("Node", "", fmt.Sprintf("n%d", i)))
	}
	got := Fill("See why a NODE is out:\n\n    kubectl describe node NODE\n    kubectl uncordon NODE\n\nElse drain NODE.", nodes)
	want := "See why a NODE is out:\n\n" +
		"    kubectl describe node n0\n    kubectl describe node n1\n    kubectl describe node n2\n    # and 2 more\n" +
		"    kubectl uncordon n0\n    kubectl uncordon n1\n    kubectl uncordon n2\n    # and 2 more\n\nElse drain NODE."
	if got != want {
		t.Errorf("got\n%s", got)
	}
}

// TestFillHereDocument: a command of several lines is filled as one, and a long one for the first finding alone.
func TestFillHereDocument(t *testing.T) {
	shops := []Finding{on("Namespace", "", "shop"), on("Namespace", "", "pay")}
	for in, want := range map[string]string{
		"    kubectl -n NAMESPACE apply -f - <<EOF\n    kind: Role\n    metadata: {name: a}\n    EOF\n    kubectl get ns NAMESPACE": "    kubectl -n shop apply -f - <<EOF\n    kind: Role\n    metadata: {name: a}\n    EOF\n    # and 1 more\n" +
			"    kubectl get ns shop\n    kubectl get ns pay",
		"    kubectl apply -f - <<EOF\n    NAMESPACE\n    EOF": "    kubectl apply -f - <<EOF\n    shop\n    EOF\n    kubectl apply -f - <<EOF\n    pay\n    EOF",
		"    kubectl apply -f - <<EOF\n    NAMESPACE":          "    kubectl apply -f - <<EOF\n    shop\n    pay",
	} {
		if got := Fill(in, shops); got != want {
			t.Errorf("%s\n got\n%s\nwant\n%s", in, got, want)
		}
	}
}

// TestFillHostile: names come from whoever wrote the cluster's objects, or the file.
func TestFillHostile(t *testing.T) {
	for name, want := range map[string]string{
		"a b":                  `'a b'`,
		"$(reboot)":            `'$(reboot)'`,
		"a;reboot":             `'a;reboot'`,
		"it's":                 `'it'\''s'`,
		"~root":                `'~root'`,
		"system:node":          `system:node`,
		"--all":                `NODE`,
		"-":                    `NODE`,
		"a\nreboot":            `NODE`,
		"a\x1b[2J":             `NODE`,
		"a\u202eb":             `NODE`,
		"a\xffb":               `NODE`,
		"NAME":                 `NAME`,
		"":                     `NODE`,
		"*":                    `'*'`,
		"`id`":                 "'`id`'",
		"a\"b":                 `'a"b'`,
		strings.Repeat("é", 2): `'éé'`,
	} {
		if got := Fill("    kubectl uncordon NODE", []Finding{on("Node", "", name)}); got != "    kubectl uncordon "+want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
	for _, command := range []string{`kubectl patch -p '{"n": "NODE"}'`, `sh -c "drain NODE"`} {
		if got := Fill("    "+command, []Finding{on("Node", "", "a b")}); got != "    "+command {
			t.Errorf("quotes inside of quotes: %s", got)
		}
	}
}
