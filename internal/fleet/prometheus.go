package fleet

import (
	"io"

	"github.com/kready/kready/internal/report/format"
)

// Prometheus writes the metrics of all clusters. They are those of a report of one, so that the
// same alerts serve both.
func Prometheus(w io.Writer, f Fleet) error {
	return format.PrometheusFleet(w, len(f.Clusters), func(i int) format.Cluster {
		one := format.Cluster{Name: f.Clusters[i].Name, Labels: f.Clusters[i].Labels}
		if r, ok := f.Report(i); ok {
			one.Report = &r
		}
		return one
	})
}
