package target

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// Each lists page by page. When a list takes too long, its continue token expires (410): then
// the objects so far are discarded, and one request lists all. A page that the server could not make in time
// is asked for once more, smaller.
func (l *live) Each(ctx context.Context, q Query, fn func(runtime.Object) error) error {
	q.Name = ""
	where, params := location(q)
	token, objects, empty, late := "", 0, 0, false
	limit := l.size(q)
	if q.Count != nil {
		_, _, err := l.page(ctx, q, where, page(params, cmp.Or(q.PageSize, 1), ""), fn)
		return err
	}
	for pages := 0; ; pages++ {
		began := time.Now()
		next, n, err := l.page(ctx, q, where, page(params, limit, token), fn)
		if err != nil && n == 0 && !late && timedOut(ctx, err) {
			late, limit = true, min(limit, smallPage)
			continue
		}
		if err != nil && pages > 0 && expired(err) && q.Restart != nil {
			q.Restart()
			return l.listWhole(ctx, q, where, params, fn)
		}
		if err != nil || next == "" {
			return err
		}
		objects += n
		if empty++; n > 0 {
			empty = 0
		}
		switch {
		case next == token:
			return endless("its continue token is the same again")
		case empty >= emptyPages:
			return endless("it comes in pages without objects")
		case objects > objectsMax, pages > pagesMax:
			return &ReadError{Reason: facts.ReasonTooLarge, Message: fmt.Sprintf("the list has no end after %d objects on %d pages", objects, pages+1)}
		}
		token, limit = next, l.grown(q, limit, time.Since(began))
	}
}

// grown returns the limit of the page after one that took so long: where nobody chose the size, pages
// grow while the API server is quick.
func (l *live) grown(q Query, limit int64, took time.Duration) int64 {
	if l.pageSize > 0 || q.PageSize > 0 || took > quickPage {
		return limit
	}
	return min(2*limit, largestPage)
}

// endless is the error of a list that never comes to its end.
func endless(why string) error {
	return &ReadError{Reason: facts.ReasonMalformed, Message: "the list has no end: " + why}
}

// listWhole lists without pages. A server may still return a page only, whose token would
// expire as well: that is an error, not a whole list.
func (l *live) listWhole(ctx context.Context, q Query, where string, params url.Values, fn func(runtime.Object) error) error {
	token, _, err := l.page(ctx, q, where, params, fn)
	if err == nil && token != "" {
		q.Restart() // what came is not the whole list
		return &ReadError{Reason: facts.ReasonExpired, Message: "the list expired while it was read, and was not given as a whole when asked for"}
	}
	return err
}

// page reads one page and calls fn for each of its objects while it comes in. It returns the
// token of the next page, and how many objects there were.
func (l *live) page(ctx context.Context, q Query, where string, params url.Values, fn func(runtime.Object) error) (token string, objects int, err error) {
	got, err := l.open(ctx, where, params, accept(q))
	if err != nil {
		return "", 0, l.readError(q, got, err)
	}
	defer func() { _ = got.stream.Close() }()
	if q.Clock != nil && !got.date.IsZero() {
		q.Clock(got.date)
	}
	body := l.meter(ctx, got.stream)
	defer body.release()
	read := &listReader{l: l, q: q, body: body, fn: fn, remaining: -1}
	err = read.all(got.contentType)
	var own *callerError
	switch {
	case errors.As(err, &own):
		return "", read.objects, own.err
	case err != nil:
		return "", read.objects, l.readError(q, answer{}, contextOr(ctx, err))
	}
	if q.Count != nil {
		q.Count(read.total())
	}
	return read.token, read.objects, nil
}

// size returns the limit of a page of q.
func (l *live) size(q Query) int64 {
	size := cmp.Or(l.pageSize, defaultPageSize)
	if q.PageSize > 0 {
		return min(q.PageSize, size)
	}
	return size
}

// Get reads one object by name.
func (l *live) Get(ctx context.Context, q Query) (runtime.Object, error) {
	where, params := location(q)
	got, err := l.request(withBodyLimit(ctx, objectMax), where, params, accept(q))
	defer got.done()
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	object, err := l.decode(q, got)
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	return object, nil
}

// Raw reads a path that is not a resource.
func (l *live) Raw(ctx context.Context, path string) ([]byte, error) {
	if path == versionPath {
		return l.version.answer(func() ([]byte, error) { return l.raw(ctx, path) })
	}
	return l.raw(ctx, path)
}

func (l *live) raw(ctx context.Context, path string) ([]byte, error) {
	where, err := url.Parse(path)
	if err != nil {
		return nil, &ReadError{Reason: ReasonNotFound, Message: "no such path", Err: err}
	}
	got, err := l.request(withBodyLimit(ctx, statusMax), where.Path, where.Query(), "application/json, */*")
	defer got.done()
	if err == nil {
		err = checkNotHTML(got)
	}
	if err != nil {
		return got.body, l.readError(Query{Resource: path}, got, err)
	}
	return got.body, nil
}

// timedOut reports whether the server, or the limit on one request, ended a request for which there is still time.
func timedOut(ctx context.Context, err error) bool {
	var read *ReadError
	return ctx.Err() == nil && errors.As(err, &read) && read.Reason == facts.ReasonTimeout
}

// expired reports whether the continue token of a list expired.
func expired(err error) bool {
	var read *ReadError
	if !errors.As(err, &read) {
		return false
	}
	return apierrors.IsResourceExpired(read.Err) || apierrors.IsGone(read.Err)
}
