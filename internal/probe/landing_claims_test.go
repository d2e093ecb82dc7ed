package probe

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// TestClaims: a claim is mounted, and only to be read, where it is bound and no pod has it.
func TestClaims(t *testing.T) {
	claim := func(phase corev1.PersistentVolumeClaimPhase, mode corev1.PersistentVolumeAccessMode) *corev1.PersistentVolumeClaim {
		return &corev1.PersistentVolumeClaim{
			ObjectMeta: metav1.ObjectMeta{Name: "data", Namespace: "shop"}, Spec: corev1.PersistentVolumeClaimSpec{AccessModes: []corev1.PersistentVolumeAccessMode{mode}},
			Status: corev1.PersistentVolumeClaimStatus{Phase: phase},
		}
	}
	mounts := corev1.PodSpec{Volumes: []corev1.Volume{{Name: "data", VolumeSource: corev1.VolumeSource{PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "data"}}}}}
	mounts.Containers = []corev1.Container{{Name: "web", VolumeMounts: []corev1.VolumeMount{{Name: "data", MountPath: "/data"}}}}
	user := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "other", Namespace: "shop"}, Spec: mounts, Status: corev1.PodStatus{Phase: corev1.PodRunning}}
	done := user.DeepCopy()
	done.Status.Phase = corev1.PodSucceeded
	for name, tt := range map[string]struct {
		there []runtime.Object
		own   facts.Landing
		left  string
	}{
		"free":             {[]runtime.Object{claim(corev1.ClaimBound, corev1.ReadWriteOnce)}, facts.Landing{}, ""},
		"its user is done": {[]runtime.Object{claim(corev1.ClaimBound, corev1.ReadWriteOnce), done}, facts.Landing{}, ""},
		"in use":           {[]runtime.Object{claim(corev1.ClaimBound, corev1.ReadWriteMany), user}, facts.Landing{}, "the pod other has its claim"},
		"not bound":        {[]runtime.Object{claim(corev1.ClaimPending, corev1.ReadWriteOnce)}, facts.Landing{}, "not bound"},
		"for one pod":      {[]runtime.Object{claim(corev1.ClaimBound, corev1.ReadWriteOncePod)}, facts.Landing{}, "one pod"},
		"not there":        {nil, facts.Landing{}, "not there"},
		"brought":          {nil, facts.Landing{Objects: []facts.LandingObject{{Manifest: facts.Manifest{Kind: "PersistentVolumeClaim", Namespace: "shop", Name: "data"}, Builtin: true}}}, "comes with the service"},
	} {
		t.Run(name, func(t *testing.T) {
			client := server("", append(tt.there, shop())...)
			podsOf(client, noCommand)
			tried := landed(t, client, templateOf(mounts), &tt.own)
			volumes := jobOf(t, client, "setup-").Spec.Template.Spec.Volumes
			if tt.left == "" {
				if len(volumes) != 1 || !volumes[0].PersistentVolumeClaim.ReadOnly || len(tried[0].LeftOut) > 0 {
					t.Errorf("%+v %v", volumes, tried)
				}
				return
			}
			if len(volumes) > 0 || !strings.Contains(strings.Join(tried[0].LeftOut, ";"), tt.left) {
				t.Errorf("%+v %v", volumes, tried)
			}
		})
	}
}

// TestUnfit: volumes that would be made for the pod, or on the node, are left out.
func TestUnfit(t *testing.T) {
	there, made := corev1.HostPathDirectory, corev1.HostPathDirectoryOrCreate
	for name, tt := range map[string]struct {
		source corev1.VolumeSource
		unfit  bool
	}{
		"ephemeral":     {corev1.VolumeSource{Ephemeral: &corev1.EphemeralVolumeSource{}}, true},
		"path":          {corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{}}, true},
		"path, made":    {corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Type: &made}}, true},
		"path, there":   {corev1.VolumeSource{HostPath: &corev1.HostPathVolumeSource{Type: &there}}, false},
		"disk":          {corev1.VolumeSource{AWSElasticBlockStore: &corev1.AWSElasticBlockStoreVolumeSource{}}, true},
		"secret":        {corev1.VolumeSource{Secret: &corev1.SecretVolumeSource{}}, false},
		"image":         {corev1.VolumeSource{Image: &corev1.ImageVolumeSource{}}, false},
		"nothing named": {corev1.VolumeSource{}, false},
	} {
		if why := unfit(&corev1.Volume{VolumeSource: tt.source}); (why != "") != tt.unfit {
			t.Errorf("%s: %q", name, why)
		}
	}
}
