// Command generate verifies kready's own policies and writes their index.
package main

import (
	"fmt"
	"os"

	"github.com/kready/kready/internal/policy"
)

// dir is policies/, seen from internal/policy, where go generate runs this.
const dir = "../../policies"

func main() {
	index, err := policy.Index(os.DirFS(dir))
	if err == nil {
		err = os.WriteFile(dir+"/index.json", index, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "cannot generate policies/index.json:", err)
		os.Exit(1)
	}
}
