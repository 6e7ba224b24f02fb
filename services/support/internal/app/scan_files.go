package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/blob"
	"hup.example/services/support/internal/scan"
	"hup.example/services/support/internal/store"
)

// ScanFiles has files scanned, one after the other. While the scanner is away all wait, and cases go on.
type ScanFiles struct {
	Store *kit.Store
	Blobs blob.Store
	// Scanner is nil where none is connected: files are then said not to be scanned.
	Scanner *scan.Scanner
	Log     *slog.Logger
	// Wake has removed what is dangerous.
	Wake func()
	// later are the files that could not be scanned, and until when they are left alone.
	later map[string]put
}

// put is a file that was put off.
type put struct {
	until time.Time
	times int
}

const (
	scansAtOnce = 500
	// soonest and latest are when a file that could not be scanned is tried again.
	soonest = time.Minute
	latest  = 6 * time.Hour
)

// Step scans what waits. With a scanner, also what was sent while there was none.
func (u *ScanFiles) Step(ctx context.Context) (more bool, err error) {
	waiting := []supportv1.ScanStatus{supportv1.ScanStatus_SCAN_STATUS_PENDING, supportv1.ScanStatus_SCAN_STATUS_NOT_SCANNED}
	if u.Scanner == nil {
		waiting = waiting[:1]
	}
	for _, status := range waiting {
		files, err := store.AwaitScan(u.Store.View(ctx), status, scansAtOnce)
		if err != nil {
			return false, err
		}
		for _, f := range files {
			done, err := u.one(ctx, f)
			if err != nil {
				return false, err
			}
			more = more || done
		}
	}
	return more, nil
}

// one scans a file. An error is that none can be scanned now.
func (u *ScanFiles) one(ctx context.Context, f store.AwaitingScan) (done bool, err error) {
	now := u.Store.Clock().Now()
	if off, ok := u.later[f.AttachmentID]; ok && now.Before(off.until) {
		return false, nil
	}
	status, err := u.ask(ctx, f)
	switch {
	case errors.Is(err, scan.ErrAway), errs.Is(err, "FILES_UNAVAILABLE"), ctx.Err() != nil:
		return false, err
	case err != nil:
		u.putOff(f, now)
		u.Log.WarnContext(ctx, "a file could not be scanned and stays in quarantine", "attachment", f.AttachmentID, "error", err)
		return false, nil
	}
	delete(u.later, f.AttachmentID)
	return true, u.keep(actor.With(ctx, actor.Of(f.Territory, "support")), f.AttachmentID, status)
}

// ask says what the scanner finds.
func (u *ScanFiles) ask(ctx context.Context, f store.AwaitingScan) (supportv1.ScanStatus, error) {
	if u.Scanner == nil {
		return supportv1.ScanStatus_SCAN_STATUS_NOT_SCANNED, nil
	}
	content, err := u.Blobs.Get(ctx, f.Content, 0)
	if err != nil {
		return 0, err
	}
	defer func() { _ = content.Close() }()
	found, err := u.Scanner.Scan(ctx, io.LimitReader(content, MostBytes))
	switch {
	case err != nil:
		return 0, err
	case found != "":
		u.Log.WarnContext(ctx, "a file is dangerous and goes", "attachment", f.AttachmentID, "found", found)
		return supportv1.ScanStatus_SCAN_STATUS_INFECTED, nil
	}
	return supportv1.ScanStatus_SCAN_STATUS_CLEAN, nil
}

// putOff leaves a file alone, each time twice as long.
func (u *ScanFiles) putOff(f store.AwaitingScan, now time.Time) {
	if u.later == nil {
		u.later = map[string]put{}
	}
	off := u.later[f.AttachmentID]
	off.until = now.Add(min(soonest<<min(off.times, 20), latest))
	off.times++
	u.later[f.AttachmentID] = off
}

func (u *ScanFiles) keep(ctx context.Context, attachmentID string, status supportv1.ScanStatus) error {
	return u.Store.Update(ctx, func(tx *kit.Tx) error {
		tx.AfterCommit(u.Wake)
		f, err := store.Attachments.Get(tx, attachmentID)
		if err != nil || !f.Awaiting() {
			if errs.Is(err, "NOT_FOUND") {
				return nil // its case was erased meanwhile
			}
			return err
		}
		c, err := store.Cases.Get(tx, f.State.GetCaseId())
		if err != nil {
			return err
		}
		f.Scanned(c, status, tx.Now)
		return store.Attachments.Put(tx, f)
	})
}
