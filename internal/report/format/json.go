package format

import (
	"io"

	"github.com/kready/kready/internal/output"
	"github.com/kready/kready/internal/report"
)

// JSON writes the report as one indented JSON document.
func JSON(w io.Writer, r report.Report) error { return output.WriteJSON(w, r) }
