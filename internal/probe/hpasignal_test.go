package probe

import (
	"strings"
	"testing"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"

	"github.com/kready/kready/internal/facts"
)

// TestSignalOf: only the condition ScalingActive says that an autoscaler sees its metric.
func TestSignalOf(t *testing.T) {
	condition := func(kind autoscalingv2.HorizontalPodAutoscalerConditionType, status corev1.ConditionStatus, reason, message string) autoscalingv2.HorizontalPodAutoscalerCondition {
		return autoscalingv2.HorizontalPodAutoscalerCondition{Type: kind, Status: status, Reason: reason, Message: message}
	}
	able := condition(autoscalingv2.AbleToScale, corev1.ConditionTrue, "SucceededGetScale", "")
	for name, tt := range map[string]struct {
		conditions  []autoscalingv2.HorizontalPodAutoscalerCondition
		got, detail string
	}{
		"seen":       {[]autoscalingv2.HorizontalPodAutoscalerCondition{able, condition(autoscalingv2.ScalingActive, corev1.ConditionTrue, "ValidMetricFound", "")}, facts.Answered, "ValidMetricFound"},
		"not seen":   {[]autoscalingv2.HorizontalPodAutoscalerCondition{able, condition(autoscalingv2.ScalingActive, corev1.ConditionFalse, "FailedGetResourceMetric", "no metrics returned")}, facts.Blocked, "FailedGetResourceMetric: no metrics returned"},
		"not yet":    {[]autoscalingv2.HorizontalPodAutoscalerCondition{able}, facts.Blocked, "has not looked at it"},
		"no answers": {nil, facts.Blocked, "has not looked at it"},
	} {
		h := &autoscalingv2.HorizontalPodAutoscaler{}
		h.Status.Conditions = tt.conditions
		if got := signalOf(h); got.got != tt.got || !strings.Contains(got.detail, tt.detail) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestHPASignalRuledOut: without the metrics API nothing is tried.
func TestHPASignalRuledOut(t *testing.T) {
	in := &facts.Input{Snapshot: facts.Snapshot{APIs: []facts.APIGroup{{Name: "autoscaling", Versions: []string{"v2"}, Resources: []string{"horizontalpodautoscalers"}}}}}
	client := server("")
	s := settings()
	s.Known = []KnownGap{{Check: resourceMetrics, Reason: "there is no metrics API"}}
	saw, err := run(t.Context(), client, in, []Probe{hpaSignal()}, s)
	if err != nil || len(saw) != 1 || saw[0].RuledOut != "there is no metrics API" || len(saw[0].Trials) > 0 {
		t.Errorf("%+v %v", saw, err)
	}
}
