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

// bodyMax bounds what is read of an answer.
const bodyMax = 4 << 20

// tryHTTP gets a URL. Params: host (the Host header), contains and lacks (what the body
// must and must not have), status (the codes that are wanted, joined by commas, 200 when
// not set, "any"), refusal (a code by which a proxy in between says no, which is no
// answer), bytes (the size that the body must have), redirect (the host and port to ask
// instead when the answer sends the client to HTTPS; its certificate is not looked at, for
// the name in it is not what is tried). The server's own name is the answer's value.
func tryHTTP(ctx context.Context, t Try) reply { return request(ctx, t, http.MethodGet, nil) }

// tryUpload posts so many bytes, which the server counts. Params: size.
func tryUpload(ctx context.Context, t Try) reply {
	size, err := strconv.Atoi(t.Params["size"])
	if err != nil {
		return reply{err: fmt.Errorf("%q is no size", t.Params["size"])}
	}
	got := request(ctx, t, http.MethodPost, pattern(size))
	if got.err == nil && !got.wrong {
		got.detail = fmt.Sprintf("%d bytes arrived", size)
	}
	return got
}

func request(ctx context.Context, t Try, method string, body []byte) reply {
	request, err := http.NewRequestWithContext(ctx, method, t.Target, bytes.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	if host := t.Params["host"]; host != "" {
		request.Host = host
	}
	client := &http.Client{
		// No proxy of the environment, and a connection of its own for each attempt.
		Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true, TLSClientConfig: &tls.Config{
			ServerName: t.Params["host"], InsecureSkipVerify: true, //nolint:gosec // what is tried is the way, not the certificate
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{err: inner(err)}
	}
	defer func() { _ = response.Body.Close() }()
	if next := secured(t, response); next != "" {
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

// secured is where to ask instead: a redirection to HTTPS says nothing of the route behind
// it, for many controllers send everybody there.
func secured(t Try, response *http.Response) string {
	to, err := response.Location()
	if err != nil || to.Scheme != "https" || t.Params["redirect"] == "" || strings.HasPrefix(t.Target, "https:") {
		return ""
	}
	return "https://" + t.Params["redirect"] + to.Path
}

// judgeHTTP holds an answer to what the trial asks of it.
func judgeHTTP(t Try, response *http.Response, body []byte) reply {
	out := reply{
		detail: fmt.Sprintf("HTTP %d, %d bytes", response.StatusCode, len(body)),
		value:  response.Header.Get("Kready-Pod"),
	}
	if no := t.Params["refusal"]; no != "" && strconv.Itoa(response.StatusCode) == no {
		return reply{err: fmt.Errorf("refused with HTTP %s", no)}
	}
	wanted := t.Params["status"]
	if wanted == "" {
		wanted = "200"
	}
	if wanted != "any" && !slices.Contains(strings.Split(wanted, ","), strconv.Itoa(response.StatusCode)) {
		out.wrong = true
		return out
	}
	if bad := t.Params["lacks"]; bad != "" && strings.Contains(string(body), bad) {
		out.wrong, out.detail = true, out.detail+", from where it should not come"
	}
	if want := t.Params["contains"]; want != "" && response.StatusCode == http.StatusOK && !strings.Contains(string(body), want) {
		out.wrong, out.detail = true, out.detail+", not what was asked for"
	}
	if want, err := strconv.Atoi(t.Params["bytes"]); err == nil && !bytes.Equal(body, pattern(want)) {
		out.wrong, out.detail = true, fmt.Sprintf("%s, not the %d that were sent", out.detail, want)
	}
	return out
}

// inner leaves out the method and the URL, which the caller knows.
func inner(err error) error {
	if unwrapped := errors.Unwrap(err); unwrapped != nil {
		return unwrapped
	}
	return err
}
