// Package deploy_test holds what deploy/ has to be: that it builds, that it asks for no
// more rights than kready uses, and that every pod of it is as restricted as can be.
package deploy_test

import (
	"slices"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// variants are the folders that a user applies.
var variants = []string{"base", "policyreport", "prometheus", "prometheus-operator"}

// build returns the objects of a variant, each as YAML, by kind.
func build(t *testing.T, variant string) map[string][][]byte {
	t.Helper()
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), variant)
	if err != nil {
		t.Fatal(err)
	}
	objects := map[string][][]byte{}
	for _, resource := range built.Resources() {
		raw, err := resource.AsYAML()
		if err != nil {
			t.Fatal(err)
		}
		objects[resource.GetKind()] = append(objects[resource.GetKind()], raw)
	}
	return objects
}

func cronJob(t *testing.T, variant string) batchv1.CronJob {
	t.Helper()
	found := build(t, variant)["CronJob"]
	if len(found) != 1 {
		t.Fatalf("%s has %d CronJobs", variant, len(found))
	}
	var job batchv1.CronJob
	if err := yaml.UnmarshalStrict(found[0], &job); err != nil {
		t.Fatal(err)
	}
	return job
}

func TestVariants(t *testing.T) {
	for _, variant := range variants {
		t.Run(variant, func(t *testing.T) {
			job := cronJob(t, variant)
			if job.Namespace != "kready" || job.Spec.ConcurrencyPolicy != batchv1.ForbidConcurrent ||
				job.Spec.SuccessfulJobsHistoryLimit == nil || job.Spec.FailedJobsHistoryLimit == nil || job.Spec.JobTemplate.Spec.ActiveDeadlineSeconds == nil {
				t.Errorf("the CronJob is not bounded: %+v", job.Spec)
			}
			pod := job.Spec.JobTemplate.Spec.Template.Spec
			restrictedPod(t, pod)
			for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
				restrictedContainer(t, c)
			}
		})
	}
}

func restrictedPod(t *testing.T, pod corev1.PodSpec) {
	t.Helper()
	s := pod.SecurityContext
	if s == nil || s.RunAsNonRoot == nil || !*s.RunAsNonRoot || s.RunAsUser == nil || *s.RunAsUser == 0 ||
		s.SeccompProfile == nil || s.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault {
		t.Errorf("the pod is not restricted: %+v", s)
	}
	if pod.EnableServiceLinks == nil || *pod.EnableServiceLinks || pod.HostNetwork || pod.HostPID {
		t.Error("the pod sees more than it needs")
	}
	for _, v := range pod.Volumes {
		if v.ConfigMap == nil && v.EmptyDir == nil && v.Name != apiAccess {
			t.Errorf("volume %s is neither a ConfigMap nor an emptyDir", v.Name)
		}
	}
	if pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
		t.Error("every container gets the token")
	}
}

// apiAccess is the volume with the token of the ServiceAccount.
const apiAccess = "api-access"

// TestTokenIsForThoseWhoNeedIt: what pushes metrics to another server has no token.
func TestTokenIsForThoseWhoNeedIt(t *testing.T) {
	for _, variant := range variants {
		pod := cronJob(t, variant).Spec.JobTemplate.Spec.Template.Spec
		var with []string
		for _, c := range slices.Concat(pod.InitContainers, pod.Containers) {
			if slices.ContainsFunc(c.VolumeMounts, func(m corev1.VolumeMount) bool { return m.Name == apiAccess }) {
				with = append(with, c.Name)
			}
		}
		want := []string{"kready"}
		if variant == "policyreport" {
			want = []string{"kready", "apply"}
		}
		if !slices.Equal(with, want) {
			t.Errorf("%s: %v have the token, want %v", variant, with, want)
		}
	}
}

func restrictedContainer(t *testing.T, c corev1.Container) {
	t.Helper()
	s := c.SecurityContext
	if s == nil || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation ||
		s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem ||
		s.Capabilities == nil || !slices.Equal(s.Capabilities.Drop, []corev1.Capability{"ALL"}) {
		t.Errorf("container %s is not restricted: %+v", c.Name, s)
	}
	if c.Resources.Requests.Cpu().IsZero() || c.Resources.Requests.Memory().IsZero() || c.Resources.Limits.Memory().IsZero() {
		t.Errorf("container %s has no bounds: %+v", c.Name, c.Resources)
	}
	if !strings.Contains(c.Image, ":") || strings.HasSuffix(c.Image, ":latest") {
		t.Errorf("container %s has the image %s, of no version", c.Name, c.Image)
	}
}

// TestNamespaceEnforces: what the pods are held to by the cluster itself.
func TestNamespaceEnforces(t *testing.T) {
	for _, variant := range variants {
		namespaces := build(t, variant)["Namespace"]
		if len(namespaces) != 1 || !strings.Contains(string(namespaces[0]), "pod-security.kubernetes.io/enforce: restricted") {
			t.Errorf("%s enforces nothing: %s", variant, namespaces)
		}
	}
}

// TestReportIsWrittenByName: the rights to write are bound to the one name that a report of
// the cluster that kready runs in has.
func TestReportIsWrittenByName(t *testing.T) {
	for _, role := range build(t, "policyreport")["ClusterRole"] {
		if strings.Contains(string(role), "clusterpolicyreports") && strings.Contains(string(role), "patch") &&
			!strings.Contains(string(role), "kready-in-cluster") {
			t.Errorf("any report may be written: %s", role)
		}
	}
}
