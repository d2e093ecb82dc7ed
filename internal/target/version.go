package target

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/version"
)

// ToldVersion is what a file's answer for /version says besides: where the version was read.
type ToldVersion struct {
	// From names what told it, and Guess says that the API server may be newer.
	From  string `json:"kreadyFrom,omitempty"`
	Guess bool   `json:"kreadyGuess,omitempty"`
}

// toldVersion returns the API server's version as /version answers it: what the bundle says, the tag
// of its image, OpenShift's own version, or at least that of its kubelets. Nil when nothing tells.
func (d *dump) toldVersion(said []byte) []byte {
	if said != nil {
		return said
	}
	for _, told := range []func() (string, ToldVersion){d.versionOfImage, d.versionOfOpenShift, d.versionOfKubelets} {
		if gitVersion, by := told(); gitVersion != "" {
			data, _ := json.Marshal(struct { // strings encode
				GitVersion string `json:"gitVersion"`
				ToldVersion
			}{gitVersion, by})
			return data
		}
	}
	return nil
}

// serverImage is the image of an API server, whose tag is its version, also where a mirror has flattened its path.
var serverImage = regexp.MustCompile(`(?:/|_|k8s[.-]io-|rancher-)(?:kube-apiserver|hyperkube|hardened-kubernetes)(?:-[a-z0-9]+)?:(v\d+\.\d+\.\d+[0-9A-Za-z.+_-]*)`)

// rke2Image is a tag of RKE2's image: that of v1.36.4+rke2r1 is v1.36.4-rke2r1-build20260820.
var rke2Image = regexp.MustCompile(`^(v[0-9.]+)-(rke2r\d+)-build\d+$`)

func (d *dump) versionOfImage() (string, ToldVersion) {
	told := ""
	var unpacked window
	for _, it := range d.objects[schema.GroupResource{Resource: "pods"}] {
		if it.namespace != "kube-system" || it.labels["component"] != "kube-apiserver" {
			continue
		}
		containers, _, _ := unstructured.NestedSlice(unpacked.whole(it).Object, "spec", "containers")
		for _, container := range containers {
			fields, _ := container.(map[string]any)
			image, _ := fields["image"].(string)
			found := serverImage.FindStringSubmatch(image)
			if found == nil {
				continue
			}
			tag := rke2Image.ReplaceAllString(found[1], "$1+$2")
			if told != "" && told != tag {
				return "", ToldVersion{} // in the middle of an upgrade there are two
			}
			told = tag
		}
	}
	return told, ToldVersion{From: "its image"}
}

// versionOfOpenShift reads the version that OpenShift has come to: 4.18 is Kubernetes 1.31, and each
// minor release the next one.
// https://access.redhat.com/solutions/4870701
func (d *dump) versionOfOpenShift() (string, ToldVersion) {
	var unpacked window
	for _, it := range d.objects[parseResource("clusterversions.config.openshift.io")] {
		history, _, _ := unstructured.NestedSlice(unpacked.whole(it).Object, "status", "history")
		if len(history) == 0 {
			continue
		}
		last, _ := history[0].(map[string]any)
		text, _ := last["version"].(string)
		parsed, err := version.ParseGeneric(text)
		if err == nil && last["state"] == "Completed" && parsed.Major() == 4 && parsed.Minor() >= 3 { // the first two lagged behind
			return "v1." + strconv.Itoa(int(parsed.Minor())+13), ToldVersion{From: fmt.Sprintf("ClusterVersion %d.%d.%d", 4, parsed.Minor(), parsed.Patch())}
		}
	}
	return "", ToldVersion{}
}

// versionOfKubelets returns the newest version of the kubelets, than which no API server is older.
func (d *dump) versionOfKubelets() (string, ToldVersion) {
	var newest *version.Version
	told := ""
	var unpacked window
	for _, it := range d.objects[schema.GroupResource{Resource: "nodes"}] {
		text, _, _ := unstructured.NestedString(unpacked.whole(it).Object, "status", "nodeInfo", "kubeletVersion")
		parsed, err := version.ParseGeneric(text)
		if err != nil || !strings.HasPrefix(text, "v") || isVirtual(it.labels) || newest != nil && !newest.LessThan(parsed) {
			continue
		}
		newest, told = parsed, text
	}
	return told, ToldVersion{From: "the kubelets", Guess: true}
}

// isVirtual reports whether a node stands for what is no machine, so that its version can be anything.
func isVirtual(labels map[string]string) bool {
	return labels["type"] == "virtual-kubelet" || labels["vcluster.loft.sh/fake-node"] == "true"
}
