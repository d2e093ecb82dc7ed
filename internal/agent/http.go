package agent

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// bodyMax limits what is read of a response.
const bodyMax = 4 << 20

// tryHTTP gets a URL. Params: host (the Host header), contains and lacks (what the body
// must and must not contain), status (the expected codes, joined by commas, or "any"; 200
// when not set), refusal (the code with which a proxy refuses, which counts as no answer),
// bytes (the expected size of the body), redirect (the host and port to use when the
// response redirects to HTTPS; its certificate is not verified). The server's name is the
// answer's value.
func tryHTTP(ctx context.Context, t Trial) reply { return request(ctx, t, http.MethodGet, nil) }

// tryUpload posts a body, which the server counts. Params: size, in bytes.
func tryUpload(ctx context.Context, t Trial) reply {
	size, err := strconv.Atoi(t.Params["size"])
	if err != nil {
		return reply{err: fmt.Errorf("size must be a number of bytes, got %q", t.Params["size"])}
	}
	got := request(ctx, t, http.MethodPost, testData(size))
	if got.err == nil && !got.wrong {
		got.detail = fmt.Sprintf("%d bytes arrived", size)
	}
	return got
}

func request(ctx context.Context, t Trial, method string, body []byte) reply {
	request, err := http.NewRequestWithContext(ctx, method, t.Target, bytes.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	if host := t.Params["host"]; host != "" {
		request.Host = host
	}
	client := &http.Client{
		// No proxy from the environment, and a new connection for each attempt.
		Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true, TLSClientConfig: &tls.Config{
			ServerName: t.Params["host"], InsecureSkipVerify: true, //nolint:gosec // the path is tested, not the certificate
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{err: withoutURL(err)}
	}
	defer func() { _ = response.Body.Close() }()
	if next := httpsTarget(t, response); next != "" {
		again := t
		again.Target = next
		return tryHTTP(ctx, again)
	}
	back, err := io.ReadAll(io.LimitReader(response.Body, bodyMax))
	if err != nil {
		return reply{err: fmt.Errorf("after %d bytes: %w", len(back), err)}
	}
	return judgeHTTP(t, response, back)
}

// httpsTarget returns the URL to follow a redirect to HTTPS to; "" for any other response.
// Many controllers redirect all requests, so that the redirect proves nothing of the route.
func httpsTarget(t Trial, response *http.Response) string {
	to, err := response.Location()
	if err != nil || to.Scheme != "https" || t.Params["redirect"] == "" || strings.HasPrefix(t.Target, "https:") {
		return ""
	}
	return "https://" + t.Params["redirect"] + to.Path
}

// judgeHTTP compares a response with what the trial expects.
func judgeHTTP(t Trial, response *http.Response, body []byte) reply {
	out := reply{
		detail: fmt.Sprintf("HTTP %d, %d bytes", response.StatusCode, len(body)),
		value:  response.Header.Get("Kready-Pod"),
	}
	if no := t.Params["refusal"]; no != "" && strconv.Itoa(response.StatusCode) == no {
		return reply{err: fmt.Errorf("refused with HTTP %s", no)}
	}
	expected := t.Params["status"]
	if expected == "" {
		expected = "200"
	}
	if expected != "any" && !slices.Contains(strings.Split(expected, ","), strconv.Itoa(response.StatusCode)) {
		out.wrong = true
		return out
	}
	if bad := t.Params["lacks"]; bad != "" && strings.Contains(string(body), bad) {
		out.wrong, out.detail = true, out.detail+", from where it should not come"
	}
	if text := t.Params["contains"]; text != "" && response.StatusCode == http.StatusOK && !strings.Contains(string(body), text) {
		out.wrong, out.detail = true, out.detail+", not what was asked for"
	}
	if want, err := strconv.Atoi(t.Params["bytes"]); err == nil && !bytes.Equal(body, testData(want)) {
		out.wrong, out.detail = true, fmt.Sprintf("%s, not the %d that were sent", out.detail, want)
	}
	return out
}

// withoutURL removes the method and the URL from an error: the caller knows both.
func withoutURL(err error) error {
	if unwrapped := errors.Unwrap(err); unwrapped != nil {
		return unwrapped
	}
	return err
}
