// Command kready reports which batteries a Kubernetes cluster lacks.
package main

import (
	"os"

	"github.com/kready/kready/internal/cli"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "agent" { // agents have little memory, in pods of probes
		delayCollection()
	}
	os.Exit(cli.Main(os.Args, cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
}
