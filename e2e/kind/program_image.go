package kind

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"sigs.k8s.io/kind/pkg/cluster/nodes"
)

// programs is an image of programs and nothing else.
type programs struct {
	// name is what manifests call it; of one that ends in ":" the contents make the tag.
	name string
	// files are programs of this machine by their path in the image, links symbolic links.
	files, links map[string]string
	// program is the one that it runs.
	program string
}

// programImage is an image of one program of this machine's, with what it is linked to.
func programImage(name, program, path string) programs {
	in := "/usr/bin/" + program
	image := programs{name: name, files: map[string]string{in: path}, program: in}
	for _, library := range libraries(path) {
		image.files[library] = library
	}
	return image
}

// put makes the image and gives it to the nodes, unless they have it. It returns its name.
func (c *Cluster) put(image programs) (string, error) {
	files, err := image.archive()
	if err != nil {
		return "", fmt.Errorf("making the image %s: %w", image.name, err)
	}
	if strings.HasSuffix(image.name, ":") {
		sum := sha256.Sum256(files)
		image.name += hex.EncodeToString(sum[:6])
	}
	if !slices.ContainsFunc(c.nodes, func(n nodes.Node) bool { return !has(n, image.name) }) {
		return image.name, nil
	}
	if err := importImage(image.name, bytes.NewReader(files), image.program); err != nil {
		return "", err
	}
	return image.name, c.loadImage(image.name)
}

func has(n nodes.Node, name string) bool {
	var out bytes.Buffer
	err := n.Command("ctr", "--namespace=k8s.io", "images", "ls", "-q", "name=="+name).SetStdout(&out).Run()
	return err == nil && out.Len() > 0
}

// archive is the image's file system, with the one folder that every program takes for
// granted.
func (p programs) archive() ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	if err := w.WriteHeader(&tar.Header{Name: "tmp/", Typeflag: tar.TypeDir, Mode: 0o1777}); err != nil {
		return nil, err
	}
	for _, path := range slices.Sorted(maps.Keys(p.files)) {
		body, err := os.ReadFile(p.files[path])
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
	for _, path := range slices.Sorted(maps.Keys(p.links)) {
		if err := w.WriteHeader(&tar.Header{Name: strings.TrimPrefix(path, "/"), Typeflag: tar.TypeSymlink, Linkname: p.links[path], Mode: 0o777}); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
