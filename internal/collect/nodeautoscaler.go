package collect

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
	"github.com/kready/kready/internal/yaml"
)

// autoscalerStatus is the ConfigMap in which Cluster Autoscaler says how it is.
const autoscalerStatus = "cluster-autoscaler-status"

// nodeGroupsMax is how many node groups are kept.
const nodeGroupsMax = 100

func nodeAutoscalerCollector() Collector {
	return Collector{
		Facts: facts.KindNodeAutoscaler,
		Reads: []Read{{
			Resource: "configmaps", Verbs: []string{"get"}, Names: []string{autoscalerStatus},
			When: "Cluster Autoscaler runs, in its namespace, or the nodes are GKE's or AKS's, in kube-system",
		}},
		After:   []facts.Kind{facts.KindWorkloads, facts.KindNodes},
		BasedOn: []facts.Kind{facts.KindWorkloads},
		Collect: collectNodeAutoscaler,
	}
}

// collectNodeAutoscaler reads what Cluster Autoscaler says of itself, in its own namespace or, where
// a provider runs it, in kube-system. In other clusters nothing is read.
func collectNodeAutoscaler(ctx context.Context, r *Run) Fill {
	var namespaces []string
	if slices.ContainsFunc(r.Before.Nodes, providerScales) {
		namespaces = append(namespaces, kubeSystem)
	}
	for _, w := range r.Before.Workloads {
		if !slices.Contains(namespaces, w.Namespace) && isAutoscaler(&w) {
			namespaces = append(namespaces, w.Namespace)
		}
	}
	found, _ := firstFound(r, namespaces, func(r *Run, namespace string) (facts.NodeAutoscaler, bool) {
		data := r.configMap(ctx, namespace, autoscalerStatus)
		if data == nil {
			return facts.NodeAutoscaler{}, false
		}
		out := distilAutoscaler(data["status"])
		out.Namespace = namespace
		return out, true
	})
	return func(s *facts.Snapshot) { s.NodeAutoscaler = found }
}

// providerScales reports whether a node is one of a provider that runs Cluster Autoscaler itself.
func providerScales(n facts.Node) bool {
	_, gke := n.Labels["cloud.google.com/gke-nodepool"]
	_, aks := n.Labels["kubernetes.azure.com/cluster"]
	return gke || aks
}

func isAutoscaler(w *facts.Workload) bool {
	return slices.ContainsFunc(w.Containers, func(c facts.Container) bool {
		return strings.HasSuffix("/"+c.Image.Repository, "/cluster-autoscaler")
	})
}

// distilAutoscaler reads the status: YAML since 1.30, before that a text for people.
func distilAutoscaler(status string) facts.NodeAutoscaler {
	out := facts.NodeAutoscaler{Found: true}
	var form statusForm
	if err := yaml.Unmarshal([]byte(status), &form); err == nil && form.State != "" {
		form.distil(&out)
	} else {
		distilStatusText(status, &out)
	}
	sortBy(out.Groups, func(g facts.NodeGroup) string { return g.Name })
	if len(out.Groups) > nodeGroupsMax {
		out.Groups = out.Groups[:nodeGroupsMax]
	}
	return out
}

// statusForm is the part of the status that is kept.
// https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/clusterstate/api/types.go
type statusForm struct {
	Time        string      `json:"time"`
	State       string      `json:"autoscalerStatus"`
	Message     string      `json:"message"`
	ClusterWide groupForm   `json:"clusterWide"`
	NodeGroups  []groupForm `json:"nodeGroups"`
}

type groupForm struct {
	Name   string `json:"name"`
	Health struct {
		Status string `json:"status"`
		Target int    `json:"cloudProviderTarget"`
		Max    int    `json:"maxSize"`
	} `json:"health"`
	ScaleUp struct {
		Status  string `json:"status"`
		Backoff struct {
			Code    string `json:"errorCode"`
			Message string `json:"errorMessage"`
		} `json:"backoffInfo"`
	} `json:"scaleUp"`
}

func (f *statusForm) distil(out *facts.NodeAutoscaler) {
	out.State, out.Health = text.Truncate(f.State, valueMax), text.Truncate(f.ClusterWide.Health.Status, valueMax)
	out.Message, out.WrittenAt = shorten(redactURLs(f.Message)), statusTime(f.Time)
	for _, g := range f.NodeGroups {
		why := strings.Trim(g.ScaleUp.Backoff.Code+": "+g.ScaleUp.Backoff.Message, ": ")
		out.Groups = append(out.Groups, facts.NodeGroup{
			Name: groupName(g.Name), Health: text.Truncate(g.Health.Status, valueMax), ScaleUp: text.Truncate(g.ScaleUp.Status, valueMax),
			Target: g.Health.Target, Max: g.Health.Max, Message: shorten(redactURLs(why)),
		})
	}
}

// statusLine matches what matters of the text: "Health:      Healthy (ready=1 … cloudProviderTarget=3 (minSize=0, maxSize=5))".
var statusLine = regexp.MustCompile(`^\s*(Name|Health|ScaleUp):\s+(\S+)(.*)$`)

var (
	targetSize = regexp.MustCompile(`cloudProviderTarget=(\d+)`)
	maxSize    = regexp.MustCompile(`maxSize=(\d+)`)
)

// distilStatusText reads the status of releases before 1.30. One that does not look like it leaves
// all but Found empty.
func distilStatusText(status string, out *facts.NodeAutoscaler) {
	first, _, _ := strings.Cut(status, "\n")
	if at, ok := strings.CutPrefix(first, "Cluster-autoscaler status at "); ok {
		out.State, out.WrittenAt = "Running", statusTime(strings.TrimSuffix(at, ":"))
	}
	if strings.Contains(status, "Initializing") {
		out.State = "Initializing"
	}
	for line := range strings.Lines(status) {
		m := statusLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		last := len(out.Groups) - 1
		switch {
		case m[1] == "Name":
			out.Groups = append(out.Groups, facts.NodeGroup{Name: groupName(m[2])})
		case m[1] == "Health" && last < 0:
			out.Health = text.Truncate(m[2], valueMax)
		case m[1] == "Health":
			out.Groups[last].Health = text.Truncate(m[2], valueMax)
			out.Groups[last].Target, out.Groups[last].Max = numberIn(targetSize, m[3]), numberIn(maxSize, m[3])
		case last >= 0:
			out.Groups[last].ScaleUp = text.Truncate(m[2], valueMax)
		}
	}
}

func numberIn(pattern *regexp.Regexp, line string) int {
	m := pattern.FindStringSubmatch(line)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}

// groupName is a node group's name without the address that some providers put before it.
func groupName(name string) string {
	return text.Truncate(name[strings.LastIndex(name, "/")+1:], valueMax)
}

// statusTime reads a time as Go prints it; zero when it is none.
func statusTime(written string) time.Time {
	written, _, _ = strings.Cut(written, " m=")
	for _, layout := range []string{"2006-01-02 15:04:05.999999999 -0700 MST", time.RFC3339} {
		if t, err := time.Parse(layout, written); err == nil {
			return truncateToSecond(t.UTC())
		}
	}
	return time.Time{}
}
