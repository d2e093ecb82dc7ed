package kind

import "fmt"

// bundle is a small service, and what the bare cluster makes of it.
type bundle struct {
	name string
	// platform is what is there before the service: a quota, a node's port that is taken.
	platform string
	// labels are those of the namespace; "absent" makes none.
	labels    string
	manifests string
	// refused are words of the API server, the scheduler, a controller or the kubelet, by which the cluster
	// refuses it; "" for a service that lands.
	refused string
	// admission marks what nobody but the API server can tell beforehand: the prediction is that of a run with
	// --server-dry-run.
	admission bool
	// unseen marks what kready does not tell yet: then it may say that the service can land.
	unseen bool
	// also is a namespace that the service brings.
	also string
}

// deployment is a Deployment web with more in its spec, its pods' spec and its container, as flow YAML.
func deployment(spec, pod, container string) string {
	return workload("Deployment", spec, pod, container)
}

func workload(kind, spec, pod, container string) string {
	return fmt.Sprintf(`
---
apiVersion: apps/v1
kind: %s
metadata: {name: web}
spec: {%s selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: %s}}
`, kind, spec, pods(pod, container))
}

// pods is the spec of pods with one container web.
func pods(pod, container string) string {
	return fmt.Sprintf(`{%s terminationGracePeriodSeconds: 0, containers: [{%s name: web, image: "IMAGE"}]}`, pod, container)
}

// object is an object of a kind, with the rest of it.
func object(version, kind, name, rest string) string {
	return fmt.Sprintf("\n---\napiVersion: %s\nkind: %s\nmetadata: {name: %s}\n%s\n", version, kind, name, rest)
}

func config(name, data string) string { return object("v1", "ConfigMap", name, "data: {"+data+"}") }

func service(name, rest string) string {
	return object("v1", "Service", name, "spec: {"+rest+"}")
}

func claim(name, class string) string {
	return object("v1", "PersistentVolumeClaim", name, "spec: {"+class+" accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}")
}

const (
	port       = "ports: [{name: http, containerPort: 8080}],"
	mounted    = "volumes: [{name: data, persistentVolumeClaim: {claimName: data}}],"
	small      = "resources: {requests: {cpu: 10m, memory: 8Mi}, limits: {cpu: 10m, memory: 16Mi}},"
	restricted = "pod-security.kubernetes.io/enforce=restricted"
	baseline   = "pod-security.kubernetes.io/enforce=baseline"
	confined   = "securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}, seccompProfile: {type: RuntimeDefault}},"
	quota      = "\n---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: team}\nspec: {hard: {%s}}\n"
	limits     = "\n---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: team}\nspec: {limits: [{type: Container, %s}]}\n"
	toMasters  = "nodeSelector: {node-role.kubernetes.io/control-plane: \"\"},"
)

// landing are services that land.
func landing() []bundle {
	return []bundle{
		{name: "plain", manifests: deployment("", "", "")},
		{name: "service", manifests: deployment("replicas: 2,", "", port) + service("web", "selector: {app: web}, ports: [{port: 80, targetPort: http}]")},
		{name: "service-number", manifests: deployment("", "", "") + service("web", "selector: {app: web}, ports: [{port: 80, targetPort: 8080}]")},
		{name: "node-port", manifests: deployment("", "", "") + service("web", "type: NodePort, selector: {app: web}, ports: [{port: 80}]")},
		{name: "headless", manifests: workload("StatefulSet", "serviceName: web,", "", "") + service("web", "clusterIP: None, selector: {app: web}, ports: [{port: 80}]")},
		{name: "every-node", manifests: workload("DaemonSet", "", "", "")},
		{name: "every-node-masters", manifests: workload("DaemonSet", "", "tolerations: [{operator: Exists}],", "")},
		{name: "job", manifests: object("batch/v1", "Job", "web", "spec: {template: {spec: "+pods("restartPolicy: Never,", "")+"}}")},
		{name: "cron", manifests: object("batch/v1", "CronJob", "web", "spec: {schedule: '0 0 1 1 *', jobTemplate: {spec: {template: {spec: "+pods("restartPolicy: Never,", "")+"}}}}")},
		{name: "replica-set", manifests: workload("ReplicaSet", "", "", "")},
		{name: "pod", manifests: object("v1", "Pod", "web", "spec: "+pods("", ""))},
		{name: "own-config", manifests: deployment("", "volumes: [{name: a, configMap: {name: settings, items: [{key: host, path: host}]}}],", "env: [{name: HOST, valueFrom: {configMapKeyRef: {name: settings, key: host}}}], envFrom: [{configMapRef: {name: settings}}],") + config("settings", "host: db")},
		{name: "own-secret", manifests: deployment("", "volumes: [{name: a, secret: {secretName: login}}],", "env: [{name: A, valueFrom: {secretKeyRef: {name: login, key: user}}}],") + object("v1", "Secret", "login", "stringData: {user: me}")},
		{name: "config-there", platform: config("settings", "host: db"), manifests: deployment("", "", "env: [{name: HOST, valueFrom: {configMapKeyRef: {name: settings, key: host}}}],")},
		{name: "config-optional", manifests: deployment("", "", "envFrom: [{configMapRef: {name: absent, optional: true}}],")},
		{name: "own-account", manifests: deployment("", "serviceAccountName: web,", "") + object("v1", "ServiceAccount", "web", "") +
			object("rbac.authorization.k8s.io/v1", "Role", "web", "rules: [{apiGroups: [''], resources: [pods], verbs: [list]}]") +
			object("rbac.authorization.k8s.io/v1", "RoleBinding", "web", "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: web}\nsubjects: [{kind: ServiceAccount, name: web}]")},
		{name: "account-there", platform: object("v1", "ServiceAccount", "web", ""), manifests: deployment("", "serviceAccountName: web,", "")},
		{name: "own-priority", manifests: deployment("", "priorityClassName: e2e-landing,", "") + object("scheduling.k8s.io/v1", "PriorityClass", "e2e-landing", "value: 7")},
		{name: "system-priority", manifests: deployment("", "priorityClassName: system-cluster-critical,", "")},
		{name: "linux", manifests: deployment("", "nodeSelector: {kubernetes.io/os: linux},", "")},
		{name: "masters", manifests: deployment("", toMasters+" tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists}],", "")},
		{name: "affinity", manifests: deployment("", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: node-role.kubernetes.io/control-plane, operator: DoesNotExist}]}]}}},", "")},
		{name: "apart", manifests: deployment("replicas: 2,", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}},", "")},
		{name: "apart-wish", manifests: deployment("replicas: 5,", "affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}}]}},", "")},
		{name: "spread", manifests: deployment("replicas: 3,", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, nodeTaintsPolicy: Honor, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}],", "")},
		{name: "spread-wish", manifests: deployment("replicas: 2,", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: web}}}],", "")},
		{name: "restricted", labels: restricted, manifests: deployment("", "", confined)},
		{name: "baseline", labels: baseline, manifests: deployment("", "", "")},
		{name: "host-network", manifests: deployment("", "hostNetwork: true,", "")},
		{name: "host-port", manifests: deployment("", "", "ports: [{containerPort: 8080, hostPort: 18081}],")},
		{name: "quota", platform: fmt.Sprintf(quota, "requests.cpu: 100m, pods: 3"), manifests: deployment("", "", small)},
		{name: "quota-defaults", platform: fmt.Sprintf(quota, "limits.cpu: 100m") + fmt.Sprintf(limits, "default: {cpu: 10m}, defaultRequest: {cpu: 10m}"), manifests: deployment("", "", "")},
		{name: "limits", platform: fmt.Sprintf(limits, "max: {cpu: 1}, min: {cpu: 1m}"), manifests: deployment("", "", small)},
		{name: "budget", manifests: deployment("replicas: 2,", "", "") + object("policy/v1", "PodDisruptionBudget", "web", "spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}")},
		{name: "own-volume", manifests: deployment("", mounted, "") + claim("data", "storageClassName: '', volumeName: e2e-landing,") +
			object("v1", "PersistentVolume", "e2e-landing", "spec: {capacity: {storage: 1Mi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp, type: Directory}, storageClassName: ''}")},
		{name: "scratch", manifests: deployment("", "volumes: [{name: a, emptyDir: {sizeLimit: 1Mi}}],", "volumeMounts: [{name: a, mountPath: /a}],")},
		{name: "projected", manifests: deployment("", "volumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: t}}, {configMap: {name: settings}}, {downwardAPI: {items: [{path: l, fieldRef: {fieldPath: metadata.labels}}]}}]}}],", "") + config("settings", "a: b")},
		{name: "sidecar", manifests: deployment("", "initContainers: [{name: side, image: \"IMAGE\", restartPolicy: Always}],", "")},
		{name: "own-kind", manifests: object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "shops.landing.example.com", `spec:
  group: landing.example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops, singular: shop, listKind: ShopList}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]`) + object("landing.example.com/v1", "Shop", "first", "spec: {}")},
		{name: "own-namespace", labels: "absent", also: "land-own-namespace", manifests: object("v1", "Namespace", "land-own-namespace", "") + deployment("", "", "")},
		{name: "elsewhere", manifests: service("db", "type: ExternalName, externalName: db.example.com")},
		{name: "own-endpoints", manifests: service("db", "ports: [{port: 5432}]") + "\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: db-1, labels: {kubernetes.io/service-name: db}}\naddressType: IPv4\nports: [{port: 5432}]\nendpoints: [{addresses: [192.0.2.1]}]\n"},
		{name: "own-runtime", manifests: deployment("", "runtimeClassName: e2e-landing,", "") + object("node.k8s.io/v1", "RuntimeClass", "e2e-landing", "handler: runc")},
		{name: "paused", manifests: deployment("replicas: 0,", "nodeSelector: {no: such},", "")},
		{name: "large-cpu-fits", manifests: deployment("", "", "resources: {requests: {cpu: 300m}},")},
	}
}
