package collect

import (
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	storagev1 "k8s.io/api/storage/v1"

	"github.com/kready/kready/internal/facts"
)

// TestClassParameters: of a class's parameters those are kept that say how its volumes are, and none that may
// hold a user or a key.
func TestClassParameters(t *testing.T) {
	c := distilStorageClass(&storagev1.StorageClass{Parameters: map[string]string{
		"encrypted": "true", "type": "gp3", "resturl": "http://ann:hunter2@heketi", "restuserkey": "hunter2", "csi.storage.k8s.io/fstype": "ext4",
	}})
	want := []facts.Field{{Name: "csi.storage.k8s.io/fstype", Value: "ext4"}, {Name: "encrypted", Value: "true"}}
	if !slices.Equal(c.Parameters, want) {
		t.Errorf("%+v", c.Parameters)
	}
}

func TestGitRepoVolumes(t *testing.T) {
	for want, source := range map[string]corev1.VolumeSource{
		"yes": {GitRepo: &corev1.GitRepoVolumeSource{Repository: "https://git.example/a"}},
		"no":  {EmptyDir: &corev1.EmptyDirVolumeSource{}},
	} {
		var w facts.Workload
		keptArgs{}.pod(&w, &corev1.PodSpec{Volumes: []corev1.Volume{{Name: "v", VolumeSource: source}}})
		if w.GitRepo != want {
			t.Errorf("%s, want %s", w.GitRepo, want)
		}
	}
}
