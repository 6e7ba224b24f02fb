package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// BulkOperations answers BulkOperationService.
type BulkOperations struct {
	supportv1.UnimplementedBulkOperationServiceServer
	Store   *kit.Store
	Signer  *page.Signer
	Present *present.Presenter
	Bulk    app.BulkOperations
}

// CreateBulkOperation starts an operation.
func (s *BulkOperations) CreateBulkOperation(ctx context.Context, r *supportv1.CreateBulkOperationRequest) (*supportv1.BulkOperation, error) {
	said := r.GetBulkOperation()
	cases := said.GetIds()
	if said.GetFilter() != "" {
		var err error
		if cases, err = s.found(s.Store.View(ctx), said.GetFilter()); err != nil {
			return nil, err
		}
	}
	return s.write(ctx, func(tx *kit.Tx) (*domain.BulkOperation, error) { return s.Bulk.Start(tx, said, cases) })
}

// found are the cases that the filter of ListCases finds now.
func (s *BulkOperations) found(v *kit.View, filter string) ([]string, error) {
	var ids []string
	for token := ""; ; {
		cases, next, err := store.ListCases(v, s.Signer, &supportv1.ListCasesRequest{PageSize: page.MaxSize, PageToken: token, Filter: filter, OrderBy: "createdTime"})
		if e, told := errs.As(err); told {
			for i := range e.Fields {
				e.Fields[i].Path = "bulkOperation." + e.Fields[i].Path
			}
		}
		if err != nil {
			return nil, err
		}
		for _, c := range cases {
			ids = append(ids, c.ID)
		}
		if len(ids) > app.MostBulk {
			return nil, errs.Invalid("BULK_TOO_LARGE", errs.Field{Path: "bulkOperation.filter", Reason: "BULK_TOO_LARGE"})
		}
		if token = next; token == "" {
			return ids, nil
		}
	}
}

// CancelBulkOperation stops an operation.
func (s *BulkOperations) CancelBulkOperation(ctx context.Context, r *supportv1.CancelBulkOperationRequest) (*supportv1.BulkOperation, error) {
	return s.write(ctx, func(tx *kit.Tx) (*domain.BulkOperation, error) { return s.Bulk.Cancel(tx, r.GetBulkOperationId()) })
}

func (s *BulkOperations) write(ctx context.Context, do func(*kit.Tx) (*domain.BulkOperation, error)) (*supportv1.BulkOperation, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.BulkOperation, error) {
		o, err := do(tx)
		if err != nil {
			return nil, err
		}
		return s.answer(&tx.View, o)
	})
}

// GetBulkOperation answers an operation with its first lines.
func (s *BulkOperations) GetBulkOperation(ctx context.Context, r *supportv1.GetBulkOperationRequest) (*supportv1.BulkOperation, error) {
	view := s.Store.View(ctx)
	o, err := seenBulk(view, r.GetBulkOperationId())
	if err != nil {
		return nil, err
	}
	answer, err := s.answer(view, o)
	if err != nil {
		return nil, err
	}
	first, err := s.lines(view, &supportv1.ListBulkLinesRequest{BulkOperationId: o.ID})
	answer.Lines, answer.LinesPageToken = first.GetLines(), first.GetNextPageToken()
	return answer, err
}

// ListBulkLines answers the lines of an operation.
func (s *BulkOperations) ListBulkLines(ctx context.Context, r *supportv1.ListBulkLinesRequest) (*supportv1.ListBulkLinesResponse, error) {
	view := s.Store.View(ctx)
	if _, err := seenBulk(view, r.GetBulkOperationId()); err != nil {
		return nil, err
	}
	return s.lines(view, r)
}

func (s *BulkOperations) lines(v *kit.View, r *supportv1.ListBulkLinesRequest) (*supportv1.ListBulkLinesResponse, error) {
	asked := page.Asked(v.Actor, "bulk_lines", r.GetBulkOperationId(), r.GetStatus().String())
	after, err := s.Signer.Number(r.GetPageToken(), asked, 0)
	if err != nil {
		return nil, err
	}
	size := page.Size(r)
	found, err := store.Lines(v, v.Actor.Territory, r.GetBulkOperationId(), r.GetStatus(), after, size+1)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListBulkLinesResponse{Lines: found}
	if len(found) > size {
		answer.Lines = found[:size]
		answer.NextPageToken = s.Signer.Mark(int64(found[size-1].GetPosition()), asked)
	}
	return answer, nil
}

// ListBulkOperations lists the operations that the caller may see.
func (s *BulkOperations) ListBulkOperations(ctx context.Context, r *supportv1.ListBulkOperationsRequest) (*supportv1.ListBulkOperationsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := store.ListBulkOperations(view, s.Signer, r)
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListBulkOperationsResponse{NextPageToken: next}
	for _, o := range found {
		one, err := s.answer(view, o)
		if err != nil {
			return nil, err
		}
		answer.BulkOperations = append(answer.BulkOperations, one)
	}
	return answer, page.Trim(answer.GetBulkOperations(), r.GetFields())
}

// seenBulk is an operation that the view's actor may see.
func seenBulk(v *kit.View, operationID string) (*domain.BulkOperation, error) {
	o, err := store.BulkOperations.Get(v, operationID)
	if err == nil && !o.Sees(v.Actor) {
		err = errs.NotFound("bulk_operation")
	}
	return o, err
}

// answer is the operation as it stands now.
func (s *BulkOperations) answer(v *kit.View, o *domain.BulkOperation) (*supportv1.BulkOperation, error) {
	counted, err := store.CountLines(v, o.Territory, o.ID)
	if err != nil {
		return nil, err
	}
	seen := present.Resource(v.Ctx, s.Present, o.State, o.Version)
	seen.DoneCount = counted[supportv1.BulkLineStatus_BULK_LINE_STATUS_DONE]
	seen.RefusedCount = counted[supportv1.BulkLineStatus_BULK_LINE_STATUS_REFUSED]
	seen.AllowedActions = domain.BulkMachine.Allowed(o.State.GetStatus(), v.Actor)
	return seen, nil
}
