package kind

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
	"sigs.k8s.io/kind/pkg/cluster/nodeutils"
)

// Image is a container image of programs and nothing else.
type Image struct {
	// Name is what manifests call it; of one that ends in ":" the contents make the tag.
	Name string
	// Files are programs of this machine by their path in the image, Links symbolic links.
	Files, Links map[string]string
	// User is who it runs as, Command what it runs: "" and nil for what manifests say.
	User    string
	Command []string
	// Again loads it even where there is one of that name.
	Again bool
}

// Load puts an image onto all nodes, without a registry, and returns its name.
func (c *Cluster) Load(image Image) (string, error) {
	layer, err := image.layer()
	if err != nil {
		return "", fmt.Errorf("making the image %s: %w", image.Name, err)
	}
	sum := sha256.Sum256(layer)
	if strings.HasSuffix(image.Name, ":") {
		image.Name += hex.EncodeToString(sum[:6])
	}
	archive, err := image.archive(layer, "sha256:"+hex.EncodeToString(sum[:]))
	if err != nil {
		return "", fmt.Errorf("making the image %s: %w", image.Name, err)
	}
	var wg sync.WaitGroup
	failed := make([]error, len(c.nodes))
	for i, n := range c.nodes {
		wg.Go(func() {
			if image.Again || !has(n, image.Name) {
				failed[i] = nodeutils.LoadImageArchive(n, bytes.NewReader(archive))
			}
		})
	}
	wg.Wait()
	for i, err := range failed {
		if err != nil {
			return "", fmt.Errorf("loading %s into %s: %w", image.Name, c.nodes[i], err)
		}
	}
	return image.Name, nil
}

func has(n nodes.Node, name string) bool {
	var out bytes.Buffer
	err := n.Command("ctr", "--namespace=k8s.io", "images", "ls", "-q", "name=="+name).SetStdout(&out).Run()
	return err == nil && out.Len() > 0
}

func (i Image) layer() ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	// A folder that every program takes for granted.
	if err := w.WriteHeader(&tar.Header{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777}); err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(i.Files)) {
		body, err := os.ReadFile(i.Files[path])
		if err != nil {
			return nil, err
		}
		if err := w.WriteHeader(&tar.Header{Name: strings.TrimPrefix(path, "/"), Mode: 0o755, Size: int64(len(body))}); err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(i.Links)) {
		if err := w.WriteHeader(&tar.Header{Name: strings.TrimPrefix(path, "/"), Typeflag: tar.TypeSymlink, Linkname: i.Links[path], Mode: 0o777}); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// archive is the image as `docker save` writes it.
func (i Image) archive(layer []byte, digest string) ([]byte, error) {
	config, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH, "os": "linux",
		"config": map[string]any{"Entrypoint": i.Command, "User": i.User, "Env": []string{"PATH=/usr/local/bin:/usr/bin:/bin"}},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{digest}},
	})
	if err != nil {
		return nil, err
	}
	manifest, err := json.Marshal([]map[string]any{{"Config": "config.json", "RepoTags": []string{i.Name}, "Layers": []string{"layer.tar"}}})
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, part := range []struct {
		name string
		body []byte
	}{{"manifest.json", manifest}, {"config.json", config}, {"layer.tar", layer}} {
		if err := w.WriteHeader(&tar.Header{Name: part.name, Mode: 0o644, Size: int64(len(part.body))}); err != nil {
			return nil, err
		}
		if _, err := io.Copy(w, bytes.NewReader(part.body)); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
