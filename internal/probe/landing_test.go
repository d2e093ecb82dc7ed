package probe

import (
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/dynamic/fake"
	clienttesting "k8s.io/client-go/testing"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

// templateOf is a template of the Deployment web in the namespace shop.
func templateOf(spec corev1.PodSpec) Template {
	return Template{
		Manifest: facts.Manifest{Kind: "Deployment", Namespace: "shop", Name: "web"},
		Pod: &corev1.Pod{ObjectMeta: metav1.ObjectMeta{
			Labels: map[string]string{"app": "web", "pod-template-hash": "1"}, Annotations: map[string]string{"prometheus.io/scrape": "true", "inject": "yes"},
		}, Spec: spec},
		Line: func(...string) int { return 7 },
	}
}

func shop() *corev1.Namespace {
	return &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "shop"}}
}

// podsOf has the cluster make a pod for each Job, with a status.
func podsOf(client *fake.FakeDynamicClient, status func(spec *corev1.PodSpec) corev1.PodStatus) {
	client.PrependReactor("create", "jobs", func(action clienttesting.Action) (bool, runtime.Object, error) {
		job := decoded[batchv1.Job](action.(clienttesting.CreateAction).GetObject())
		pod := &corev1.Pod{ObjectMeta: job.Spec.Template.ObjectMeta, Spec: job.Spec.Template.Spec}
		pod.Name, pod.Namespace, pod.Spec.NodeName = job.Name+"-x", job.Namespace, "n1"
		pod.Status = status(&pod.Spec)
		return false, nil, client.Tracker().Add(encoded(pod))
	})
	client.PrependReactor("delete", "jobs", func(action clienttesting.Action) (bool, runtime.Object, error) {
		name := action.(clienttesting.DeleteAction).GetName()
		return false, nil, client.Tracker().Delete(corev1.SchemeGroupVersion.WithResource("pods"), "shop", name+"-x")
	})
}

// noCommand is the status of a pod whose containers got as far as their command.
func noCommand(spec *corev1.PodSpec) corev1.PodStatus {
	out := corev1.PodStatus{Phase: corev1.PodFailed}
	for _, c := range spec.Containers {
		out.ContainerStatuses = append(out.ContainerStatuses, corev1.ContainerStatus{Name: c.Name, State: corev1.ContainerState{
			Terminated: &corev1.ContainerStateTerminated{Reason: "StartError", Message: `exec: "` + missingCommand + `": no such file or directory`},
		}})
	}
	return out
}

// landed tries one template and returns what came of it, and what is left in the cluster.
func landed(t *testing.T, client *fake.FakeDynamicClient, template Template, own *facts.Landing) []facts.LandingProof {
	t.Helper()
	in := &facts.Input{}
	in.Nodes = []facts.Node{{Name: "n1", Conditions: []facts.Condition{{Type: "Ready", Status: "True"}}}}
	got, err := land(t.Context(), client, in, []Service{{Own: own, Templates: []Template{template}}}, settings())
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range []string{"jobs", "pods"} {
		for _, of := range created() {
			if of.Resource != kind {
				continue
			}
			list, err := client.Resource(of).Namespace("shop").List(t.Context(), metav1.ListOptions{LabelSelector: LabelRun})
			if err != nil || len(list.Items) > 0 {
				t.Errorf("left: %v %v", list, err)
			}
		}
	}
	return got[0].Tried
}

// TestSetUp: a pod that got as far as its command is set up, and runs nothing of the service; it is never Ready, has a
// Job as its owner, and is gone afterwards.
func TestSetUp(t *testing.T) {
	client := server("", shop())
	podsOf(client, noCommand)
	group, class := int64(7), "gvisor"
	template := templateOf(corev1.PodSpec{
		ServiceAccountName: "web", PriorityClassName: "high", NodeSelector: map[string]string{"disk": "ssd"}, RuntimeClassName: &class,
		SecurityContext: &corev1.PodSecurityContext{FSGroup: &group},
		Affinity:        &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{}},
		InitContainers:  []corev1.Container{{Name: "init", Image: "init:1", Command: []string{"migrate"}}},
		Containers: []corev1.Container{{
			Name: "web", Image: "web:1", Args: []string{"serve"}, Ports: []corev1.ContainerPort{{HostPort: 80}},
			Env:          []corev1.EnvVar{{Name: "PASSWORD", Value: "hunter2"}},
			VolumeMounts: []corev1.VolumeMount{{Name: "config", MountPath: "/etc/web", SubPath: "web.conf"}},
		}},
		Volumes: []corev1.Volume{{Name: "config", VolumeSource: corev1.VolumeSource{ConfigMap: &corev1.ConfigMapVolumeSource{}}}},
	})
	tried := landed(t, client, template, &facts.Landing{})
	if len(tried) != 1 || tried[0].Result != facts.ProofProven || tried[0].Node != "n1" || len(tried[0].LeftOut) > 0 {
		t.Errorf("%+v", tried)
	}
	job := jobOf(t, client, "setup-")
	spec := job.Spec.Template.Spec
	for _, c := range spec.Containers {
		if !slices.Equal(c.Command, []string{missingCommand}) || len(c.Args)+len(c.Env)+len(c.Ports) > 0 {
			t.Errorf("the container %s may run something: %+v", c.Name, c)
		}
	}
	switch {
	case len(spec.Containers) != 2, len(spec.InitContainers) > 0, spec.Containers[1].VolumeMounts[0].SubPath != "", !spec.Containers[1].VolumeMounts[0].ReadOnly:
		t.Errorf("containers: %+v", spec.Containers)
	case spec.ServiceAccountName != "web", spec.NodeSelector["disk"] != "ssd", *spec.RuntimeClassName != class:
		t.Errorf("it runs elsewhere, or as somebody else: %+v", spec)
	case spec.PriorityClassName != "", spec.Affinity != nil, len(spec.ReadinessGates) != 1:
		t.Errorf("it may evict others, or be Ready: %+v", spec)
	case *job.Spec.ActiveDeadlineSeconds > 180, job.Spec.TTLSecondsAfterFinished == nil:
		t.Errorf("it may stay: %+v", job.Spec)
	}
	labels := job.Spec.Template.Labels
	if labels["app"] != "web" || labels["pod-template-hash"] != "" || labels[LabelRun] == "" {
		t.Errorf("labels %v", labels)
	}
	if a := job.Spec.Template.Annotations; a["prometheus.io/scrape"] != "" || a["inject"] != "yes" || a[noScaleUp] == "" {
		t.Errorf("annotations %v", a)
	}
}

// jobOf is the Job that was created with a prefix.
func jobOf(t *testing.T, client *fake.FakeDynamicClient, prefix string) *batchv1.Job {
	t.Helper()
	for _, a := range client.Actions() {
		if create, ok := a.(clienttesting.CreateAction); ok && a.GetResource().Resource == "jobs" {
			if job := decoded[batchv1.Job](create.GetObject()); strings.HasPrefix(job.Name, prefix) {
				return job
			}
		}
	}
	t.Fatalf("no Job %s was created", prefix)
	return nil
}

// TestLandNowhere: without the namespace, a node or a right nothing is created, and the answers are unknown.
func TestLandNowhere(t *testing.T) {
	elsewhere := templateOf(corev1.PodSpec{})
	elsewhere.Placement.NodeSelector = map[string]string{"disk": "tape"}
	elsewhere.Needs = []kube.HostPort{{Host: "db", Port: 5432}}
	for says, tt := range map[string]struct {
		client   *fake.FakeDynamicClient
		template Template
	}{
		"namespace shop is not there": {server(""), templateOf(corev1.PodSpec{})},
		"may not create jobs":         {server("create jobs", shop()), templateOf(corev1.PodSpec{})},
		"no node that is ready":       {server("", shop()), elsewhere},
	} {
		tried := landed(t, tt.client, tt.template, &facts.Landing{})
		if len(tried) != 1+len(tt.template.Needs) {
			t.Errorf("%s: %+v", says, tried)
		}
		for _, one := range tried {
			if one.Result != facts.ProofUnknown || !strings.Contains(one.Message, says) {
				t.Errorf("want %q: %+v", says, one)
			}
		}
		if slices.ContainsFunc(tt.client.Actions(), func(a clienttesting.Action) bool { return a.Matches("create", "jobs") }) {
			t.Errorf("%s: a Job was created", says)
		}
	}
}

// TestCounted: a pod with the labels of a service is not made where something would count it.
func TestCounted(t *testing.T) {
	meta := metav1.ObjectMeta{Name: "web", Namespace: "shop"}
	web := map[string]string{"app": "web"}
	for says, there := range map[string]runtime.Object{
		"":                             &corev1.Service{ObjectMeta: meta, Spec: corev1.ServiceSpec{Selector: web}},
		"the Service web":              &corev1.Service{ObjectMeta: meta, Spec: corev1.ServiceSpec{Selector: web, PublishNotReadyAddresses: true}},
		"the PodDisruptionBudget web":  &policyv1.PodDisruptionBudget{ObjectMeta: meta, Spec: policyv1.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{MatchLabels: web}}},
		"the HorizontalPodAutoscaler ": scalerOf("Deployment", "web"),
	} {
		client := server("", shop(), there)
		podsOf(client, noCommand)
		template := templateOf(corev1.PodSpec{Containers: []corev1.Container{{Name: "web"}}})
		template.Needs = []kube.HostPort{{Host: "db", Port: 5432}}
		p := &landPlace{Session: session(t, &facts.Input{}, client)}
		p.Namespace = "shop"
		got, err := p.counted(t.Context(), &landTrial{template: &template}, web)
		if err != nil || (got == "") != (says == "") || !strings.HasPrefix(got, says) {
			t.Errorf("%q: %q %v", says, got, err)
		}
		if says == "" {
			continue
		}
		tried := landed(t, client, template, &facts.Landing{})
		if tried[0].Result != facts.ProofProven || len(tried[0].LeftOut) != 1 || tried[1].Result != facts.ProofUnknown {
			t.Errorf("%s: %+v", says, tried)
		}
		if labels := jobOf(t, client, "setup-").Spec.Template.Labels; labels["app"] != "" {
			t.Errorf("%s: it has the labels %v", says, labels)
		}
	}
}

// TestSetupTrouble: what the kubelet, the scheduler and admission say, and whose it is.
func TestSetupTrouble(t *testing.T) {
	waiting := func(reason, message string) corev1.PodStatus {
		return corev1.PodStatus{Phase: corev1.PodPending, ContainerStatuses: []corev1.ContainerStatus{{Name: "web", Image: "web:1", State: corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}}}}
	}
	ended := waiting("", "")
	ended.ContainerStatuses[0].State = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{Reason: "StartError", Message: "not a directory"}}
	for name, tt := range map[string]struct {
		status corev1.PodStatus
		event  string
		says   string
		by     string
		unsure bool
	}{
		"pulling":        {waiting("ContainerCreating", ""), "", "", "", false},
		"command":        {waiting("RunContainerError", missingCommand+" not found"), "", "", "", false},
		"image":          {waiting("ErrImagePull", "manifest unknown"), "", "web:1 is not pulled", "service", false},
		"registry":       {waiting("ImagePullBackOff", "dial tcp: no such host"), "", "no such host", "platform", false},
		"secret":         {waiting("CreateContainerConfigError", `secret "db" not found`), "", `secret "db" not found`, "service", false},
		"mount in image": {ended, "", "not a directory", "", true},
		"mount":          {waiting("ContainerCreating", ""), "FailedMount", "volumes are not mounted", "", false},
		"sandbox":        {waiting("ContainerCreating", ""), "FailedCreatePodSandBox", "no network", "", false},
		"node":           {corev1.PodStatus{Conditions: []corev1.PodCondition{{Type: corev1.PodScheduled, Status: corev1.ConditionFalse, Reason: "Unschedulable", Message: "0/3 nodes"}}}, "", "0/3 nodes", "", false},
	} {
		client := server("", shop(), &corev1.Event{
			ObjectMeta: metav1.ObjectMeta{Name: "e", Namespace: "shop"}, Type: corev1.EventTypeWarning, Reason: tt.event, Message: "because",
			InvolvedObject: corev1.ObjectReference{Kind: "Pod", Name: "web-x"},
		})
		template := templateOf(corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: "web:1"}}})
		p := &landPlace{Session: session(t, &facts.Input{}, client)}
		p.Namespace = "shop"
		trial := &landTrial{template: &template, own: &facts.Landing{}}
		made, err := p.setupOf(t.Context(), trial)
		if err != nil {
			t.Fatal(err)
		}
		w := &setupWatch{landPlace: p, trial: trial, made: made}
		pod := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "web-x", Namespace: "shop"}, Spec: corev1.PodSpec{NodeName: "n1"}, Status: tt.status}
		bad := w.troubleWith(t.Context(), pod, time.Now())
		if (bad == nil) != (tt.says == "") || bad != nil && (!strings.Contains(bad.message, tt.says) || bad.by != tt.by || bad.unsure != tt.unsure) {
			t.Errorf("%s: %+v", name, bad)
		}
		if bad != nil && w.lasting(bad) != (bad.grace == 0) {
			t.Errorf("%s: it is the outcome at once", name)
		}
	}
}
