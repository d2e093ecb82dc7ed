package fleet

import (
	"io"

	"github.com/kready/kready/internal/report/format"
)

// Prometheus writes the metrics of all clusters. They are those of a report of one, so that the
// same alerts serve both.
func Prometheus(w io.Writer, f Fleet) error {
	var all []format.Cluster
	for i, c := range f.Clusters {
		one := format.Cluster{Name: c.Name, Labels: c.Labels}
		if r, ok := f.Report(i); ok {
			one.Report = &r
		}
		all = append(all, one)
	}
	return format.PrometheusFleet(w, all)
}
