// Command testsum reads what `go test -json` says, for `make test`: it prints each package as it
// ends and what failed, says now and then that it goes on, and ends with how many tests ran.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	verbose := flag.Bool("v", false, "print all that tests print")
	flag.Parse()
	s := newSummary(os.Stdout, *verbose)
	events := make(chan string)
	go read(os.Stdin, events)
	s.run(events, time.NewTicker(quiet).C)
	if s.failed() {
		os.Exit(1)
	}
}

// quiet is how long nothing is said before it says that it goes on.
const quiet = 30 * time.Second

// read sends each line, and closes the channel at the end.
func read(from io.Reader, lines chan<- string) {
	defer close(lines)
	r := bufio.NewReader(from)
	for {
		line, err := r.ReadString('\n')
		if line != "" {
			lines <- line
		}
		if err != nil {
			if err != io.EOF {
				fmt.Fprintln(os.Stderr, "testsum:", err)
			}
			return
		}
	}
}
