package probe

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// TestStorageClass: the newest default one, or the one that is named; none that keeps
// its volumes.
func TestStorageClass(t *testing.T) {
	old := time.Unix(1, 0)
	in := &facts.Input{Snapshot: facts.Snapshot{StorageClasses: []facts.StorageClass{
		{Name: "new", Default: true, CreatedAt: old.Add(time.Hour)}, {Name: "old", Default: true, CreatedAt: old}, {Name: "kept", ReclaimPolicy: "Retain"},
	}}}
	s := &Session{Input: in, Settings: Settings{Options: map[string]string{}}}
	for refused, want := range map[string]string{"": "new", "old": "old"} {
		s.Settings.Options["storageClass"] = refused
		if got, err := s.storageClass(); err != nil || got.Name != want {
			t.Errorf("%q: %+v %v", refused, got, err)
		}
	}
	s.Settings.Options["storageClass"] = "kept"
	if why, err := skipProvision(s); err != nil || !strings.Contains(why, "Retain") {
		t.Errorf("%q %v", why, err)
	}
	s.Settings.Options["storageClass"] = "gone"
	if why, err := skipProvision(s); err == nil {
		t.Errorf("a class that is not there: %q", why)
	}
	if why, err := skipProvision(&Session{Input: &facts.Input{}}); err != nil || why == "" {
		t.Errorf("%q %v", why, err)
	}
}

// TestVolumeFault: what storage did not do is its fault; a pod that found no room is not.
func TestVolumeFault(t *testing.T) {
	for name, tt := range map[string]struct {
		phase    corev1.PersistentVolumeClaimPhase
		mode     string
		selected string
		reason   string
		fault    string
	}{
		"no node, and the class waits for one": {corev1.ClaimPending, "WaitForFirstConsumer", "", "", ""},
		"a node, and no volume":                {corev1.ClaimPending, "WaitForFirstConsumer", "n1", "ExternalProvisioning", "making a volume of class"},
		"tried again elsewhere":                {corev1.ClaimPending, "WaitForFirstConsumer", "", "ProvisioningFailed", "making a volume of class"},
		"no volume at once":                    {corev1.ClaimPending, "Immediate", "", "", "making a volume of class"},
		"bound and not mounted":                {corev1.ClaimBound, "Immediate", "", "FailedMount", "mounting"},
		"bound, and something else":            {corev1.ClaimBound, "Immediate", "", "FailedScheduling", ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := session(t, &facts.Input{}, server(""))
			v := &volume{session: s, class: facts.StorageClass{Name: "c", BindingMode: tt.mode}, claim: "volume-" + s.RunID}
			objects := []runtime.Object{&corev1.PersistentVolumeClaim{
				ObjectMeta: metav1.ObjectMeta{Name: v.claim, Namespace: s.Namespace, Annotations: map[string]string{"volume.kubernetes.io/selected-node": tt.selected}},
				Status:     corev1.PersistentVolumeClaimStatus{Phase: tt.phase},
			}}
			if tt.reason != "" {
				objects = append(objects, &corev1.Event{
					ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: s.Namespace}, Type: corev1.EventTypeWarning, Reason: tt.reason, Message: "because",
					InvolvedObject: corev1.ObjectReference{Kind: "Pod", Name: "storage-write-" + s.RunID + "-x"},
				})
			}
			s.Client = server("", objects...)
			what, _, err := v.fault(t.Context(), "storage-write")
			if err != nil || tt.fault == "" && what != "" || !strings.HasPrefix(what, tt.fault) {
				t.Errorf("%q %v", what, err)
			}
			if refused := v.lastWarning(t.Context(), "storage-write"); tt.reason != "" && !strings.Contains(refused, "because") {
				t.Error(refused)
			}
		})
	}
}

// TestPulled: a container that could not be started for want of the command was pulled.
func TestPulled(t *testing.T) {
	pod := func(state corev1.ContainerState) *corev1.Pod {
		return &corev1.Pod{Status: corev1.PodStatus{ContainerStatuses: []corev1.ContainerStatus{{Name: agentContainer, State: state}}}}
	}
	waiting := func(reason string) corev1.ContainerState {
		return corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: "m"}}
	}
	for reason, want := range map[string][2]bool{
		"ContainerCreating": {}, "ErrImagePull": {false, true}, "ImagePullBackOff": {false, true},
		"RunContainerError": {true, false}, "CreateContainerError": {true, false}, "CreateContainerConfigError": {},
	} {
		p := pod(waiting(reason))
		if got := [2]bool{pulled(p), pullError(p) != ""}; got != want {
			t.Errorf("%s: %v", reason, got)
		}
	}
	if !pulled(pod(corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Reason: "StartError"}})) {
		t.Error("a container that could not be started was not pulled")
	}
	s := &Session{}
	why := `ErrImagePull: failed to pull and unpack image "` + strings.Repeat("x", 200) + `": 401 Unauthorized`
	if _, err := s.judgePull(why); err == nil || !strings.Contains(err.Error(), "401 Unauthorized") {
		t.Errorf("%v", err)
	}
	s.Settings.PullSecrets = []string{"regcred"}
	if got, err := s.judgePull(why); err != nil || got.got != facts.Blocked || !strings.HasSuffix(got.detail, "401 Unauthorized") {
		t.Errorf("%+v %v", got, err)
	}
}

// TestServiceURL: of a store's Services, the one that is asked.
func TestServiceURL(t *testing.T) {
	service := func(name string, port int32, portName string) corev1.Service {
		return corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "logs"}, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Name: portName, Port: port}}}}
	}
	for name, tt := range map[string]struct {
		store    string
		services []corev1.Service
		want     string
	}{
		"gateway":  {"loki", []corev1.Service{service("loki", 3100, ""), service("loki-gateway", 80, ""), service("loki-write", 3100, "")}, "http://loki-gateway.logs.svc:80"},
		"single":   {"loki", []corev1.Service{service("loki-headless", 3100, ""), service("loki-memberlist", 7946, ""), service("loki", 3100, "")}, "http://loki.logs.svc:3100"},
		"read":     {"loki", []corev1.Service{service("loki-write", 3100, ""), service("loki-read", 3100, "")}, "http://loki-read.logs.svc:3100"},
		"grafana":  {"loki", []corev1.Service{service("grafana", 80, "")}, ""},
		"ECK":      {"elasticsearch", []corev1.Service{service("es-transport", 9300, ""), service("logs-es-http", 9200, "https")}, "https://logs-es-http.logs.svc:9200"},
		"victoria": {"victoria-logs-single", []corev1.Service{service("vls", 9428, "http")}, "http://vls.logs.svc:9428"},
	} {
		if got := serviceURL(tt.services, tt.store); got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestLogsURL: what the user says outweighs what runs here; with neither there is no
// answer.
func TestLogsURL(t *testing.T) {
	in := &facts.Input{Inventory: []facts.Implementation{{Name: "loki", Title: "Grafana Loki", State: facts.StateRunning, Namespace: "logs"}}}
	client := server("", &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "loki", Namespace: "logs"}, Spec: corev1.ServiceSpec{Ports: []corev1.ServicePort{{Port: 3100}}}})
	s := session(t, in, client)
	if got, err := s.logsURL(t.Context()); err != nil || got != "http://loki.logs.svc:3100" {
		t.Errorf("%s %v", got, err)
	}
	s.Settings.Options = map[string]string{"logsURL": "https://logs.example"}
	if got, err := s.logsURL(t.Context()); err != nil || got != "https://logs.example" {
		t.Errorf("%s %v", got, err)
	}
	if _, err := (&Session{Input: &facts.Input{}}).logsURL(t.Context()); err == nil || !strings.Contains(fmt.Sprint(err), "probes.logsURL") {
		t.Errorf("%v", err)
	}
}
