package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"

	"hup.example/deploy/hup/internal/process"
)

// doctor opens everything as serve would, without listening, and says what is wrong and what is fine.
func doctor(ctx context.Context, p Program, args []string) int {
	s, _, exit := parse(p, "doctor", args, nil)
	if s == nil {
		return exit
	}
	opened, err := process.Open(ctx, s, slog.New(slog.NewTextHandler(p.Err, nil)), io.Discard)
	if errors.Is(err, process.ErrLocked) {
		_, _ = fmt.Fprintf(p.Out, "a server runs on %s: ask it at /readyz\n", s.Data)
		return ok
	}
	if err != nil {
		return p.fail("doctor", err)
	}
	defer func() { _ = opened.Close() }()
	code := ok
	found := opened.Host.Ready(ctx)
	maps.Copy(found, opened.Host.Checks(ctx))
	for part, err := range found {
		if err != nil {
			code = wrong
			_, _ = fmt.Fprintf(p.Out, "%-12s %v\n", part, err)
			continue
		}
		_, _ = fmt.Fprintf(p.Out, "%-12s fine\n", part)
	}
	return code
}
