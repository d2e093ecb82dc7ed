// Command generate verifies kready's own policies, and writes their index and what they were compiled to.
package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/kready/kready/internal/policy"
)

// dir is policies/, seen from internal/policy, where go generate runs this.
const dir = "../../policies"

func main() {
	for file, of := range map[string]func(fs.FS) ([]byte, error){"index.json": policy.Index, "packed.txt": policy.Pack} {
		text, err := of(os.DirFS(dir))
		if err == nil {
			err = os.WriteFile(dir+"/"+file, text, 0o644)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "cannot generate policies/%s: %v\n", file, err)
			os.Exit(1)
		}
	}
}
