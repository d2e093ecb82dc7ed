package target

import (
	"context"
	"errors"
	"net/url"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kready/kready/internal/facts"
)

// Each lists page by page. When a list takes too long, its continue token expires (410): then
// the objects so far are discarded, and one request lists all.
func (l *live) Each(ctx context.Context, q Query, fn func(runtime.Object) error) error {
	q.Name = ""
	where, params := location(q)
	token, first := "", true
	for {
		list, err := l.page(ctx, q, where, page(params, l.size(q), token))
		if err != nil && !first && expired(err) && q.Restart != nil {
			q.Restart()
			return l.listWhole(ctx, q, where, params, fn)
		}
		if err != nil {
			return err
		}
		if err := meta.EachListItem(list, fn); err != nil {
			return err
		}
		listMeta, err := meta.ListAccessor(list)
		if err != nil {
			return malformed(q, err)
		}
		if token, first = listMeta.GetContinue(), false; token == "" {
			return nil
		}
	}
}

// listWhole lists without pages. A server may still return a page only, whose token would
// expire as well: that is an error, not a whole list.
func (l *live) listWhole(ctx context.Context, q Query, where string, params url.Values, fn func(runtime.Object) error) error {
	list, err := l.page(ctx, q, where, params)
	if err != nil {
		return err
	}
	if listMeta, err := meta.ListAccessor(list); err != nil {
		return malformed(q, err)
	} else if listMeta.GetContinue() != "" {
		return &ReadError{Reason: facts.ReasonExpired, Message: "the list expired while it was read, and was not given as a whole when asked for"}
	}
	return meta.EachListItem(list, fn)
}

// page reads and decodes one page.
func (l *live) page(ctx context.Context, q Query, where string, params url.Values) (runtime.Object, error) {
	got, err := l.request(ctx, where, params, accept(q))
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	list, err := decode(q, got, true)
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	if q.Clock != nil && !got.date.IsZero() {
		q.Clock(got.date)
	}
	return list, nil
}

// size returns the limit of a page of q.
func (l *live) size(q Query) int64 {
	if q.PageSize > 0 {
		return min(q.PageSize, l.pageSize)
	}
	return l.pageSize
}

// Get reads one object by name.
func (l *live) Get(ctx context.Context, q Query) (runtime.Object, error) {
	where, params := location(q)
	got, err := l.request(ctx, where, params, accept(q))
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	object, err := decode(q, got, false)
	if err != nil {
		return nil, l.readError(q, got, err)
	}
	return object, nil
}

// Raw reads a path that is not a resource.
func (l *live) Raw(ctx context.Context, path string) ([]byte, error) {
	where, err := url.Parse(path)
	if err != nil {
		return nil, &ReadError{Reason: ReasonNotFound, Message: "no such path", Err: err}
	}
	got, err := l.request(ctx, where.Path, where.Query(), "application/json, */*")
	if err == nil {
		err = checkNotHTML(got)
	}
	if err != nil {
		return got.body, l.readError(Query{Resource: path}, got, err)
	}
	return got.body, nil
}

// expired reports whether the continue token of a list expired.
func expired(err error) bool {
	var read *ReadError
	if !errors.As(err, &read) {
		return false
	}
	return apierrors.IsResourceExpired(read.Err) || apierrors.IsGone(read.Err)
}
