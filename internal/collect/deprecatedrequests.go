package collect

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/kready/kready/internal/facts"
	"github.com/kready/kready/internal/target"
	"github.com/kready/kready/internal/text"
)

const (
	metricsPath = "/metrics"
	// deprecatedMetric is one that Kubernetes calls stable:
	// https://kubernetes.io/docs/reference/instrumentation/metrics/
	deprecatedMetric = "apiserver_requested_deprecated_apis{"
	// deprecatedMax is how many resources are kept that were requested in versions which go.
	deprecatedMax = 200
)

func deprecatedRequestsCollector() Collector {
	return Collector{
		Facts:   facts.KindDeprecatedRequests,
		Reads:   []Read{nonResource(metricsPath)},
		Consent: ConsentMetrics,
		Collect: collectDeprecatedRequests,
	}
}

// collectDeprecatedRequests reads the metrics of one API server line by line, and keeps those of one name.
func collectDeprecatedRequests(ctx context.Context, r *Run) Fill {
	q := target.Query{Resource: metricsPath}
	var found []facts.DeprecatedRequest
	genuine := false
	err := target.LinesOf(ctx, r.src, metricsPath, func(line []byte) error {
		genuine = genuine || bytes.HasPrefix(line, []byte("apiserver_request_total"))
		if !bytes.HasPrefix(line, []byte(deprecatedMetric)) {
			return nil
		}
		if len(found) == deprecatedMax {
			return &target.ReadError{Reason: facts.ReasonTooLarge, Message: "more deprecated APIs were requested than kready keeps"}
		}
		if one, ok := distilDeprecated(string(line)); ok {
			found = append(found, one)
		}
		return nil
	})
	if err == nil && !genuine {
		err = &target.ReadError{Reason: facts.ReasonMalformed, Message: "the answer does not hold the metrics of an API server"}
	}
	if err != nil {
		r.fail("get", q, err)
		if len(found) == 0 {
			return nil
		}
	}
	sortBy(found,
		func(d facts.DeprecatedRequest) string { return d.Group },
		func(d facts.DeprecatedRequest) string { return d.Version },
		func(d facts.DeprecatedRequest) string { return d.Resource },
		func(d facts.DeprecatedRequest) string { return d.Subresource })
	return func(s *facts.Snapshot) {
		s.DeprecatedRequests = facts.DeprecatedRequests{Asked: true, Requests: slices.Compact(found)}
	}
}

// metricLabel is a label of a sample, and release a minor version of Kubernetes.
var (
	metricLabel = regexp.MustCompile(`([a-z_]+)="((?:[^"\\]|\\.)*)"`)
	release     = regexp.MustCompile(`^1\.([0-9]{1,3})$`)
)

// distilDeprecated reads one sample; false for one that is 0, or that names no version.
func distilDeprecated(line string) (facts.DeprecatedRequest, bool) {
	labels, value, _ := strings.Cut(strings.TrimPrefix(line, deprecatedMetric), "}")
	var out facts.DeprecatedRequest
	into := map[string]*string{
		"group": &out.Group, "version": &out.Version, "resource": &out.Resource, "subresource": &out.Subresource, "removed_release": &out.RemovedIn,
	}
	for _, label := range metricLabel.FindAllStringSubmatch(labels, -1) {
		if field := into[label[1]]; field != nil {
			*field = text.Truncate(label[2], valueMax)
		}
	}
	if parts := release.FindStringSubmatch(out.RemovedIn); parts != nil {
		out.RemovedInMinor, _ = strconv.Atoi(parts[1])
	}
	return out, out.Version != "" && strings.TrimSpace(value) != "0"
}
