package process

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// ErrLocked says that another process works in the data folder.
var ErrLocked = errors.New("the data folder is in use by another process")

// LockFolder makes the folder and takes its lock; the process keeps it until it ends, however it ends.
func LockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("data folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
	}
	return f, nil
}

const secretSize = 32

// secretOf is the installation's secret: the setting, or the file that is made at the first start.
func secretOf(s *Settings) ([]byte, error) {
	if s.Secret != "" {
		return []byte(s.Secret), nil
	}
	file := filepath.Join(s.Data, "secret")
	kept, err := os.ReadFile(file)
	if err == nil {
		return hex.DecodeString(strings.TrimSpace(string(kept)))
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	fresh := make([]byte, secretSize)
	_, _ = rand.Read(fresh) // documented never to fail
	return fresh, os.WriteFile(file, []byte(hex.EncodeToString(fresh)+"\n"), 0o600)
}
