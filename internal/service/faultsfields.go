package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	kjson "sigs.k8s.io/json"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/text"
)

// structOf is a struct of Kubernetes for an object, nil for kinds whose fields are not looked at.
func structOf(o *object) any {
	all := map[string]any{
		"apps/v1 Deployment": &appsv1.Deployment{}, "apps/v1 StatefulSet": &appsv1.StatefulSet{}, "apps/v1 DaemonSet": &appsv1.DaemonSet{},
		"apps/v1 ReplicaSet": &appsv1.ReplicaSet{}, "batch/v1 Job": &batchv1.Job{}, "batch/v1 CronJob": &batchv1.CronJob{},
		"/v1 Pod": &corev1.Pod{}, "/v1 Service": &corev1.Service{}, "/v1 ConfigMap": &corev1.ConfigMap{}, "/v1 Secret": &corev1.Secret{}, "/v1 ServiceAccount": &corev1.ServiceAccount{},
		"/v1 PersistentVolumeClaim": &corev1.PersistentVolumeClaim{}, "/v1 ResourceQuota": &corev1.ResourceQuota{}, "/v1 LimitRange": &corev1.LimitRange{},
		"networking.k8s.io/v1 Ingress": &networkingv1.Ingress{}, "networking.k8s.io/v1 NetworkPolicy": &networkingv1.NetworkPolicy{},
		"rbac.authorization.k8s.io/v1 Role": &rbacv1.Role{}, "rbac.authorization.k8s.io/v1 ClusterRole": &rbacv1.ClusterRole{},
		"rbac.authorization.k8s.io/v1 RoleBinding": &rbacv1.RoleBinding{}, "rbac.authorization.k8s.io/v1 ClusterRoleBinding": &rbacv1.ClusterRoleBinding{},
		"autoscaling/v2 HorizontalPodAutoscaler": &autoscalingv2.HorizontalPodAutoscaler{}, "policy/v1 PodDisruptionBudget": &policyv1.PodDisruptionBudget{},
	}
	return all[o.group+"/"+o.version+" "+o.kind]
}

// unknownField finds the path in what the decoder says of a field that a kind does not have.
var unknownField = regexp.MustCompile(`^unknown field "(.+)"$`)

// fields finds fields that the kind does not have, and values of the wrong type.
func (f *faultFinder) fields() {
	into := structOf(f.object)
	if into == nil {
		return
	}
	data, err := json.Marshal(f.object.fields)
	if err != nil {
		return // it was read from YAML or JSON
	}
	strict, err := kjson.UnmarshalStrict(data, into)
	if err != nil && !f.hasOtherTypes {
		f.wrongType(err)
	}
	for _, one := range strict {
		match := unknownField.FindStringSubmatch(one.Error())
		if match == nil {
			continue
		}
		path := text.Truncate(match[1], valueMax)
		f.keep(facts.LandingFault{FieldLine: f.Line(stepsOf(match[1])...), UnknownField: path, Message: "its kind has no field " + path})
	}
}

// wrongType adds a value that is of another type than its field.
func (f *faultFinder) wrongType(err error) {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) || wrong.Field == "" {
		f.add(nil, "it does not decode: %s", text.Truncate(strings.TrimPrefix(err.Error(), "json: "), valueMax))
		return
	}
	f.add(strings.Split(wrong.Field, "."), "its %s%s", text.Truncate(wrong.Field, valueMax), expectation(wrong))
}

// expectation says of a field what it has, and what it must have: " has a number where it must have a list".
func expectation(wrong *json.UnmarshalTypeError) string {
	expected := "a whole number"
	switch wrong.Type.Kind() {
	case reflect.String:
		expected = "a text: put it in quotes"
	case reflect.Bool:
		expected = "true or false"
	case reflect.Slice:
		expected = "a list"
	case reflect.Map, reflect.Struct:
		expected = "keys with values"
	}
	article := "a"
	if wrong.Value == "object" || wrong.Value == "array" {
		article = "an"
	}
	return fmt.Sprintf(" has %s %s where it must have %s", article, wrong.Value, expected)
}

// stepsOf are the keys of a path as the decoder writes it: "spec.containers[0].image".
func stepsOf(path string) []string {
	var out []string
	for part := range strings.SplitSeq(path, ".") {
		name, index, found := strings.Cut(part, "[")
		out = append(out, name)
		if n, err := strconv.Atoi(strings.TrimSuffix(index, "]")); found && err == nil {
			out = append(out, strconv.Itoa(n))
		}
	}
	return out
}
