package collect

import (
	"bytes"
	"context"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
	"github.com/kready/kready/internal/target"
)

// answers gives to paths that are no resource what an API server answers: the files of
// testdata/answers, "readyz" for /readyz.
type answers struct{ target.Source }

func (answers) Raw(_ context.Context, path string) ([]byte, error) {
	name, _, _ := bytes.Cut([]byte(path), []byte("?"))
	return os.ReadFile(filepath.Join("testdata/answers", filepath.Base(string(name))))
}

// Lines are those of such a file.
func (a answers) Lines(ctx context.Context, path string, fn func([]byte) error) error {
	body, err := a.Raw(ctx, path)
	for line := range bytes.Lines(body) {
		if err := fn(bytes.TrimRight(line, "\n")); err != nil {
			return err
		}
	}
	return err
}

// Each adds the metadata of Secrets, which files never give.
func (a answers) Each(ctx context.Context, q target.Query, fn func(runtime.Object) error) error {
	if q.Resource != "secrets" {
		return a.Source.Each(ctx, q, fn)
	}
	if q.Metadata && q.LabelSelector == helmStuck {
		return fn(helmSecret("hung", "pending-install", "1"))
	}
	if q.Metadata && q.LabelSelector == helmDeployed {
		return nil
	}
	if !q.Metadata || q.FieldSelector != "type=kubernetes.io/service-account-token" {
		return fmt.Errorf("Secrets are asked for by %+v", q)
	}
	return fn(&metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{
		Namespace: "ci", Name: "deployer-token", CreationTimestamp: metav1.NewTime(moment), Annotations: map[string]string{"kubernetes.io/service-account.name": "deployer"},
		Labels: map[string]string{"kubernetes.io/legacy-token-last-used": "2026-10-30"},
	}})
}

// ServingCertificate is that of an API server as kubeadm makes it.
func (answers) ServingCertificate() (*x509.Certificate, error) {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: "kube-apiserver"}, Issuer: pkix.Name{CommonName: "kubernetes"},
		NotBefore: moment, NotAfter: moment.AddDate(1, 0, 0),
	}, nil
}

// Groups are those of a caller in a group of people besides Kubernetes' own.
func (answers) Groups() ([]string, bool, error) {
	return []string{"system:masters", "hunter2:admins", "kubeadm:cluster-admins"}, true, nil
}

// TestEveryCollector collects each kind of fact by itself from the objects of
// testdata/cluster.yaml and testdata/objects, and compares it with testdata/facts/KIND.json.
// A collector without objects and facts of its own fails.
func TestEveryCollector(t *testing.T) {
	text := cluster(t)
	files, err := filepath.Glob("testdata/objects/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no objects: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text += "\n---\n" + string(data)
	}
	src := answers{dump(t, text, true)}
	for _, c := range All() {
		if c.Facts == facts.KindProbes {
			continue // nothing is read for them: probes write them
		}
		t.Run(string(c.Facts), func(t *testing.T) { compareFacts(t, src, c.Facts) })
	}
}

// lookups are what a service names: objects that are there, and some that are not.
var lookups = facts.Lookups{
	ConfigMaps:      []facts.ObjectRef{{Kind: "ConfigMap", Namespace: "shop", Name: "web"}, {Kind: "ConfigMap", Namespace: "shop", Name: "gone"}},
	ServiceAccounts: []facts.ObjectRef{{Kind: "ServiceAccount", Namespace: "shop", Name: "web"}, {Kind: "ServiceAccount", Namespace: "shop", Name: "gone"}},
	Workloads:       []facts.ObjectRef{{Kind: "Deployment", Namespace: "bounded", Name: "web"}, {Kind: "StatefulSet", Namespace: "bounded", Name: "gone"}, {Kind: "DaemonSet", Namespace: "bounded", Name: "gone"}, {Kind: "PersistentVolumeClaim", Namespace: "bounded", Name: "gone"}, {Kind: "Job", Namespace: "free", Name: "import"}},
	Claims:          []facts.ObjectRef{{Kind: "PersistentVolumeClaim", Namespace: "shop", Name: "bound"}, {Kind: "PersistentVolumeClaim", Namespace: "shop", Name: "gone"}},
	Services:        []facts.ObjectRef{{Kind: "Service", Namespace: "shop", Name: "web"}, {Kind: "Service", Namespace: "shop", Name: "gone"}},
	Addresses:       []string{"10.96.0.1", "10.96.0.99"},
	NodePorts:       []int{30080, 30081, 30443},
	Objects: []facts.ResourceRef{
		{Resource: kube.AnalysisTemplates, Namespace: "shop", Name: "gone"},
		{Resource: kube.ClusterAnalysisTemplates, Name: "latency"},
		{Resource: kube.ResourceClaims, Namespace: "shop", Name: "gone"},
		{Resource: kube.ResourceClaimTemplates, Namespace: "shop", Name: "gpu"},
		{Resource: kube.SecretProviderClasses, Namespace: "shop", Name: "web"},
		{Resource: kube.VolumeSnapshots, Namespace: "shop", Name: "nightly"},
		{Resource: kube.VolumeAttributesClasses, Name: "fast"},
		{Resource: kube.TriggerAuthentications, Namespace: "shop", Name: "kafka"},
		{Resource: kube.ClusterTriggerAuthentications, Name: "gone"},
	},
	Pods:     []facts.PodsByLabels{{Namespace: "till", Labels: map[string]string{"app": "named"}}, {Namespace: "shop", Labels: map[string]string{"app": "gone"}}},
	Hosts:    []string{"till.example.com", "free.example.com"},
	GrantsIn: []string{"till", "shop"},
}

// factsOf returns the facts of one kind.
func factsOf(s *facts.Snapshot, kind facts.Kind) reflect.Value {
	return reflect.ValueOf(s).Elem().FieldByNameFunc(func(name string) bool {
		field, _ := reflect.TypeFor[facts.Snapshot]().FieldByName(name)
		return field.Tag.Get("json") == string(kind)
	})
}

// compareFacts collects one kind of fact and compares it with its file.
func compareFacts(t *testing.T, src target.Source, kind facts.Kind) {
	s := Snapshot(t.Context(), src, []facts.Kind{kind}, Options{
		Now: moment, Platform: everything, Custom: []facts.CustomSource{topicSource}, Lookups: lookups, Consents: Consents(),
		Operators: []OperatorKind{{Group: "operator.tigera.io", Kind: "Installation", Resource: "installations", Fields: []string{"spec.cni.type"}}},
		Products: []ProductKind{
			{Group: "metallb.io", Resource: "ipaddresspools", Fields: []string{"spec.addresses", "spec.autoAssign", "spec.avoidBuggyIPs"}},
			{Group: "kyverno.io", Resource: "clusterpolicies", Fields: []string{
				"spec.rules[].name", "spec.rules[].validate", "spec.rules[].validate.failureAction", "spec.validationFailureAction",
			}, Conditions: true},
			{Group: "kyverno.io", Resource: "policies"},
			{Group: "opentelemetry.io", Resource: "opentelemetrycollectors", Fields: []string{"spec.mode", "spec.config.service.pipelines[].exporters"}},
		},
	})
	if blind := s.Blind([]facts.Kind{kind}); len(blind) > 0 {
		t.Errorf("it is blind: %+v", blind)
	}
	value := factsOf(s, kind)
	if value.Kind() == reflect.Slice && value.Len() == 0 || value.IsZero() {
		t.Fatalf("nothing is collected: add objects of it to testdata/objects/%s.yaml", kind)
	}
	got, err := json.MarshalIndent(value.Interface(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if bytes.Contains(got, []byte("hunter2")) {
		t.Errorf("a secret of the objects is kept:\n%s", got)
	}
	file := filepath.Join("testdata/facts", string(kind)+".json")
	if os.Getenv("KREADY_UPDATE") != "" {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("what the collector makes of its objects is not tested: run `KREADY_UPDATE=1 go test ./internal/collect`, and read %s: %v", file, err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("it is not what %s says; if it is right, run `KREADY_UPDATE=1 go test ./internal/collect`. Got\n%s", file, got)
	}
}
