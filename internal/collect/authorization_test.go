package collect

import (
	"reflect"
	"testing"

	"github.com/kready/kready/internal/facts"
)

func TestAuthorizationFlags(t *testing.T) {
	for name, tt := range map[string]struct {
		args []facts.Arg
		want facts.AuthorizationServer
	}{
		"none":       {[]facts.Arg{{Name: "kube-apiserver"}}, facts.AuthorizationServer{}},
		"one flag":   {[]facts.Arg{{Name: "authorization-mode", Value: "Node,RBAC"}}, facts.AuthorizationServer{Modes: []string{"Node", "RBAC"}}},
		"two flags":  {[]facts.Arg{{Name: "authorization-mode", Value: "RBAC"}, {Name: "authorization-mode", Value: "AlwaysAllow"}}, facts.AuthorizationServer{Modes: []string{"AlwaysAllow", "RBAC"}}},
		"quoted":     {[]facts.Arg{{Name: "authorization-mode", Value: `"RBAC, Node"`}}, facts.AuthorizationServer{Modes: []string{"Node", "RBAC"}}},
		"in a file":  {[]facts.Arg{{Name: "authorization-config", Value: "/etc/kubernetes/authorization.yaml"}}, facts.AuthorizationServer{File: true}},
		"other ones": {[]facts.Arg{{Name: "audit-log-path", Value: "/x"}}, facts.AuthorizationServer{}},
	} {
		w := facts.Workload{Kind: facts.StaticPod, Containers: []facts.Container{{Args: tt.args}}}
		if got := distilAuthorization(&w); got.File != tt.want.File || len(got.Modes)+len(tt.want.Modes) > 0 && !reflect.DeepEqual(got.Modes, tt.want.Modes) {
			t.Errorf("%s: got %+v, want %+v", name, got, tt.want)
		}
	}
}
