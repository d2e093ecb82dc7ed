package service

import (
	"strings"
	"testing"
)

// faultCase is a manifest, and what is said of it; "" for nothing.
type faultCase struct{ manifest, says string }

func (c faultCase) judge(t *testing.T) {
	t.Helper()
	var said []string
	for _, f := range parsed(t, c.manifest).Faults {
		said = append(said, f.Message)
	}
	if all := strings.Join(said, "\n"); !strings.Contains(all, c.says) || c.says == "" && all != "" {
		t.Errorf("got %q, want %q", all, c.says)
	}
}

// TestSchedules: a schedule is what Kubernetes' own parser takes.
func TestSchedules(t *testing.T) {
	for schedule, says := range map[string]string{
		"*/5 * * * *": "", "0 0 1,15 * MON-FRI": "", "@hourly": "", "@every 90m": "", "0 22 ? jan-mar 0": "", "TZ=UTC 0 0 * * *": "", "5-10/2 0 * * *": "",
		"*/5 * * *":    "expected exactly 5 fields, found 4",
		"60 * * * *":   "above maximum (59)",
		"0 0 * * 7":    "above maximum (6)",
		"0 0 0 * *":    "below minimum (1)",
		"*/0 * * * *":  "step of range should be a positive number",
		"10-5 * * * *": "beyond end of range",
		"0 0 * * Mo":   "failed to parse int from Mo",
		"@sometimes":   "unrecognized descriptor",
		"@every day":   "failed to parse duration",
		"TZ=UTC":       "empty spec string",
		"":             "empty spec string",
	} {
		if got := scheduleFault(schedule); got != says && (says == "" || !strings.Contains(got, says)) {
			t.Errorf("%q: got %q, want %q", schedule, got, says)
		}
	}
}

// TestObjectFaults: what the API server refuses of objects without pods.
func TestObjectFaults(t *testing.T) {
	cron := func(name, spec string) string {
		return "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: " + name + "}\nspec: {schedule: '@daily', " + spec + "jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}}\n"
	}
	of := func(apiVersion, kind, rest string) string {
		return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: web}\n" + rest + "\n"
	}
	ingress := func(host string) string {
		return of("networking.k8s.io/v1", "Ingress", "spec: {rules: [{host: '"+host+"'}]}")
	}
	policy := func(spec string) string {
		return of("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}, "+spec+"}")
	}
	for name, c := range map[string]faultCase{
		"a CronJob":           {cron("web", ""), ""},
		"a long name":         {cron(strings.Repeat("w", 53), ""), "the name of a CronJob may have 52 characters, and has 53"},
		"concurrency":         {cron("web", "concurrencyPolicy: Never, "), "must be Allow, Forbid or Replace"},
		"a Service's type":    {of("v1", "Service", "spec: {type: Loadbalancer, ports: [{port: 80}]}"), `its type must be one of ClusterIP, NodePort, LoadBalancer, ExternalName, got "Loadbalancer"`},
		"an access mode":      {of("v1", "PersistentVolumeClaim", "spec: {accessModes: [RWO], resources: {requests: {storage: 1Gi}}}"), `an access mode must be one of`},
		"a host":              {ingress("*.shop.example"), ""},
		"a host with a port":  {ingress("shop.example:80"), "the host"},
		"an address as host":  {ingress("10.0.0.1"), "and no address"},
		"types of policies":   {policy("policyTypes: [Inbound]"), "must be one of Ingress, Egress"},
		"a peer twice":        {policy("egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]"), "has both"},
		"a ServiceAccount":    {of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "subjects: [{kind: ServiceAccount, name: web}]"), "has no namespace"},
		"a key":               {of("v1", "ConfigMap", "data: {'a b': c}"), `the key "a b" is not valid`},
		"too much":            {of("v1", "ConfigMap", "data: {a: "+strings.Repeat("x", 1<<20+1)+"}"), "it holds 1048577 bytes"},
		"a Secret":            {of("v1", "Secret", "stringData: {a: b}"), ""},
		"no base64":           {of("v1", "Secret", "data: {a: 'not base64'}"), "illegal base64"},
		"a number":            {of("v1", "Secret", "stringData: {a: 1}"), "its stringData has a number where it must have a text"},
		"a wrong field":       {of("v1", "Secret", "stringdata: {a: b}"), "no field stringdata"},
		"half a certificate":  {of("v1", "Secret", "type: kubernetes.io/tls\nstringData: {tls.crt: b}"), "must have the key tls.key"},
		"nothing of a Secret": {of("v1", "Secret", "type: kubernetes.io/tls\nstringData: {tls.crt: b, tls.key: c}"), ""},
	} {
		t.Run(name, c.judge)
	}
}

// TestPodFaults: what the API server refuses of Deployments and their pods.
func TestPodFaults(t *testing.T) {
	deployment := func(top, pod, container string) string {
		return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  " + top + "\n  selector: {matchLabels: {app: web}}\n" +
			"  template: {metadata: {labels: {app: web}}, spec: {" + pod + "containers: [{name: web, image: a" + container + "}]}}\n"
	}
	for name, c := range map[string]faultCase{
		"nothing":         {deployment("", "", ", resources: {requests: {cpu: 1, kubernetes.io/x: 1}}"), ""},
		"below zero":      {deployment("replicas: -1", "", ""), "its replicas must be 0 or more, got -1"},
		"Recreate":        {deployment("strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}", "", ""), "may have no rollingUpdate"},
		"no room":         {deployment("strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}", "", ""), "may not both be 0"},
		"a toleration":    {deployment("", "tolerations: [{key: a, operator: Exists, value: b}], ", ""), "may have no value"},
		"a pull policy":   {deployment("", "", ", imagePullPolicy: Ifnotpresent"), "must be one of Always, IfNotPresent, Never"},
		"a device":        {deployment("", "", ", resources: {requests: {nvidia.com/gpu: 1}}"), "requests nvidia.com/gpu without a limit"},
		"a host's port":   {deployment("", "hostNetwork: true, ", ", ports: [{containerPort: 80, hostPort: 81}]"), "must be its containerPort 80, got 81"},
		"privileged":      {deployment("", "", ", securityContext: {privileged: true, allowPrivilegeEscalation: false}"), "is privileged"},
		"a path upwards":  {deployment("", "volumes: [{name: v}], ", ", volumeMounts: [{name: v, mountPath: /a, subPath: a/../..}]"), "may not lead upwards"},
		"a path with two": {deployment("", "volumes: [{name: v}], ", ", volumeMounts: [{name: v, mountPath: /a, subPath: a..b}]"), ""},
	} {
		t.Run(name, c.judge)
	}
}
