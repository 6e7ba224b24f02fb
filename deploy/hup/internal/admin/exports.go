package admin

import (
	"context"
	"encoding/csv"
	"strconv"
	"time"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// Exports writes, as CSV, which lists left as files: who took them, what was asked, how many rows, and whether these were all.
func (a *Admin) Exports(ctx context.Context, report Report) {
	w := csv.NewWriter(report)
	_ = w.Write([]string{"begunTime", "territory", "author", "body", "format", "list", "rows", "complete", "request"}) // told by Error
	for _, name := range a.Services {
		s := a.Host.Store(name)
		if s == nil {
			continue
		}
		err := s.Exports(ctx, func(territory string, e *commonv1.ListExport) bool {
			return ctx.Err() == nil && w.Write([]string{
				e.GetBegunTime().AsTime().Format(time.RFC3339), territory, e.GetAuthorRef(), e.GetAuthorBodyId(), e.GetFormat(), e.GetList(),
				strconv.Itoa(int(e.GetRowCount())), strconv.FormatBool(e.GetComplete()), e.GetRequest(),
			}) == nil
		})
		if err != nil {
			report.failed(err)
			return
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		report.failed(err)
		return
	}
	report.done(AllIn)
}
