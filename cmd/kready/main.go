// Command kready reports which batteries a Kubernetes cluster lacks.
package main

import (
	"os"

	"github.com/kready/kready/internal/cli"
	"github.com/kready/kready/internal/memory"
)

func main() {
	if len(os.Args) < 2 || os.Args[1] != "agent" { // agents have little memory, in pods of probes
		limit, _ := memory.Limit(os.Getenv)
		delayCollection(limit)
	}
	os.Exit(cli.Main(os.Args, cli.Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv}))
}
