package admin

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Databases are the names of the databases in a folder.
func Databases(dir string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.db"))
	for i, file := range files {
		files[i] = filepath.Base(file)
	}
	return files, err
}

// passing are the files of a data folder that a backup has otherwise (databases) or that are made anew: the broker's, the
// lock, the socket.
func passing(path string) bool {
	name := filepath.Base(path)
	return slices.Contains([]string{"nats", "lock", socket}, name) ||
		slices.ContainsFunc([]string{".db", ".db-wal", ".db-shm"}, func(end string) bool { return strings.HasSuffix(name, end) })
}

// within says whether a path is a folder or lies in it.
func within(path, dir string) bool {
	path, err := filepath.Abs(path)
	return err == nil && (path == dir || strings.HasPrefix(path, dir+string(filepath.Separator)))
}

// CopyFiles copies the files of a folder, and of those in it, into another one. It never overwrites. A file that goes, or takes
// its name, meanwhile is left out: the files of cases do.
func CopyFiles(from, to string, skip func(path string) bool) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && path != from {
			return nil
		}
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case name != "." && skip(path) && d.IsDir():
			return fs.SkipDir
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o750)
		case skip(path) || !d.Type().IsRegular():
			return nil
		}
		err = copyNew(path, filepath.Join(to, name))
		if _, gone := os.Lstat(path); err != nil && errors.Is(gone, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// copyNew never overwrites: a restore over living data would lose it.
func copyNew(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	info, err := in.Stat()
	if err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, info.Mode().Perm())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	if _, err = io.Copy(out, in); err != nil {
		return err
	}
	return out.Sync()
}
