package scaling

import (
	"fmt"
	"testing"

	"github.com/kready/kready/internal/check"
	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/landtest"
)

func hpa(name, target, metrics string) string {
	return fmt.Sprintf("---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: %s}\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}\n  maxReplicas: 5\n  metrics: [%s]\n", name, target, metrics)
}

const (
	byCPU      = "{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}"
	byMemory   = "{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}"
	ofWeb      = "{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 80}}}"
	ofNone     = "{type: ContainerResource, containerResource: {name: cpu, container: gone, target: {type: Utilization, averageUtilization: 80}}}"
	requests   = ", resources: {requests: {cpu: 100m}}"
	limits     = ", resources: {limits: {cpu: 100m}}"
	withHelper = requests + "}, {name: helper, image: example.com/helper"
)

func TestHPARequests(t *testing.T) {
	limited := facts.Snapshot{NamespaceLimits: []facts.NamespaceLimit{{Kind: "LimitRange", Namespace: "shop", Name: "defaults"}}}
	triggered := "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}, triggers: [{type: cpu, metricType: Utilization, metadata: {value: '50'}}, {type: memory, metricType: AverageValue}]}\n"
	ofPod := "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {metadata: {labels: {app: web}}, spec: {resources: {requests: {cpu: 1}}, containers: [{name: web, image: a}]}}}\n"
	for name, tt := range map[string]landed{
		"requested":              {hpa("web", "web", byCPU) + landtest.Deployment("web", requests), facts.Snapshot{}, check.StatusPass, "1 metric in percent"},
		"a limit is a request":   {hpa("web", "web", byCPU) + landtest.Deployment("web", limits), facts.Snapshot{}, check.StatusPass, ""},
		"of the whole pod":       {hpa("web", "web", byCPU) + ofPod, facts.Snapshot{}, check.StatusPass, ""},
		"not requested":          {hpa("web", "web", byCPU) + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, "the autoscaler web measures its cpu in percent of requests, and the container web requests none"},
		"no metric is CPU":       {hpa("web", "web", "") + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, "requests none"},
		"one of two":             {hpa("web", "web", byCPU) + landtest.Deployment("web", withHelper), facts.Snapshot{}, check.StatusGap, "the container helper requests none"},
		"the one that is asked":  {hpa("web", "web", ofWeb) + landtest.Deployment("web", withHelper), facts.Snapshot{}, check.StatusPass, ""},
		"a container of no name": {hpa("web", "web", ofNone) + landtest.Deployment("web", requests), facts.Snapshot{}, check.StatusGap, "it has no container gone"},
		"by value":               {hpa("web", "web", byMemory) + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "in percent"},
		"a LimitRange":           {hpa("web", "web", byCPU) + landtest.Deployment("web", ""), limited, check.StatusUnknown, "the LimitRange defaults may add it"},
		"a trigger of KEDA":      {triggered + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, "the autoscaler web measures its cpu in percent of requests, and the container web requests none"},
		"requested for KEDA":     {triggered + landtest.Deployment("web", requests), facts.Snapshot{}, check.StatusPass, "1 metric in percent"},
		"not its own":            {hpa("web", "other", byCPU) + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, ""},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, HPARequests()) })
	}
}

func TestHPATarget(t *testing.T) {
	platform := facts.Snapshot{Workloads: []facts.Workload{{Kind: "Deployment", Namespace: "shop", Name: "other"}}}
	keda := "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}}\n"
	daemons := "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: DaemonSet, name: web}, maxReplicas: 5}\n"
	beta := "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: web}, maxReplicas: 5}\n"
	for name, tt := range map[string]landed{
		"there":             {hpa("web", "web", byCPU) + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusPass, "1 autoscaler, for what is there"},
		"of the platform":   {hpa("web", "other", byCPU), platform, check.StatusPass, ""},
		"not known":         {hpa("web", "web", byCPU) + landtest.Deployment("webb", ""), facts.Snapshot{}, check.StatusUnknown, "does not come with the service, which brings webb"},
		"of another group":  {beta + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusGap, `is there in the group apps, and it names "extensions"`},
		"not to be scaled":  {daemons, facts.Snapshot{}, check.StatusGap, "has no number of pods to change"},
		"KEDA's default":    {keda + landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusPass, ""},
		"KEDA, not there":   {keda + landtest.Deployment("webb", ""), facts.Snapshot{}, check.StatusUnknown, "which brings webb"},
		"no autoscaler":     {landtest.Deployment("web", ""), facts.Snapshot{}, check.StatusSkip, "no autoscaler"},
		"namespace to come": {"apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web, namespace: till}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 5}\n", facts.Snapshot{}, check.StatusGap, "its namespace is not there"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, HPATarget()) })
	}
}

func TestOneScaler(t *testing.T) {
	vpa := func(more string) string {
		return "---\napiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: web}\nspec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}" + more + "}\n"
	}
	old := func(name string) facts.Snapshot {
		return facts.Snapshot{HPAs: []facts.HorizontalPodAutoscaler{{Namespace: "shop", Name: name, TargetKind: "Deployment", TargetName: "web"}}}
	}
	keda := "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web}\nspec: {scaleTargetRef: {name: web}}\n"
	for name, tt := range map[string]landed{
		"alone":                  {hpa("web", "web", byCPU), facts.Snapshot{}, check.StatusPass, "1 autoscaler of what nothing else scales"},
		"two":                    {hpa("web", "web", byCPU) + hpa("web2", "web", byCPU), facts.Snapshot{}, check.StatusGap, "web2: the HorizontalPodAutoscaler web scales the Deployment web as well"},
		"KEDA beside":            {hpa("web", "web", byCPU) + keda, facts.Snapshot{}, check.StatusGap, "scales the Deployment web as well"},
		"another in the cluster": {hpa("web", "web", byCPU), old("main"), check.StatusGap, "the HorizontalPodAutoscaler main, which is there,"},
		"itself in the cluster":  {hpa("web", "web", byCPU), old("web"), check.StatusPass, ""},
		"KEDA's own":             {keda, old("keda-hpa-web"), check.StatusPass, ""},
		"a vertical one":         {hpa("web", "web", byCPU) + vpa(""), facts.Snapshot{}, check.StatusGap, "it changes the requests of cpu that the HorizontalPodAutoscaler web measures by"},
		"that recommends":        {hpa("web", "web", byCPU) + vpa(", updatePolicy: {updateMode: \"Off\"}"), facts.Snapshot{}, check.StatusPass, ""},
		"of memory":              {hpa("web", "web", byCPU) + vpa(", resourcePolicy: {containerPolicies: [{containerName: '*', controlledResources: [memory]}]}"), facts.Snapshot{}, check.StatusPass, ""},
		"none":                   {vpa(""), facts.Snapshot{}, check.StatusSkip, "no autoscaler"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, OneScaler()) })
	}
}

func TestBudgetRoom(t *testing.T) {
	pdb := func(limit string) string {
		return "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: web}}, " + limit + "}\n"
	}
	looked := facts.Snapshot{NamedPods: []facts.NamedPods{{PodsByLabels: facts.PodsByLabels{Namespace: "shop", Labels: map[string]string{"app": "web"}}}}}
	for name, tt := range map[string]landed{
		"one may go":           {pdb("maxUnavailable: 1") + landtest.Deployment("web", ""), looked, check.StatusPass, "1 budget, each of which lets a pod go"},
		"one of two may go":    {pdb("minAvailable: 1") + landtest.Deployment("web", ""), looked, check.StatusPass, ""},
		"none may go":          {pdb("minAvailable: 2") + landtest.Deployment("web", ""), looked, check.StatusGap, "minAvailable is 2, and there may be no more than 2 pods: none may ever be evicted"},
		"rounded up":           {pdb("minAvailable: 51%") + landtest.Deployment("web", ""), looked, check.StatusGap, "minAvailable is 51%"},
		"a small share may go": {pdb("maxUnavailable: 1%") + landtest.Deployment("web", ""), looked, check.StatusPass, ""},
		"no share may go":      {pdb("maxUnavailable: 0%") + landtest.Deployment("web", ""), looked, check.StatusGap, "maxUnavailable is 0%: none of 2 pods may ever be evicted"},
		"scaled down":          {pdb("minAvailable: 1") + landtest.Deployment("web", "") + hpa("web", "web", byCPU), looked, check.StatusGap, "no more than 1 pod"},
		"of no pods":           {pdb("maxUnavailable: 1") + landtest.Deployment("webb", ""), looked, check.StatusGap, "it selects pods with the labels app=web"},
		"not looked up":        {pdb("maxUnavailable: 1") + landtest.Deployment("webb", ""), facts.Snapshot{}, check.StatusUnknown, "is one"},
		"twice":                {pdb("maxUnavailable: 1") + landtest.Deployment("web", "") + "---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: all}\nspec: {selector: {}, maxUnavailable: 1}\n", looked, check.StatusGap, "all: it selects pods of Deployment web, as the budget web does"},
		"nothing is selected":  {"apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: all}\nspec: {maxUnavailable: 1}\n", looked, check.StatusGap, "a selector that is not set"},
		"none":                 {landtest.Deployment("web", ""), looked, check.StatusSkip, "no PodDisruptionBudget"},
	} {
		t.Run(name, func(t *testing.T) { tt.judge(t, BudgetRoom()) })
	}
}
