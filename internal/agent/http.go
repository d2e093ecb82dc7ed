package agent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// bodyMax bounds what is read of an answer.
const bodyMax = 4 << 20

// tryHTTP gets a URL. Params: host (the Host header), contains (what the body must
// have), status (the code that is wanted; 200 by default), refusal (a code by which a proxy
// in between says no: no answer), bytes (the size that the body must have), method. The server's own name is the answer's value.
func tryHTTP(ctx context.Context, t Try) reply {
	method := t.Params["method"]
	if method == "" {
		method = http.MethodGet
	}
	request, err := http.NewRequestWithContext(ctx, method, t.Target, nil)
	if err != nil {
		return reply{err: err}
	}
	if host := t.Params["host"]; host != "" {
		request.Host = host
	}
	client := &http.Client{
		// No proxy of the environment, and a connection of its own for each attempt.
		Transport:     &http.Transport{Proxy: nil, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return reply{err: inner(err)}
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(response.Body, bodyMax))
	if err != nil {
		return reply{err: fmt.Errorf("after %d bytes: %w", len(body), err)}
	}
	return judgeHTTP(t, response, body)
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
	status := "200"
	if want := t.Params["status"]; want != "" {
		status = want
	}
	if strconv.Itoa(response.StatusCode) != status {
		out.wrong = true
		return out
	}
	if want := t.Params["contains"]; want != "" && !strings.Contains(string(body), want) {
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
