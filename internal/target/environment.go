package target

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"k8s.io/client-go/tools/clientcmd"
)

// Environment is where a target is looked up besides the flags. The zero value is that of the
// process.
type Environment struct {
	// Getenv returns an environment variable; nil means os.Getenv. It reads KUBECONFIG
	// and HOME.
	Getenv func(name string) string
	// Dir is the working folder, against which relative paths are resolved; "" means the
	// process's own.
	Dir string
	// Most is how many bytes a file may have, unpacked; zero means 1 GiB.
	Most int64
}

// get returns an environment variable; "" when it is not set.
func (e Environment) get(name string) string {
	if e.Getenv == nil {
		return os.Getenv(name)
	}
	return e.Getenv(name)
}

// path resolves a path of the command line; "" is returned unchanged.
func (e Environment) path(path string) string {
	if path == "" || e.Dir == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(e.Dir, path)
}

// shown is a path as it was given, for messages.
func (e Environment) shown(path string) string {
	if e.Dir == "" {
		return path
	}
	return strings.TrimPrefix(path, filepath.Clean(e.Dir)+string(filepath.Separator))
}

// kubeconfigs are the files that kubectl merges when --kubeconfig does not name one:
// those of KUBECONFIG, else the one in the home folder.
func (e Environment) kubeconfigs() []string {
	list := e.get(clientcmd.RecommendedConfigPathEnvVar)
	if list == "" {
		return []string{e.homeKubeconfig()}
	}
	var files []string
	for _, file := range filepath.SplitList(list) {
		if file = e.path(file); !slices.Contains(files, file) {
			files = append(files, file)
		}
	}
	return files
}

// homeKubeconfig is ~/.kube/config. On Windows, client-go finds it.
func (e Environment) homeKubeconfig() string {
	if runtime.GOOS == "windows" {
		return clientcmd.RecommendedHomeFile
	}
	return filepath.Join(e.get("HOME"), clientcmd.RecommendedHomeDir, clientcmd.RecommendedFileName)
}

// loadingRules returns which kubeconfig files are read.
func (f *ConnectionFlags) loadingRules() *clientcmd.ClientConfigLoadingRules {
	return &clientcmd.ClientConfigLoadingRules{ExplicitPath: f.env.path(f.Kubeconfig), Precedence: f.env.kubeconfigs()}
}

// kubeconfigNames returns the names of these files, for messages.
func (f *ConnectionFlags) kubeconfigNames() string {
	if f.Kubeconfig != "" {
		return f.Kubeconfig
	}
	var shown []string
	for _, file := range f.env.kubeconfigs() {
		shown = append(shown, f.env.shown(file))
	}
	return strings.Join(shown, ", ")
}
