// Command newcheck writes the files of a new check of kready's own: `make new-check
// ID=battery/name`.
package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/kready/kready/internal/scaffold"
)

func main() {
	if err := run(os.Args[1:], "."); err != nil {
		fmt.Fprintln(os.Stderr, "new-check:", err)
		os.Exit(1)
	}
}

// run writes the skeleton of the check args[0] below root, a checkout's top folder.
func run(args []string, root string) error {
	if len(args) != 1 {
		return errors.New("name one check, like ID=dns/autoscaled")
	}
	written, err := scaffold.Policy(root, "policies", args[0], "0.1.0")
	if err != nil {
		return err
	}
	more, err := scaffold.Fixtures(root, "policies", args[0])
	if err != nil {
		return err
	}
	for _, path := range append(written, more...) {
		fmt.Println(path)
	}
	fmt.Printf("\nFill them in, then: make test-check ID=%s\n", args[0])
	return nil
}
