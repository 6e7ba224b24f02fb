// Command hup is the whole platform in one binary: the gateway, the six services, and the operator's tools.
package main

import (
	"context"
	"os"

	"hup.example/deploy/hup/internal/command"
)

// version is set by the build.
var version = "unknown"

func main() {
	os.Exit(command.Run(context.Background(), command.Program{
		Version: version, Args: os.Args[1:], Env: os.LookupEnv, In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
	}))
}
