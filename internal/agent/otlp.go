package agent

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/kready/kready/internal/text"
)

// tryOTLP sends one span over OTLP/HTTP to the URL Target, as JSON: a collector must answer with HTTP 200,
// and name no rejected span. Params: service, the span's service.name. See
// https://opentelemetry.io/docs/specs/otlp/#otlphttp-response.
func tryOTLP(ctx context.Context, t Trial) reply {
	body, err := json.Marshal(span(t.Params["service"], time.Now()))
	if err != nil {
		return reply{err: err}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(t.Target, "/")+"/v1/traces", bytes.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := newLogClient(t.Target, "").client.Do(request)
	if err != nil {
		return reply{err: withoutURL(err)}
	}
	defer func() { _ = response.Body.Close() }()
	back, err := io.ReadAll(io.LimitReader(response.Body, bodyMax))
	if err != nil {
		return reply{err: err}
	}
	return judgeOTLP(response.StatusCode, back)
}

// judgeOTLP reads the answer to a span.
func judgeOTLP(status int, body []byte) reply {
	if status != http.StatusOK {
		return reply{wrong: true, detail: (&statusError{status, text.OneLine(text.Truncate(string(body), 80))}).Error()}
	}
	var answer struct {
		PartialSuccess struct {
			// RejectedSpans is a 64-bit number, which JSON of protobuf writes as a string.
			RejectedSpans any    `json:"rejectedSpans"`
			ErrorMessage  string `json:"errorMessage"`
		} `json:"partialSuccess"`
	}
	if len(bytes.TrimSpace(body)) > 0 {
		if err := json.Unmarshal(body, &answer); err != nil {
			return reply{wrong: true, detail: "HTTP 200, and no answer of OTLP"}
		}
	}
	rejected := fmt.Sprint(answer.PartialSuccess.RejectedSpans)
	if n, err := strconv.ParseFloat(rejected, 64); err == nil && n > 0 {
		return reply{wrong: true, detail: text.Truncate("the span was rejected: "+text.OneLine(answer.PartialSuccess.ErrorMessage), 100)}
	}
	return reply{detail: "HTTP 200, the span was taken"}
}

// span is an export request with one span of a millisecond.
func span(service string, now time.Time) map[string]any {
	id := make([]byte, 24)
	_, _ = rand.Read(id) // never fails: crypto/rand ends the program instead
	name := map[string]any{"key": "service.name", "value": map[string]any{"stringValue": service}}
	return map[string]any{"resourceSpans": []any{map[string]any{
		"resource": map[string]any{"attributes": []any{name}},
		"scopeSpans": []any{map[string]any{"scope": map[string]any{"name": "kready"}, "spans": []any{map[string]any{
			"traceId": hex.EncodeToString(id[:16]), "spanId": hex.EncodeToString(id[16:]), "name": "probe", "kind": 1,
			"startTimeUnixNano": strconv.FormatInt(now.UnixNano(), 10),
			"endTimeUnixNano":   strconv.FormatInt(now.Add(time.Millisecond).UnixNano(), 10),
		}}}},
	}}}
}
