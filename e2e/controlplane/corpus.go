package controlplane

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// Corpus is a folder with what products really install: a folder each, with its manifests
// and where they come from.
type Corpus string

// FindCorpus returns the corpus beside the repository, and whether there is one.
func FindCorpus() (Corpus, bool) {
	dir := filepath.Join("..", "..", "..", "shared", "corpus")
	_, err := os.Stat(filepath.Join(dir, "TRUTH.tsv"))
	return Corpus(dir), err == nil
}

// Read returns the objects of one product, such as "ingress/traefik". An object that names
// no namespace is in the one that the product is installed into: what is not namespaced is
// told apart only by an API server.
func (c Corpus) Read(product string) (namespace string, objects []*unstructured.Unstructured, err error) {
	dir := filepath.Join(string(c), product)
	raw, err := os.ReadFile(filepath.Join(dir, "provenance.json"))
	if err != nil {
		return "", nil, fmt.Errorf("the corpus has no %s: %w", product, err)
	}
	var provenance struct {
		Namespace string `json:"default_namespace"`
	}
	if err := json.Unmarshal(raw, &provenance); err != nil {
		return "", nil, fmt.Errorf("provenance of %s: %w", product, err)
	}
	for _, either := range [][]string{{"crds.yaml.gz", "crds.min.yaml"}, {"rest.yaml", "manifest.yaml"}} {
		for _, file := range either {
			some, err := readFile(filepath.Join(dir, file))
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return "", nil, fmt.Errorf("%s of %s: %w", file, product, err)
			}
			objects = append(objects, some...)
			break
		}
	}
	return provenance.Namespace, objects, nil
}

// readFile decodes a file of YAML documents, which may be compressed.
func readFile(path string) ([]*unstructured.Unstructured, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if filepath.Ext(path) != ".gz" {
		return readObjects(file)
	}
	plain, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return readObjects(plain)
}

// readObjects decodes YAML documents, Lists taken apart.
func readObjects(from io.Reader) ([]*unstructured.Unstructured, error) {
	var out []*unstructured.Unstructured
	decoder := yaml.NewYAMLOrJSONDecoder(from, 4096)
	for {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(&object.Object)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		switch {
		case len(object.Object) == 0: // a comment between two separators
		case object.IsList():
			err = object.EachListItem(func(item runtime.Object) error {
				out = append(out, item.(*unstructured.Unstructured))
				return nil
			})
		default:
			out = append(out, object)
		}
		if err != nil {
			return nil, err
		}
	}
}
