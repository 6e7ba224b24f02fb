package support

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/blob"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/scan"
	"hup.example/services/support/internal/store"
)

// How often somebody looks for files that another process left to be scanned or removed, and for those of which no row knows.
const (
	scanEvery  = time.Minute
	cleanEvery = 10 * time.Minute
	sweepEvery = 24 * time.Hour
)

// fileParts are the parts that take, keep and give files.
type fileParts struct {
	uploads     *rpc.Uploads
	attachments *rpc.Attachments
	// erase deletes a draft with its files.
	erase func(*kit.Tx, *domain.Case) error
}

// openFiles opens the store of files and the scanner.
func openFiles(h module.Host, words *present.Presenter, s *module.Service, readings *store.Readings) (*fileParts, error) {
	blobs, err := blob.Open(h.Setting("files-url"), filepath.Join(h.Dir, "files"))
	if err != nil {
		return nil, fmt.Errorf("files-url: %w", err)
	}
	scanner, err := scan.Open(h.Setting("clamd-url"))
	if err != nil {
		return nil, fmt.Errorf("clamd-url: %w", err)
	}
	clean := app.CleanFiles{Store: h.Store, Blobs: blobs}
	cleaning := run.NewLoop(h.Log, "removal of files", cleanEvery, clean.Step)
	scans := &app.ScanFiles{Store: h.Store, Blobs: blobs, Scanner: scanner, Log: h.Log, Wake: cleaning.Wake}
	scanning := run.NewLoop(h.Log, "scan of files", scanEvery, scans.Step)
	sweeping := run.NewLoop(h.Log, "files of nobody", sweepEvery, clean.Sweep)
	for _, loop := range []*run.Loop{cleaning, scanning, sweeping} {
		s.Work = append(s.Work, led(h.Store, loop))
	}
	s.Checks = map[string]func(context.Context) error{"files": blobs.Check}
	if scanner != nil {
		s.Checks["scanner"] = scanner.Ping
	}
	take := app.NewTakeUpload(h.Store, blobs, cleaning.Wake)
	s.Timers[app.UploadExpire] = take.Forget
	wake := func() { scanning.Wake(); cleaning.Wake() }
	return &fileParts{
		uploads: &rpc.Uploads{Store: h.Store, Take: take},
		erase: func(tx *kit.Tx, c *domain.Case) error {
			tx.AfterCommit(cleaning.Wake)
			return store.DeleteCase(tx, c)
		},
		attachments: &rpc.Attachments{
			Store: h.Store, Signer: h.Signer, Present: words, Readings: readings, Blobs: blobs, Uploads: take,
			Keep: app.KeepAttachments{File: app.File{Cases: store.Cases, Referrals: store.Referrals}, Scanner: scanner != nil, Wake: wake},
		},
	}, nil
}

func (f *fileParts) register(r grpc.ServiceRegistrar) {
	supportv1.RegisterUploadServiceServer(r, f.uploads)
	supportv1.RegisterAttachmentServiceServer(r, f.attachments)
}

// led is a loop that one process at a time runs.
func led(s *kit.Store, loop *run.Loop) run.Part {
	part := loop.Part()
	return run.Part{Name: part.Name, Work: func(ctx context.Context) error {
		s.DB().Lead(ctx, part.Name, func(ctx context.Context) { _ = loop.Work(ctx) }) // a loop never fails
		return nil
	}}
}
