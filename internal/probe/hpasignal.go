package probe

import (
	"context"
	"fmt"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/kube"
)

const (
	autoscalingGroup = "autoscaling"
	// hpaLimit is how long an autoscaler may take to see a metric of pods that have just started: a round of
	// the metrics server, up to 60 seconds, the 30 seconds for which the controller does not trust a new
	// pod (--horizontal-pod-autoscaler-initial-readiness-delay), and two of its rounds of 15 seconds.
	hpaLimit = 2 * time.Minute
	// resourceMetrics is the check of the API that autoscalers read.
	resourceMetrics = "metrics/resource-metrics"
)

// hpaSignal tests whether an autoscaler gets to see the CPU use of pods.
func hpaSignal() Probe {
	verbs := []string{"create", "get", "list", "delete"}
	return Probe{
		Name:            "metrics/hpa-signal",
		Creates:         "a HorizontalPodAutoscaler of one of the servers, which cannot scale it: its minimum and maximum are 1",
		ExpectedSeconds: 60,
		Limit:           3 * time.Minute,
		Reads:           facts.Fields{facts.KindAPIs},
		Consults:        []string{resourceMetrics},
		Skip:            skipUnserved(autoscalingGroup, "horizontalpodautoscalers", "v2"),
		RuledOut: func(s *Session) string {
			gap, _ := s.Gap(resourceMetrics)
			return gap.Reason
		},
		Rights: kube.Rights(autoscalingGroup, "horizontalpodautoscalers", verbs...),
		Run:    runHPASignal,
	}
}

func runHPASignal(ctx context.Context, s *Session, out *Result) error {
	if _, err := s.EchoServers(); err != nil {
		return err
	}
	name := "echo-0-" + s.RunID
	one, half := int32(1), int32(50)
	autoscalers := s.autoscalers(s.Namespace)
	_, err := autoscalers.create(ctx, &autoscalingv2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: s.Namespace, Labels: s.labels(nil)},
		Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: name},
			MinReplicas:    &one, MaxReplicas: one,
			Metrics: []autoscalingv2.MetricSpec{{Type: autoscalingv2.ResourceMetricSourceType, Resource: &autoscalingv2.ResourceMetricSource{
				Name: corev1.ResourceCPU, Target: autoscalingv2.MetricTarget{Type: autoscalingv2.UtilizationMetricType, AverageUtilization: &half},
			}}},
		},
	})
	if err != nil {
		return createError("a HorizontalPodAutoscaler", err)
	}
	t := facts.Trial{Phase: facts.PhaseProof, What: "the CPU use of a server's pod, for a HorizontalPodAutoscaler", Expected: facts.Answered, Failure: "was not seen by it"}
	t, err = s.tryUntil(ctx, t, hpaLimit, 1, func(ctx context.Context) (observation, error) {
		now, err := autoscalers.get(ctx, name)
		switch {
		case err != nil && temporary(err):
			return observation{facts.Blocked, reasonOf(err)}, nil
		case err != nil:
			return observation{}, fmt.Errorf("looking at the HorizontalPodAutoscaler: %w", err)
		}
		return signalOf(now), nil
	})
	if err != nil {
		return err
	}
	out.Add(t)
	if t.Got == facts.Answered {
		out.Measure("time to a metric", t.Milliseconds, "milliseconds")
	}
	return nil
}

// signalOf says whether an autoscaler sees its metric: its condition ScalingActive says so.
func signalOf(h *autoscalingv2.HorizontalPodAutoscaler) observation {
	for _, c := range h.Status.Conditions {
		if c.Type != autoscalingv2.ScalingActive {
			continue
		}
		if c.Status == corev1.ConditionTrue {
			return observation{facts.Answered, "its condition ScalingActive is True (" + shorten(c.Reason) + ")"}
		}
		return observation{facts.Blocked, shorten(said("its condition ScalingActive is "+string(c.Status), c.Reason, c.Message))}
	}
	return observation{facts.Blocked, "the autoscaler's controller has not looked at it"}
}

func (s *Session) autoscalers(namespace string) objects[autoscalingv2.HorizontalPodAutoscaler] {
	return in[autoscalingv2.HorizontalPodAutoscaler](s.Client, namespace, autoscalingv2.SchemeGroupVersion, "horizontalpodautoscalers", "HorizontalPodAutoscaler")
}
