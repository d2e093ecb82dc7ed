package service

import (
	"fmt"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// workload finds what is wrong with an object that has a pod template, and with its pods.
func (f *faultFinder) workload() {
	at := templatePath(f.kind)
	spec := below(at, "spec")
	if _, there := f.at(spec...).(map[string]any); !there {
		f.add(at, "it has no spec of its pods")
		return
	}
	var pod corev1.PodSpec
	if f.decode(&pod, spec...) != nil {
		return // distilPods reports it
	}
	if f.kind != "Pod" {
		f.labels(below(at, "metadata", "labels"))
		f.annotations(below(at, "metadata", "annotations"))
		f.selector(at)
	}
	f.restartPolicy(spec, pod.RestartPolicy)
	f.numbers()
	p := podFaults{faultFinder: f, spec: &pod, path: spec, volumes: map[string]bool{}, names: map[string]bool{}}
	p.find()
}

// selector finds a selector that is missing, or that does not select the pods of its own template.
func (f *faultFinder) selector(at []string) {
	if f.version != "v1" || !f.is("apps", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet") {
		return // of older versions it has a default
	}
	path := []string{"spec", "selector"}
	var selector metav1.LabelSelector
	if f.decode(&selector, path...) != nil {
		return
	}
	if len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
		f.add(path, "it has no selector of its pods")
		return
	}
	chosen, err := metav1.LabelSelectorAsSelector(&selector)
	if err != nil {
		f.add(path, "its selector is not valid: %s", err)
		return
	}
	own := labels.Set{}
	for key, value := range f.fieldsOf(below(at, "metadata", "labels")...) {
		own[key] = fmt.Sprint(value)
	}
	if !chosen.Matches(own) {
		f.add(path, "its selector %s does not match the labels of its own pods", quoted(chosen.String()))
	}
}

// restartPolicy finds a policy that the pods of a kind may not have.
func (f *faultFinder) restartPolicy(spec []string, policy corev1.RestartPolicy) {
	path := below(spec, "restartPolicy")
	switch {
	case f.is("batch", "Job", "CronJob") && policy != corev1.RestartPolicyNever && policy != corev1.RestartPolicyOnFailure:
		f.add(path, "the restartPolicy of a Job's pods must be Never or OnFailure")
	case !f.is("batch", "Job", "CronJob") && f.kind != "Pod" && policy != "" && policy != corev1.RestartPolicyAlways:
		f.add(path, "the restartPolicy of its pods must be Always, got %s", quoted(string(policy)))
	}
}

// podFaults collects the faults of one pod template.
type podFaults struct {
	*faultFinder
	spec *corev1.PodSpec
	path []string
	// volumes are the names of its volumes, names those of its containers.
	volumes, names map[string]bool
}

func (p *podFaults) find() {
	for i, v := range p.spec.Volumes {
		p.volume(below(p.path, "volumes", strconv.Itoa(i)), &v)
	}
	for _, name := range p.claimTemplates() {
		p.volumes[name] = true
	}
	if len(p.spec.Containers) == 0 {
		p.add(below(p.path, "containers"), "its pods have no container")
	}
	for i := range p.spec.InitContainers {
		p.container(below(p.path, "initContainers", strconv.Itoa(i)), &p.spec.InitContainers[i])
		p.initChecks(below(p.path, "initContainers", strconv.Itoa(i)), &p.spec.InitContainers[i])
	}
	for i := range p.spec.Containers {
		p.container(below(p.path, "containers", strconv.Itoa(i)), &p.spec.Containers[i])
	}
	p.hostPorts()
	p.placed()
	p.named()
}

// claimTemplates are the names of the volumes that a StatefulSet gives its pods.
func (p *podFaults) claimTemplates() []string {
	var names []string
	templates, _ := p.at("spec", "volumeClaimTemplates").([]any)
	for _, template := range templates {
		fields, _ := template.(map[string]any)
		metadata, _ := fields["metadata"].(map[string]any)
		if name, ok := metadata["name"].(string); ok && p.is("apps", "StatefulSet") {
			names = append(names, name)
		}
	}
	return names
}

// elementAt is the element of a list whose number ends a path.
func (f *faultFinder) elementAt(path []string) any {
	list, _ := f.at(path[:len(path)-1]...).([]any)
	i, err := strconv.Atoi(path[len(path)-1])
	if err != nil || i >= len(list) {
		return nil
	}
	return list[i]
}
