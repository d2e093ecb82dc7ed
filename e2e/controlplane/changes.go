package controlplane

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/wait"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// change breaks one thing and returns what mends it again.
type change func(context.Context, *platform) (mend func(context.Context) error, err error)

// ref names one object of the platform.
type ref struct{ apiVersion, kind, namespace, name string }

// get reads the object.
func (p *platform) get(ctx context.Context, r ref) (*unstructured.Unstructured, error) {
	o := &unstructured.Unstructured{}
	o.SetAPIVersion(r.apiVersion)
	o.SetKind(r.kind)
	err := p.Get(ctx, client.ObjectKey{Namespace: r.namespace, Name: r.name}, o)
	return o, err
}

// edit changes an object, its status too.
func edit(r ref, how func(*unstructured.Unstructured)) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		before, err := p.get(ctx, r)
		if err != nil {
			return nil, err
		}
		after := before.DeepCopy()
		how(after)
		return func(ctx context.Context) error { return p.put(ctx, before) }, p.put(ctx, after)
	}
}

// put makes an object that is there look as given.
func (p *platform) put(ctx context.Context, want *unstructured.Unstructured) error {
	return p.unguarded(ctx, want.GroupVersionKind().Group, func(ctx context.Context) error {
		now, err := p.get(ctx, ref{want.GetAPIVersion(), want.GetKind(), want.GetNamespace(), want.GetName()})
		if err != nil {
			return err
		}
		written := want.DeepCopy()
		written.SetResourceVersion(now.GetResourceVersion())
		if err := p.Update(ctx, written); err != nil {
			return err
		}
		status, ok := want.Object["status"]
		if !ok {
			return nil
		}
		written.Object["status"] = status
		return client.IgnoreNotFound(p.Status().Update(ctx, written))
	})
}

// add makes an object that was not there.
func add(o *unstructured.Unstructured) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		mend := func(ctx context.Context) error {
			return p.unguarded(ctx, o.GroupVersionKind().Group, func(ctx context.Context) error { return p.Delete(ctx, o) })
		}
		return mend, p.unguarded(ctx, o.GroupVersionKind().Group, func(ctx context.Context) error { return p.apply(ctx, o.DeepCopy()) })
	}
}

// remove takes an object away at once, a pod too.
func remove(r ref) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		o, err := p.get(ctx, r)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context) error { return p.again(ctx, o) }, p.Delete(ctx, o, client.GracePeriodSeconds(0))
	}
}

// again makes an object that was taken away, with its status.
func (p *platform) again(ctx context.Context, o *unstructured.Unstructured) error {
	made := o.DeepCopy()
	made.SetResourceVersion("")
	made.SetUID("")
	made.SetManagedFields(nil)
	if err := p.Create(ctx, made); err != nil {
		return err
	}
	status, ok := o.Object["status"]
	if !ok {
		return nil
	}
	made.Object["status"] = status
	return client.IgnoreNotFound(p.Status().Update(ctx, made))
}

// all makes several changes of which none makes sense alone.
func all(changes ...change) change {
	return func(ctx context.Context, p *platform) (func(context.Context) error, error) {
		var mends []func(context.Context) error
		mend := func(ctx context.Context) error {
			var failed error
			for i := len(mends) - 1; i >= 0; i-- {
				failed = errors.Join(failed, mends[i](ctx))
			}
			return failed
		}
		for _, c := range changes {
			one, err := c(ctx, p)
			if err != nil {
				return mend, err
			}
			mends = append(mends, one)
		}
		return mend, nil
	}
}

// unguarded writes while the webhooks that watch over an API group are away, for nobody
// answers behind them. The API server takes a moment to forget them.
func (p *platform) unguarded(ctx context.Context, group string, write func(context.Context) error) error {
	var lifted []*unstructured.Unstructured
	for _, kind := range []string{"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"} {
		list := &unstructured.UnstructuredList{}
		list.SetGroupVersionKind(schema.GroupVersionKind{Group: "admissionregistration.k8s.io", Version: "v1", Kind: kind + "List"})
		if err := p.List(ctx, list); err != nil {
			return err
		}
		for i := range list.Items {
			if watches(&list.Items[i], group) {
				lifted = append(lifted, &list.Items[i])
			}
		}
	}
	for _, o := range lifted {
		if err := p.Delete(ctx, o); err != nil {
			return err
		}
	}
	var last error
	err := wait.PollUntilContextTimeout(ctx, 50*time.Millisecond, 10*time.Second, true, func(ctx context.Context) (bool, error) {
		last = write(ctx)
		return last == nil || len(lifted) == 0, nil
	})
	for _, o := range lifted {
		err = errors.Join(err, p.again(ctx, o))
	}
	if last != nil {
		return fmt.Errorf("writing to %s: %w", group, last)
	}
	return err
}

// watches says whether a configuration of webhooks names the API group.
func watches(config *unstructured.Unstructured, group string) bool {
	hooks, _, _ := unstructured.NestedSlice(config.Object, "webhooks")
	for _, h := range hooks {
		rules, _, _ := unstructured.NestedSlice(h.(map[string]any), "rules")
		for _, r := range rules {
			groups, _, _ := unstructured.NestedStringSlice(r.(map[string]any), "apiGroups")
			for _, g := range groups {
				if g == group {
					return true
				}
			}
		}
	}
	return false
}
