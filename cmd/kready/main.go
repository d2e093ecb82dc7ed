// Command kready reports which batteries a Kubernetes cluster lacks.
package main

import (
	"os"

	"github.com/kready/kready/internal/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}
