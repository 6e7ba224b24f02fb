package app

import (
	"context"
	"strings"

	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/blob"
	"hup.example/services/support/internal/store"
)

// CleanFiles removes from the store of files what nothing names any more.
type CleanFiles struct {
	Store *kit.Store
	Blobs blob.Store
}

// untouched is how long a content lies before anybody asks whose it is: no upload lives longer.
const untouched = store.ExpiresAfter

// Step removes the folders that were discarded, some at a time.
func (u CleanFiles) Step(ctx context.Context) (more bool, err error) {
	folders, err := store.Discarded(u.Store.View(ctx))
	if err != nil {
		return false, err
	}
	for _, f := range folders {
		if err := u.Blobs.Remove(ctx, f.Path()); err != nil {
			return false, err
		}
		if err := u.Store.Update(ctx, func(tx *kit.Tx) error { return store.Removed(tx, f) }); err != nil {
			return false, err
		}
	}
	return len(folders) > 0, nil
}

// Sweep removes the contents of which no row knows: a crash, or a database that was restored from an older copy, may leave
// some. An upload has its row before its first piece, so that what has none now will never have one.
func (u CleanFiles) Sweep(ctx context.Context) (more bool, err error) {
	view, known := u.Store.View(ctx), map[store.Folder]bool{}
	return false, u.Blobs.List(ctx, u.Store.Clock().Now().Add(-untouched), func(name string) error {
		f, piece, ok := folderOf(name)
		switch {
		case !ok:
			return nil // not ours
		case piece: // its upload has ended: it lives no longer than this
			return u.Blobs.Remove(ctx, store.Folder{Territory: f.Territory, Name: store.Part(f.Name)}.Path())
		}
		needed, asked := known[f]
		if !asked {
			if needed, err = store.Needed(view, f); err != nil {
				return err
			}
			known[f] = needed
		}
		if needed {
			return nil
		}
		return u.Blobs.Remove(ctx, f.Path())
	})
}

// folderOf is the folder of a content, and whether it is a piece.
func folderOf(name string) (f store.Folder, piece, ok bool) {
	parts := strings.Split(name, "/")
	if len(parts) < 3 || !strings.HasPrefix(parts[1], "upl_") {
		return f, false, false
	}
	return store.Folder{Territory: parts[0], Name: parts[1]}, parts[1]+"/"+parts[2] == store.Part(parts[1]), true
}
