package kind

import "fmt"

// broken are services that the bare cluster refuses, each for one reason.
func broken() []bundle {
	return []bundle{
		{name: "no-kind", manifests: object("example.com/v1", "Widget", "web", "spec: {}"), refused: "no matches for kind"},
		{name: "no-gateway-api", manifests: object("gateway.networking.k8s.io/v1", "HTTPRoute", "web", "spec: {parentRefs: [{name: public}]}"), refused: "no matches for kind"},
		{name: "no-monitors", manifests: object("monitoring.coreos.com/v1", "ServiceMonitor", "web", "spec: {endpoints: [{port: http}], selector: {}}"), refused: "no matches for kind"},
		{name: "removed-version", manifests: object("policy/v1beta1", "PodDisruptionBudget", "web", "spec: {maxUnavailable: 1}"), refused: "no matches for kind"},
		{name: "removed-hpa", manifests: object("autoscaling/v2beta2", "HorizontalPodAutoscaler", "web", "spec: {maxReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}"), refused: "no matches for kind"},
		{name: "no-namespace", labels: "absent", manifests: deployment("", "", ""), refused: "not found"},
		{name: "unknown-field", manifests: deployment("replica: 2,", "", ""), refused: "unknown field", admission: true},
		{name: "unknown-pod-field", manifests: deployment("", "", "imagePullPolicies: Always,"), refused: "unknown field", admission: true},
		{name: "other-labels", manifests: "\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {selector: {matchLabels: {app: other}}, template: {metadata: {labels: {app: web}}, spec: " + pods("", "") + "}}\n", refused: "does not match template", admission: true},
		{name: "no-restart-policy", manifests: object("batch/v1", "Job", "web", "spec: {template: {spec: "+pods("", "")+"}}"), refused: "restartPolicy", admission: true},
		{name: "bad-name", manifests: config("Web_Settings", "a: b"), refused: "RFC 1123", admission: true},
		{name: "no-mount", manifests: deployment("", "", "volumeMounts: [{name: absent, mountPath: /a}],"), refused: "volumeMounts", admission: true},
		{name: "policy", labels: "e2e-landing=strict", manifests: config("settings", "forbidden: x"), refused: "a forbidden key", admission: true},
		{name: "webhook", labels: "e2e-landing=dead", manifests: deployment("", "", ""), refused: "failed calling webhook", admission: true},
		{name: "no-config", manifests: deployment("", "", "envFrom: [{configMapRef: {name: absent}}],"), refused: `configmap "absent" not found`},
		{name: "no-config-volume", manifests: deployment("", "volumes: [{name: a, configMap: {name: absent}}],", "volumeMounts: [{name: a, mountPath: /a}],"), refused: `configmap "absent" not found`},
		{name: "no-config-key", manifests: deployment("", "", "env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: port}}}],") + config("settings", "host: db"), refused: "couldn't find key port"},
		{name: "no-config-key-there", platform: config("settings", "host: db"), manifests: deployment("", "", "env: [{name: A, valueFrom: {configMapKeyRef: {name: settings, key: port}}}],"), refused: "couldn't find key port"},
		{name: "no-secret", manifests: deployment("", "", "envFrom: [{secretRef: {name: absent}}],"), refused: `secret "absent" not found`},
		{name: "no-secret-cron", manifests: object("batch/v1", "Job", "web", "spec: {template: {spec: "+pods("restartPolicy: Never, volumes: [{name: a, secret: {secretName: absent}}],", "volumeMounts: [{name: a, mountPath: /a}],")+"}}"), refused: `secret "absent" not found`},
		{name: "no-account", manifests: deployment("", "serviceAccountName: absent,", ""), refused: `serviceaccount "absent" not found`},
		{name: "no-account-job", manifests: object("batch/v1", "Job", "web", "spec: {template: {spec: "+pods("restartPolicy: Never, serviceAccountName: absent,", "")+"}}"), refused: `serviceaccount "absent" not found`},
		{name: "no-priority", manifests: deployment("", "priorityClassName: absent,", ""), refused: "no PriorityClass with name absent"},
		{name: "no-runtime", manifests: deployment("", "runtimeClassName: absent,", ""), refused: `RuntimeClass "absent" not found`},
		{name: "no-handler", manifests: deployment("", "runtimeClassName: e2e-landing-kata,", "") + object("node.k8s.io/v1", "RuntimeClass", "e2e-landing-kata", "handler: kata"), refused: "no runtime for"},
		{name: "no-class", manifests: deployment("", mounted, "") + claim("data", "storageClassName: absent,"), refused: `storageclass.storage.k8s.io "absent" not found`},
		{name: "no-provisioner", manifests: deployment("", mounted, "") + claim("data", ""), refused: "Waiting for a volume to be created"},
		{name: "no-provisioner-template", manifests: workload("StatefulSet", "volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Mi}}}}],", "", "volumeMounts: [{name: data, mountPath: /d}],"), refused: "Waiting for a volume to be created"},
		{name: "no-static-volume", manifests: deployment("", mounted, "") + claim("data", "storageClassName: '', volumeMode: Block,"), refused: "no persistent volumes available"},
		{name: "no-claim", manifests: deployment("", mounted, ""), refused: `persistentvolumeclaim "data" not found`},
		{name: "no-csi-driver", manifests: deployment("", "volumes: [{name: a, csi: {driver: absent.example.com}}],", "volumeMounts: [{name: a, mountPath: /a}],"), refused: "absent.example.com"},
		{name: "selector", manifests: deployment("", "nodeSelector: {disk: ssd},", ""), refused: "didn't match Pod's node affinity/selector"},
		{name: "affinity-none", manifests: deployment("", "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [s390x]}]}]}}},", ""), refused: "didn't match Pod's node affinity/selector"},
		{name: "taint", manifests: deployment("", toMasters, ""), refused: "untolerated taint"},
		{name: "cpu", manifests: deployment("", "", "resources: {requests: {cpu: 64}},"), refused: "Insufficient cpu"},
		{name: "cpu-init", manifests: deployment("", "initContainers: [{name: first, image: \"IMAGE\", resources: {requests: {cpu: 64}}}],", ""), refused: "Insufficient cpu"},
		{name: "memory", manifests: deployment("", "", "resources: {requests: {memory: 4Ti}},"), refused: "Insufficient memory"},
		{name: "disk", manifests: deployment("", "", "resources: {requests: {ephemeral-storage: 100Ti}},"), refused: "Insufficient ephemeral-storage"},
		{name: "gpu", manifests: deployment("", "", "resources: {limits: {example.com/gpu: 1}},"), refused: "Insufficient example.com/gpu"},
		{name: "replicas", manifests: deployment("replicas: 9,", "", "resources: {requests: {cpu: 900m}},"), refused: "Insufficient cpu"},
		{name: "apart-too-many", manifests: deployment("replicas: 4,", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}},", ""), refused: "didn't match pod anti-affinity rules"},
		// The control plane counts as a domain that has no pod: its taint is not looked at unless nodeTaintsPolicy says so.
		{name: "spread-taints", manifests: deployment("replicas: 3,", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}],", ""), refused: "topology spread constraints"},
		{name: "spread-no-zone", manifests: deployment("", "topologySpreadConstraints: [{maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}],", ""), refused: "topology spread constraints"},
		{name: "together-with-none", manifests: deployment("", "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: absent}}}]}},", ""), refused: "didn't match pod affinity rules"},
		{name: "scheduler", manifests: deployment("", "schedulerName: absent,", ""), refused: "PENDING"},
		{
			name: "host-port-taken", platform: `
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: taken}
spec: {selector: {matchLabels: {app: taken}}, template: {metadata: {labels: {app: taken}}, spec: ` + pods("tolerations: [{operator: Exists}],", "ports: [{containerPort: 8080, hostPort: 18080}],") + "}}\n",
			manifests: deployment("", "", "ports: [{containerPort: 8080, hostPort: 18080}],"), refused: "didn't have free ports",
		},
		{name: "quota-full", platform: fmt.Sprintf(quota, "requests.cpu: 5m"), manifests: deployment("", "", small), refused: "exceeded quota"},
		{name: "quota-replicas", platform: fmt.Sprintf(quota, "pods: 2"), manifests: deployment("replicas: 4,", "", ""), refused: "exceeded quota"},
		{name: "quota-unset", platform: fmt.Sprintf(quota, "limits.memory: 1Gi"), manifests: deployment("", "", ""), refused: "must specify limits.memory"},
		{name: "quota-objects", platform: fmt.Sprintf(quota, "count/services: 0"), manifests: deployment("", "", "") + service("web", "selector: {app: web}, ports: [{port: 80}]"), refused: "exceeded quota", admission: true},
		{name: "quota-storage", platform: fmt.Sprintf(quota, "requests.storage: 1Ki"), manifests: claim("data", ""), refused: "exceeded quota"},
		{name: "limit-max", platform: fmt.Sprintf(limits, "max: {cpu: 10m}"), manifests: deployment("", "", "resources: {limits: {cpu: 20m}},"), refused: "maximum cpu usage per Container"},
		{name: "limit-min", platform: fmt.Sprintf(limits, "min: {cpu: 100m}"), manifests: deployment("", "", small), refused: "minimum cpu usage per Container"},
		{name: "psa-restricted", labels: restricted, manifests: deployment("", "", ""), refused: "violates PodSecurity"},
		{name: "psa-baseline", labels: baseline, manifests: deployment("", "hostNetwork: true,", ""), refused: "violates PodSecurity"},
		{name: "psa-daemonset", labels: baseline, manifests: workload("DaemonSet", "", "volumes: [{name: a, hostPath: {path: /var/log}}],", ""), refused: "violates PodSecurity"},
		{name: "psa-own-labels", labels: "absent", also: "land-psa-own-labels", manifests: "\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: land-psa-own-labels, labels: {pod-security.kubernetes.io/enforce: restricted}}\n" + deployment("", "", ""), refused: "violates PodSecurity"},
		{name: "service-selector", manifests: deployment("", "", "") + service("web", "selector: {app: shop}, ports: [{port: 80}]"), refused: "NO ENDPOINTS"},
		{name: "service-port-name", manifests: deployment("", "", port) + service("web", "selector: {app: web}, ports: [{port: 80, targetPort: https}]"), refused: "NO ENDPOINTS"},
		{name: "node-port-range", manifests: deployment("", "", "") + service("web", "type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 80}]"), refused: "not in the valid range"},
		{name: "cluster-ip", manifests: deployment("", "", "") + service("web", "clusterIP: 192.0.2.7, selector: {app: web}, ports: [{port: 80}]"), refused: "failed to allocate IP", admission: true},
		{name: "load-balancer", manifests: deployment("", "", "") + service("web", "type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]"), refused: "NO ADDRESS"},
		{name: "dual-stack", manifests: deployment("", "", "") + service("web", "ipFamilyPolicy: RequireDualStack, selector: {app: web}, ports: [{port: 80}]"), refused: "dual-stack"},
		{name: "ingress-class", manifests: object("networking.k8s.io/v1", "Ingress", "web", "spec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}}"), refused: "NO ADDRESS"},
		{name: "ingress-no-class", manifests: object("networking.k8s.io/v1", "Ingress", "web", "spec: {defaultBackend: {service: {name: web, port: {number: 80}}}}"), refused: "NO ADDRESS"},
		{name: "hpa-metrics", manifests: deployment("", "", small) + object("autoscaling/v2", "HorizontalPodAutoscaler", "web", "spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}"), refused: "unable to fetch metrics"},
		{name: "hpa-target", manifests: object("autoscaling/v2", "HorizontalPodAutoscaler", "web", "spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: absent}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]}"), refused: "not found"},
		{name: "device-class", manifests: "\n---\napiVersion: resource.k8s.io/v1\nkind: ResourceClaimTemplate\nmetadata: {name: gpu}\nspec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: absent.example.com}}]}}}\n" +
			deployment("", "resourceClaims: [{name: gpu, resourceClaimTemplateName: gpu}],", "resources: {claims: [{name: gpu}]},"), refused: "absent.example.com"},
	}
}
