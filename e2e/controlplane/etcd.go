package controlplane

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/scheme"
)

// An etcd takes so many operations in a transaction, and requests of so many bytes, unless it is told otherwise.
const (
	mostPuts     = 120
	mostPutBytes = 1 << 20
)

// put is one operation of a transaction of etcd's gateway for JSON.
// https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
type put struct {
	Put struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	} `json:"requestPut"`
}

// Store writes objects into etcd as the API server would have, each under its path below /registry: a hundred
// times as fast as asking the API server. Nothing validates them or fills in defaults that are stored.
func (p *Plane) Store(ctx context.Context, objects iter.Seq2[string, runtime.Object]) error {
	encoder := protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)
	var puts []put
	size, count := 0, 0
	for path, object := range objects {
		count++
		if err := finish(object, count); err != nil {
			return fmt.Errorf("storing %s: %w", path, err)
		}
		var value bytes.Buffer
		if err := encoder.Encode(object, &value); err != nil {
			return fmt.Errorf("storing %s: %w", path, err)
		}
		var one put
		one.Put.Key = base64.StdEncoding.EncodeToString([]byte("/registry/" + path))
		one.Put.Value = base64.StdEncoding.EncodeToString(value.Bytes())
		puts = append(puts, one)
		if size += len(one.Put.Value); len(puts) == mostPuts || size > mostPutBytes/2 {
			if err := p.store(ctx, puts); err != nil {
				return err
			}
			puts, size = nil, 0
		}
	}
	if len(puts) == 0 {
		return nil
	}
	return p.store(ctx, puts)
}

// finish gives an object what the API server gives one that is made.
func finish(object runtime.Object, n int) error {
	kinds, _, err := scheme.Scheme.ObjectKinds(object)
	if err != nil {
		return err
	}
	object.GetObjectKind().SetGroupVersionKind(kinds[0])
	meta, ok := object.(metav1.Object)
	if !ok {
		return fmt.Errorf("a %T has no metadata", object)
	}
	if meta.GetUID() == "" {
		meta.SetUID(types.UID(fmt.Sprintf("00000000-0000-4000-8000-%012d", n)))
	}
	meta.SetCreationTimestamp(metav1.Now())
	meta.SetGeneration(1)
	return nil
}

func (p *Plane) store(ctx context.Context, puts []put) error {
	body, err := json.Marshal(map[string]any{"success": puts})
	if err != nil {
		return err
	}
	at := *p.env.ControlPlane.Etcd.URL
	at.Path = "/v3/kv/txn"
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.String(), bytes.NewReader(body))
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("writing into etcd: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(answer.Body)
	if err != nil {
		return fmt.Errorf("writing into etcd: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("writing into etcd: %s: %s", answer.Status, said)
	}
	return nil
}

// Settled waits until the API server answers from its cache what has been stored: it takes a while to see it all.
func (p *Plane) Settled(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	for {
		began := time.Now()
		list, err := p.Client.CoreV1().Pods(metav1.NamespaceSystem).List(ctx, metav1.ListOptions{Limit: 1})
		if err != nil {
			return fmt.Errorf("waiting for the API server: %w", err)
		}
		if _, err := p.Client.CoreV1().Nodes().List(ctx, metav1.ListOptions{Limit: 1, ResourceVersion: list.ResourceVersion, ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan}); err == nil && time.Since(began) < time.Second {
			return nil
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return fmt.Errorf("waiting for the API server: %w", ctx.Err())
		}
	}
}
