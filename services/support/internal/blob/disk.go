package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hup.example/services/kit/errs"
)

// disk keeps contents as files of a folder. A file takes its name when all of it is on disk.
type disk struct{ dir string }

// half begins the names of files that have not got their own yet; a crash leaves some.
const half = ".new-"

// Put implements Store.
func (d disk) Put(ctx context.Context, name string, content io.Reader, size int64) error {
	if err := checked(name); err != nil {
		return err
	}
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	err := d.put(path, content, size)
	if errors.Is(err, fs.ErrNotExist) { // the folder was removed between making it and writing into it
		return unavailable(err)
	}
	return full(err)
}

func (d disk) put(path string, content io.Reader, size int64) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, half)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	n, err := io.Copy(file, content)
	if err == nil && n != size {
		err = fmt.Errorf("%d bytes came instead of %d", n, size)
	}
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), path); err != nil {
		return err
	}
	return d.syncUp(folder)
}

// syncUp brings the names on disk: those of the folder, and of the folders above that may be new.
func (d disk) syncUp(folder string) error {
	for ; len(folder) >= len(d.dir); folder = filepath.Dir(folder) {
		f, err := os.Open(folder)
		if err != nil {
			return err
		}
		if err := errors.Join(f.Sync(), f.Close()); err != nil {
			return err
		}
		if folder == filepath.Dir(folder) {
			break
		}
	}
	return nil
}

// full tells a full disk as a full database is told.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errs.Unavailable("STORAGE_FULL").Because(err)
	}
	return err
}

// Get implements Store.
func (d disk) Get(_ context.Context, name string, offset int64) (io.ReadCloser, error) {
	if err := checked(name); err != nil {
		return nil, err
	}
	file, err := os.Open(filepath.Join(d.dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNone
	}
	if err != nil {
		return nil, unavailable(err)
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		_ = file.Close()
		return nil, unavailable(err)
	}
	return file, nil
}

// Remove implements Store.
func (d disk) Remove(_ context.Context, folder string) error {
	if err := checked(folder); err != nil {
		return err
	}
	return os.RemoveAll(filepath.Join(d.dir, filepath.FromSlash(folder)))
}

// List implements Store. What a crash left half written is removed on the way.
func (d disk) List(ctx context.Context, since time.Time, each func(string) error) error {
	return filepath.WalkDir(d.dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist): // nothing was kept yet, or it was removed meanwhile
			return nil
		case err != nil || ctx.Err() != nil:
			return errors.Join(err, ctx.Err())
		case !entry.Type().IsRegular():
			return nil
		}
		info, err := entry.Info()
		if err != nil || !info.ModTime().Before(since) {
			return nil
		}
		if strings.HasPrefix(entry.Name(), half) {
			return os.Remove(path)
		}
		name, err := filepath.Rel(d.dir, path)
		if err != nil {
			return err
		}
		return each(filepath.ToSlash(name))
	})
}

// Check implements Store.
func (d disk) Check(context.Context) error {
	if err := os.MkdirAll(d.dir, 0o750); err != nil {
		return err
	}
	file, err := os.CreateTemp(d.dir, half)
	if err != nil {
		return err
	}
	return errors.Join(file.Close(), os.Remove(file.Name()))
}

// String implements Store.
func (d disk) String() string { return "the folder " + d.dir }
