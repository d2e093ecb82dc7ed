package service

import "testing"

// TestContainerFaults: what the API server refuses of containers and volumes.
func TestContainerFaults(t *testing.T) {
	pod := func(spec, container string) string {
		return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {" + spec + "containers: [{name: web, image: a" + container + "}]}\n"
	}
	mounted := func(volume string) string { return pod("volumes: [{name: v, "+volume+"}], ", "") }
	variable := func(env string) string { return pod("", ", env: [{"+env+"}]") }
	for name, c := range map[string]faultCase{
		"a variable twice":       {pod("", ", env: [{name: A, value: b}, {name: A, value: c}]"), ""}, // the last one counts
		"a port twice":           {pod("", ", ports: [{containerPort: 80, name: a}, {containerPort: 80, name: b}]"), ""},
		"a name with a dash":     {variable("name: a-b.c, value: d"), ""},
		"a name with =":          {variable("name: 'a=b', value: d"), "the name \"a=b\" of a variable of the container web is not valid"},
		"no name":                {variable("value: d"), "is not valid"},
		"value and valueFrom":    {variable("name: A, value: b, valueFrom: {fieldRef: {fieldPath: metadata.name}}"), "has both a value and valueFrom"},
		"no source":              {variable("name: A, valueFrom: {}"), "must have one source, and has 0"},
		"no key":                 {variable("name: A, valueFrom: {secretKeyRef: {name: b}}"), "takes no key of the Secret \"b\""},
		"the pod's address":      {variable("name: A, valueFrom: {fieldRef: {fieldPath: status.podIP}}"), ""},
		"one label":              {variable("name: A, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['app.kubernetes.io/name']\"}}"), ""},
		"all labels":             {variable("name: A, valueFrom: {fieldRef: {fieldPath: metadata.labels}}"), `takes the field "metadata.labels" of the pod`},
		"the phase":              {variable("name: A, valueFrom: {fieldRef: {fieldPath: status.phase}}"), `takes the field "status.phase" of the pod`},
		"a limit":                {variable("name: A, valueFrom: {resourceFieldRef: {resource: limits.cpu}}"), ""},
		"no such limit":          {variable("name: A, valueFrom: {resourceFieldRef: {resource: limits.gpu}}"), `takes the resource "limits.gpu"`},
		"envFrom":                {pod("", ", envFrom: [{prefix: A}]"), "must have one of configMapRef and secretRef"},
		"labels in a volume":     {mounted("downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}"), ""},
		"an address in a volume": {mounted("downwardAPI: {items: [{path: ip, fieldRef: {fieldPath: status.podIP}}]}"), `takes the field "status.podIP"`},
		"whose limit":            {mounted("downwardAPI: {items: [{path: a, resourceFieldRef: {resource: limits.cpu}}]}"), "containerName is missing"},
		"a ConfigMap's name":     {mounted("configMap: {items: [{key: a, path: b}]}"), "of the type configMap has no name"},
		"a Secret's name":        {mounted("secret: {}"), "of the type secret has no secretName"},
		"an item":                {mounted("configMap: {name: a, items: [{key: a}]}"), "must have a key and a path"},
		"an item outside":        {mounted("configMap: {name: a, items: [{key: a, path: ../b}]}"), "must lie in it"},
		"a mode":                 {mounted("configMap: {name: a, defaultMode: 0644}"), ""},
		"a decimal mode":         {mounted("configMap: {name: a, defaultMode: 644}"), "the mode 644 of files in the volume v"},
		"a host's path":          {mounted("hostPath: {path: /a, type: Dir}"), `the type of the volume v must be one of`},
		"subPath from the root":  {pod("volumes: [{name: v}], ", ", volumeMounts: [{name: v, mountPath: /a, subPath: /b}]"), "may not begin with /"},
		"a port of a probe":      {pod("", ", livenessProbe: {httpGet: {path: /, port: 70000}}"), `the port "70000" of the livenessProbe of the container web is not valid`},
		"a long name of a port":  {pod("", ", livenessProbe: {httpGet: {path: /, port: a-very-long-name-of-a-port}}"), "is not valid"},
		"no port of a probe":     {pod("", ", readinessProbe: {tcpSocket: {}}"), "of the readinessProbe of the container web is not valid"},
		"a scheme":               {pod("", ", livenessProbe: {httpGet: {port: 80, scheme: https}}"), "the scheme of the livenessProbe of the container web must be one of HTTP, HTTPS"},
		"below zero":             {pod("", ", livenessProbe: {httpGet: {port: 80}, periodSeconds: -1}"), "the periodSeconds of the livenessProbe"},
		"a hook":                 {pod("", ", lifecycle: {preStop: {}}"), "the preStop of the container web must have one of"},
		"an init's probe":        {pod("initContainers: [{name: init, image: a, readinessProbe: {tcpSocket: {port: 80}}}], ", ""), "the init container init may have no readinessProbe"},
		"a sidecar's probe":      {pod("initContainers: [{name: init, image: a, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 80}}}], ", ""), ""},
		"a resource":             {pod("", ", resources: {limits: {gpu: 1}}"), `has the limits "gpu"`},
		"storage":                {pod("", ", resources: {requests: {storage: 1Gi}}"), `has the requests "storage"`},
		"half a device":          {pod("", ", resources: {limits: {nvidia.com/gpu: 500m}}"), "must be a whole number of nvidia.com/gpu"},
		"fewer than limited":     {pod("", ", resources: {requests: {nvidia.com/gpu: 1}, limits: {nvidia.com/gpu: 2}}"), "its limit of 2 must be the same"},
		"more than limited":      {pod("", ", resources: {requests: {cpu: 2}, limits: {cpu: 1}}"), "more than its limit of 1"},
		"a host port twice":      {pod("", ", ports: [{containerPort: 80, hostPort: 80}, {containerPort: 81, hostPort: 80, protocol: TCP}]"), "take the hostPort 80 twice"},
		"by TCP and UDP":         {pod("", ", ports: [{containerPort: 53, hostPort: 53}, {containerPort: 53, hostPort: 53, protocol: UDP}]"), ""},
		"a key of no taint":      {pod("tolerations: [{effect: NoSchedule}], ", ""), "must have the operator Exists"},
		"all taints":             {pod("tolerations: [{operator: Exists}], ", ""), ""},
		"an effect":              {pod("tolerations: [{key: a, operator: Exists, effect: NoRun}], ", ""), "the effect of a toleration must be one of"},
		"a weight":               {pod("affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{podAffinityTerm: {topologyKey: a}}]}}, ", ""), "must be from 1 to 100, got 0"},
		"no topology":            {pod("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}}, ", ""), "has no topologyKey"},
		"a node's label":         {pod("nodeSelector: {'a b': c}, ", ""), "of its nodeSelector is not valid"},
		"no name server":         {pod("dnsPolicy: None, ", ""), "must name a nameserver"},
		"a dnsPolicy":            {pod("dnsPolicy: Cluster, ", ""), "its dnsPolicy must be one of"},
		"an account":             {pod("serviceAccountName: My_Account, ", ""), "its serviceAccountName"},
	} {
		t.Run(name, c.judge)
	}
}

// TestFaultsOfKinds: what the API server refuses of single kinds.
func TestFaultsOfKinds(t *testing.T) {
	of := func(apiVersion, kind, rest string) string {
		return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: web}\n" + rest + "\n"
	}
	service := func(spec string) string { return of("v1", "Service", "spec: {"+spec+"}") }
	budget := func(spec string) string { return of("policy/v1", "PodDisruptionBudget", "spec: {"+spec+"}") }
	ingress := func(path string) string {
		return of("networking.k8s.io/v1", "Ingress", "spec: {rules: [{http: {paths: [{"+path+", backend: {service: {name: web, port: {number: 80}}}}]}}]}")
	}
	policy := func(rule string) string {
		return of("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}, egress: [{"+rule+"}]}")
	}
	scaler := func(spec string) string {
		return of("autoscaling/v2", "HorizontalPodAutoscaler", "spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 3, "+spec+"}")
	}
	const template = "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}"
	workload := func(kind, spec string) string {
		return of("apps/v1", kind, "spec: {selector: {matchLabels: {a: b}}, "+spec+template+"}")
	}
	cron := func(spec string) string {
		return of("batch/v1", "CronJob", "spec: {"+spec+", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}}}")
	}
	for name, c := range map[string]faultCase{
		"half":                  {budget("minAvailable: 50%"), ""},
		"more than all":         {budget("minAvailable: 150%"), "may not be more than 100%"},
		"in quotes":             {budget("minAvailable: '1'"), `its minAvailable "1" must be a whole number without quotes`},
		"a text":                {budget("maxUnavailable: one"), "or a percentage such as 25%"},
		"below zero":            {budget("maxUnavailable: -1"), "must be 0 or more, got -1"},
		"surge":                 {workload("Deployment", "strategy: {rollingUpdate: {maxSurge: 200%}}, "), ""},
		"surge in quotes":       {workload("Deployment", "strategy: {rollingUpdate: {maxSurge: '1'}}, "), `its maxSurge "1"`},
		"a strategy":            {workload("Deployment", "strategy: {type: Rolling}, "), "the type of its strategy must be one of RollingUpdate, Recreate"},
		"a deadline":            {workload("Deployment", "minReadySeconds: 60, progressDeadlineSeconds: 30, "), "must be more than its minReadySeconds of 60"},
		"one by one":            {workload("StatefulSet", "podManagementPolicy: Ordered, "), "must be one of OrderedReady, Parallel"},
		"none away":             {workload("DaemonSet", "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}, "), "may not both be 0"},
		"one more":              {workload("DaemonSet", "updateStrategy: {rollingUpdate: {maxUnavailable: 0, maxSurge: 1}}, "), ""},
		"a zone":                {cron("schedule: '@daily', timeZone: Europe/Berlin"), ""},
		"no zone":               {cron("schedule: '@daily', timeZone: Europe/Berlon"), `its timeZone "Europe/Berlon" is none`},
		"the local zone":        {cron("schedule: '@daily', timeZone: Local"), "is none of the time zone database"},
		"an empty zone":         {cron("schedule: '@daily', timeZone: ''"), "is none of the time zone database"},
		"an offset":             {cron("schedule: '@daily', timeZone: UTC+2"), "is none of the time zone database"},
		"a zone in the line":    {cron("schedule: 'TZ=UTC 0 0 * * *'"), "a time zone is named in the field timeZone"},
		"two zones":             {cron("schedule: 'CRON_TZ=UTC 0 0 * * *', timeZone: Etc/UTC"), "and so does its timeZone"},
		"no indexes":            {of("batch/v1", "Job", "spec: {completionMode: Indexed, template: {spec: {restartPolicy: Never, containers: [{name: a, image: a}]}}}"), "it must have completions"},
		"a balancer's ranges":   {service("ports: [{port: 80}], loadBalancerSourceRanges: [10.0.0.0/8]"), "a Service of the type ClusterIP may have no loadBalancerSourceRanges"},
		"local traffic":         {service("ports: [{port: 80}], externalTrafficPolicy: Local"), "may have no externalTrafficPolicy"},
		"local at an address":   {service("ports: [{port: 80}], externalTrafficPolicy: Local, externalIPs: [192.0.2.1]"), ""},
		"a headless balancer":   {service("type: LoadBalancer, clusterIP: None, ports: [{port: 80}]"), "a Service of the type LoadBalancer may have no clusterIP: None"},
		"a node port":           {service("ports: [{port: 80, nodePort: 30080}]"), "may have no nodePort"},
		"a node port twice":     {service("type: NodePort, ports: [{name: a, port: 80, nodePort: 30080}, {name: b, port: 81, nodePort: 30080}]"), "it has the nodePort 30080/TCP twice"},
		"an URL":                {service("type: ExternalName, externalName: 'https://shop.example'"), "its externalName"},
		"a name outside":        {service("type: ExternalName, externalName: shop.example."), ""},
		"an affinity":           {service("ports: [{port: 80}], sessionAffinity: Cookie"), "its sessionAffinity must be one of"},
		"a pathType":            {ingress("path: /, pathType: prefix"), `must be one of Exact, Prefix, ImplementationSpecific, got "prefix"`},
		"a path with //":        {ingress("path: /a//b, pathType: Prefix"), "may have no empty or dotted part"},
		"a regular expression":  {ingress("path: /a(/|$)(.*), pathType: ImplementationSpecific"), ""},
		"a path with a dot":     {ingress("path: /.well-known/a.b, pathType: Prefix"), ""},
		"a path of a word":      {ingress("path: a, pathType: ImplementationSpecific"), "must begin with /"},
		"two classes":           {"apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web, annotations: {kubernetes.io/ingress.class: a}}\nspec: {ingressClassName: b, defaultBackend: {service: {name: web, port: {number: 80}}}}\n", `its ingressClassName is "b", and its annotation kubernetes.io/ingress.class is "a"`},
		"no peer":               {policy("to: [{}]"), "a peer must have"},
		"any peer":              {policy("to: [{podSelector: {}}]"), ""},
		"an exception":          {policy("to: [{ipBlock: {cidr: 10.0.0.0/8, except: [192.168.0.0/16]}}]"), "must be a smaller range within"},
		"an endPort":            {policy("ports: [{port: 80, endPort: 70}]"), "the endPort 70 is less than the port 80"},
		"an endPort of a name":  {policy("ports: [{port: web, endPort: 70}]"), "requires a port that is a number"},
		"by CPU":                {scaler("metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]"), ""},
		"without a target":      {scaler("metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization}}}]"), "must have one of averageUtilization and averageValue"},
		"without a source":      {scaler("metrics: [{type: Pods}]"), "has no pods"},
		"a metric's type":       {scaler("metrics: [{type: Cpu, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]"), "the type of a metric must be one of"},
		"a policy of scaling":   {scaler("behavior: {scaleDown: {policies: [{type: Pods, value: 1, periodSeconds: 3600}]}}"), "must be from 1 to 1800, got 3600"},
		"a mode of claims":      {of("v1", "PersistentVolumeClaim", "spec: {accessModes: [ReadWriteOncePod, ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"), "may not stand beside"},
		"a volumeMode":          {of("v1", "PersistentVolumeClaim", "spec: {volumeMode: File, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}"), "its volumeMode must be one of"},
		"a token":               {of("v1", "Secret", "type: kubernetes.io/service-account-token"), "must have the annotation kubernetes.io/service-account.name"},
		"no verbs":              {of("rbac.authorization.k8s.io/v1", "Role", "rules: [{apiGroups: [''], resources: [pods]}]"), "a rule has no verbs"},
		"no groups":             {of("rbac.authorization.k8s.io/v1", "ClusterRole", "rules: [{verbs: [get], resources: [pods]}]"), "a rule has no apiGroups"},
		"paths of a Role":       {of("rbac.authorization.k8s.io/v1", "Role", "rules: [{verbs: [get], nonResourceURLs: [/metrics]}]"), "a Role may have no nonResourceURLs"},
		"paths":                 {of("rbac.authorization.k8s.io/v1", "ClusterRole", "rules: [{verbs: [get], nonResourceURLs: [/metrics]}]"), ""},
		"a group's name":        {of("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: Users, name: a}]"), "the kind of a subject must be"},
		"a binding":             {of("rbac.authorization.k8s.io/v1", "RoleBinding", "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: view}\nsubjects: [{kind: ServiceAccount, name: a}]"), ""},
		"a Role of the cluster": {of("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: view}"), "the kind of its roleRef must be one of ClusterRole"},
		"no role":               {of("rbac.authorization.k8s.io/v1", "RoleBinding", "subjects: [{kind: ServiceAccount, name: a}]"), "its roleRef has no kind"},
	} {
		t.Run(name, c.judge)
	}
}
