package controlplane

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	flowcontrolv1 "k8s.io/api/flowcontrol/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/kready/kready/e2e/driver"
)

// TestPriorityAndFairness: an API server that serves few requests at once makes kready wait and
// refuses none of its requests, whose answers are those of one that is free. Of 24 at once, some ten are for
// service accounts together. Administrators are
// exempt from Priority and Fairness; a service account is not.
func TestPriorityAndFairness(t *testing.T) {
	p := start(t, "max-requests-inflight=20", "max-mutating-requests-inflight=4")
	ctx, cancel := Context()
	defer cancel()
	if err := p.Fill(ctx, Size{Nodes: 20, Deployments: 60, Pods: 60}); err != nil {
		t.Fatal(err)
	}
	account, err := p.ServiceAccount(ctx, "fair", "cluster-admin")
	if err != nil {
		t.Fatal(err)
	}
	free := report(t, p, p.Admin)
	mark, err := p.Audit.Mark()
	if err != nil {
		t.Fatal(err)
	}
	fair := report(t, p, account)
	if free.Summary() != fair.Summary() {
		t.Errorf("exempt: %s; under Priority and Fairness: %s", free.Summary(), fair.Summary())
	}
	events, err := p.Audit.Since(mark)
	if err != nil || len(driver.Of(events, "nodes")) == 0 {
		t.Fatalf("%d requests in the audit log, %v", len(events), err)
	}
	for _, e := range events {
		if e.ResponseStatus.Code == 429 {
			t.Errorf("refused for now: %s %s: %s", e.Verb, e.RequestURI, e.ResponseStatus.Message)
		}
	}
}

// TestSmallFlowSchema: an API server that gives kready two or three seats and a queue for a few more refuses some of the
// first requests. kready comes back when it is asked to, with fewer at a time, and its answers are those of one that is free.
func TestSmallFlowSchema(t *testing.T) {
	p := start(t)
	ctx, cancel := Context()
	defer cancel()
	if err := p.Fill(ctx, Size{Nodes: 20, Deployments: 60, Pods: 60}); err != nil {
		t.Fatal(err)
	}
	account, err := p.ServiceAccount(ctx, "few-seats", "cluster-admin")
	if err != nil {
		t.Fatal(err)
	}
	free := report(t, p, account)
	for name, response := range map[string]flowcontrolv1.LimitResponse{
		"queue":  {Type: flowcontrolv1.LimitResponseTypeQueue, Queuing: &flowcontrolv1.QueuingConfiguration{Queues: 1, HandSize: 1, QueueLengthLimit: 3}},
		"reject": {Type: flowcontrolv1.LimitResponseTypeReject},
	} {
		t.Run(name, func(t *testing.T) {
			fewSeats(ctx, t, p, "few-seats", response)
			mark, err := p.Audit.Mark()
			if err != nil {
				t.Fatal(err)
			}
			same(t, baseline{Report: free}, report(t, p, account))
			events, err := p.Audit.Since(mark)
			if err != nil {
				t.Fatal(err)
			}
			refused := 0
			for _, e := range events {
				if e.ResponseStatus.Code == http.StatusTooManyRequests {
					refused++
				}
			}
			t.Logf("%d of %d requests were refused for now", refused, len(events))
			if refused == 0 || refused > 40 {
				t.Errorf("%d requests were refused for now: the test is for some, and a client that heeds them for few", refused)
			}
		})
	}
}

// fewSeats gives the requests of a service account a level of their own, with the fewest seats that there can be.
func fewSeats(ctx context.Context, t *testing.T, p *Plane, account string, response flowcontrolv1.LimitResponse) {
	t.Helper()
	one, none := int32(1), int32(0)
	level := &flowcontrolv1.PriorityLevelConfiguration{
		ObjectMeta: metav1.ObjectMeta{Name: account},
		Spec: flowcontrolv1.PriorityLevelConfigurationSpec{Type: flowcontrolv1.PriorityLevelEnablementLimited, Limited: &flowcontrolv1.LimitedPriorityLevelConfiguration{
			NominalConcurrencyShares: &one, BorrowingLimitPercent: &none, LendablePercent: &none, LimitResponse: response,
		}},
	}
	rule := flowcontrolv1.PolicyRulesWithSubjects{
		Subjects:         []flowcontrolv1.Subject{{Kind: flowcontrolv1.SubjectKindServiceAccount, ServiceAccount: &flowcontrolv1.ServiceAccountSubject{Namespace: "default", Name: account}}},
		ResourceRules:    []flowcontrolv1.ResourcePolicyRule{{Verbs: []string{"*"}, APIGroups: []string{"*"}, Resources: []string{"*"}, ClusterScope: true, Namespaces: []string{"*"}}},
		NonResourceRules: []flowcontrolv1.NonResourcePolicyRule{{Verbs: []string{"*"}, NonResourceURLs: []string{"*"}}},
	}
	schema := &flowcontrolv1.FlowSchema{
		ObjectMeta: metav1.ObjectMeta{Name: account},
		Spec: flowcontrolv1.FlowSchemaSpec{
			PriorityLevelConfiguration: flowcontrolv1.PriorityLevelConfigurationReference{Name: account}, MatchingPrecedence: 10,
			DistinguisherMethod: &flowcontrolv1.FlowDistinguisherMethod{Type: flowcontrolv1.FlowDistinguisherMethodByUserType},
			Rules:               []flowcontrolv1.PolicyRulesWithSubjects{rule},
		},
	}
	api := p.Client.FlowcontrolV1()
	if _, err := api.PriorityLevelConfigurations().Create(ctx, level, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := api.FlowSchemas().Create(ctx, schema, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := Context()
		defer cancel()
		if err := errors.Join(api.FlowSchemas().Delete(ctx, account, metav1.DeleteOptions{}), api.PriorityLevelConfigurations().Delete(ctx, account, metav1.DeleteOptions{})); err != nil {
			t.Error(err)
		}
	})
	err := wait.PollUntilContextTimeout(ctx, 100*time.Millisecond, 30*time.Second, true, func(ctx context.Context) (bool, error) {
		now, err := api.FlowSchemas().Get(ctx, account, metav1.GetOptions{})
		return err == nil && slices.ContainsFunc(now.Status.Conditions, func(c flowcontrolv1.FlowSchemaCondition) bool {
			return c.Type == flowcontrolv1.FlowSchemaConditionDangling && c.Status == flowcontrolv1.ConditionFalse
		}), nil
	})
	if err != nil {
		t.Fatalf("the FlowSchema is not in force: %v", err)
	}
}
