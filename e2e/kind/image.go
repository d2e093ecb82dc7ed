package kind

import (
	"archive/tar"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"sigs.k8s.io/kind/pkg/cluster/nodeutils"
)

// buildImage makes kready's image of its own Dockerfile and a built binary.
func buildImage(name, binary string) error {
	platform := "linux/" + runtime.GOARCH
	context, err := os.MkdirTemp("", "kready-image-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(context) }() // what is left of it does no harm
	raw, err := os.ReadFile(binary)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(context, platform), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(context, platform, "kready"), raw, 0o755); err != nil {
		return err
	}
	return docker(nil, nil, "build", "--quiet", "--file=../../Dockerfile", "--build-arg=TARGETPLATFORM="+platform, "--tag="+name, context)
}

// importImage makes an image of a file system, in a tar archive, and the program in it.
func importImage(name string, files io.Reader, program string) error {
	return docker(files, nil, "import", "-c", `ENTRYPOINT ["`+program+`"]`, "-c", "ENV PATH=/bin:/usr/bin", "-", name)
}

// loadImage gives an image of the Docker engine to every node, and takes it from the
// engine: a name of somebody else's is not to be mistaken for theirs.
func (c *Cluster) loadImage(name string) error {
	var archive bytes.Buffer
	if err := docker(nil, &archive, "save", name); err != nil {
		return err
	}
	for _, n := range c.nodes {
		if err := nodeutils.LoadImageArchive(n, bytes.NewReader(archive.Bytes())); err != nil {
			return fmt.Errorf("loading the image %s into %s: %w", name, n, err)
		}
	}
	return docker(nil, nil, "image", "rm", name)
}

// programFromNode is a tar archive of a program of the control plane node's, with the
// libraries that it is linked to.
func (c *Cluster) programFromNode(name string) (*bytes.Buffer, error) {
	var files, stderr bytes.Buffer
	pack := `p=$(command -v "$0") && tar -ch -C / "$p" $(ldd "$p" 2>/dev/null | grep -o '/[^ ]*')`
	if err := c.control.Command("sh", "-c", pack, name).SetStdout(&files).SetStderr(&stderr).Run(); err != nil {
		return nil, fmt.Errorf("packing %s of the node: %w: %s", name, err, stderr.String())
	}
	return &files, nil
}

// programFromHost is the same of a program of this machine's.
func programFromHost(path string) (*bytes.Buffer, error) {
	var files, stderr bytes.Buffer
	cmd := exec.Command("sh", "-c", `tar -ch -C / "$0" $(ldd "$0" 2>/dev/null | grep -o '/[^ ]*')`, path)
	cmd.Stdout, cmd.Stderr = &files, &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("packing %s: %w: %s", path, err, stderr.String())
	}
	return &files, nil
}

// copyFolder lays a folder of this machine onto the control plane node.
func (c *Cluster) copyFolder(from, to string) error {
	var files bytes.Buffer
	w := tar.NewWriter(&files)
	if err := w.AddFS(os.DirFS(from)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	lay := c.control.Command("sh", "-c", `rm -rf "$0" && mkdir -p "$0" && tar -x -C "$0"`, to)
	if err := lay.SetStdin(&files).Run(); err != nil {
		return fmt.Errorf("copying %s to the node: %w", from, err)
	}
	return nil
}

func docker(stdin io.Reader, stdout io.Writer, args ...string) error {
	var stderr bytes.Buffer
	cmd := exec.Command("docker", args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = stdin, stdout, &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("docker %s: %w: %s", args[0], err, strings.TrimSpace(stderr.String()))
	}
	return nil
}
