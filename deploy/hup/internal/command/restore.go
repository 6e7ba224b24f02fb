package command

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"hup.example/deploy/hup/internal/admin"
	"hup.example/deploy/hup/internal/process"
)

// restore copies a backup into a data folder that has no database.
func restore(_ context.Context, p Program, args []string) int {
	var from string
	s, _, exit := parse(p, "restore", args, func(fs *flag.FlagSet) {
		fs.StringVar(&from, "from", "./backup", "folder of the backup")
	})
	if s == nil {
		return exit
	}
	names, err := restoreFrom(from, s.Data)
	if err != nil {
		return p.fail("restore", err)
	}
	_, _ = fmt.Fprintf(p.Err, "%s is back: %s\n", s.Data, strings.Join(names, ", "))
	return ok
}

func restoreFrom(from, to string) ([]string, error) {
	names, err := admin.Databases(from)
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("%s holds no backup: name the folder that hup backup wrote with --from", from)
	}
	lock, err := process.LockFolder(to)
	if err != nil {
		return nil, err
	}
	defer func() { _ = lock.Close() }()
	if living, err := admin.Databases(to); err != nil || len(living) > 0 {
		return nil, fmt.Errorf("%s holds data already (%s): restore into an empty folder", to, strings.Join(living, ", "))
	}
	return names, admin.CopyFiles(from, to, func(string) bool { return false })
}
