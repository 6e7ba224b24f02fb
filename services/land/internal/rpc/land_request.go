package rpc

import (
	"context"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/page"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/app"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/store"
)

// LandRequests answers LandRequestService.
type LandRequests struct {
	landv1.UnimplementedLandRequestServiceServer
	Deps
	// Companies completes what the caller said of a company from the directory.
	Companies Companies
	Receive   app.ReceiveRequest
	// Matching holds the register against a request, Waiting the requests against an asset.
	Matching app.MatchRequest
	Options  app.AnswerOption
}

// GetLandRequest answers one request to those who may see its case, or whose body wrote it down.
func (s *LandRequests) GetLandRequest(ctx context.Context, r *landv1.GetLandRequestRequest) (*landv1.LandRequest, error) {
	view := s.Store.View(ctx)
	found, err := s.visible(view, r.GetLandRequestId())
	if err != nil {
		return nil, err
	}
	return s.answer(ctx, view, found)
}

// ListLandRequests lists the requests that the caller may see.
func (s *LandRequests) ListLandRequests(ctx context.Context, r *landv1.ListLandRequestsRequest) (*landv1.ListLandRequestsResponse, error) {
	view := s.Store.View(ctx)
	found, next, err := page.Summaries[*landv1.ListedLandRequest](view, store.LandRequestList, s.Signer, r, requestScope(view.Actor)...)
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListLandRequestsResponse{NextPageToken: next}
	for _, one := range found {
		s.Present.Complete(ctx, one.Summary, one.Version)
		one.Summary.AllowedActions = domain.RequestActions(one.Summary.GetStatus(), view.Actor)
		answer.LandRequests = append(answer.LandRequests, one.Summary)
	}
	return answer, page.Trim(answer.GetLandRequests(), r.GetFields())
}

// ListCaseLandRequests lists the requests of a case that the caller may see, whole.
func (s *LandRequests) ListCaseLandRequests(ctx context.Context, r *landv1.ListCaseLandRequestsRequest) (*landv1.ListCaseLandRequestsResponse, error) {
	view := s.Store.View(ctx)
	scope := append(requestScope(view.Actor), page.Cond{SQL: "t.case_id = ?", Args: []any{r.GetCaseId()}})
	found, next, err := page.Of(view, store.LandRequests, store.LandRequestList, s.Signer, r, scope...)
	if err != nil {
		return nil, err
	}
	answer := &landv1.ListCaseLandRequestsResponse{NextPageToken: next}
	for _, one := range found {
		seen, err := s.answer(ctx, view, one)
		if err != nil {
			return nil, err
		}
		answer.LandRequests = append(answer.LandRequests, seen)
	}
	return answer, page.Trim(answer.GetLandRequests(), r.GetFields())
}

// CreateLandRequest writes down a request that no case asked for.
func (s *LandRequests) CreateLandRequest(ctx context.Context, r *landv1.CreateLandRequestRequest) (*landv1.LandRequest, error) {
	said := clearOutput(r.GetLandRequest())
	err := complete(said)
	if err != nil {
		return nil, err
	}
	if said.Company, err = s.Companies.Complete(ctx, said.GetCompany()); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*landv1.LandRequest, error) {
		made, err := s.Receive.Do(tx, said)
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, &tx.View, made)
	})
}

// QualifyLandRequest says that the request is understood.
func (s *LandRequests) QualifyLandRequest(ctx context.Context, r *landv1.QualifyLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		return lr.Qualify(tx.Actor, r, tx.Now)
	})
}

// HoldLandRequest pauses a request until a day.
func (s *LandRequests) HoldLandRequest(ctx context.Context, r *landv1.HoldLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		return lr.Hold(tx.Actor, r.GetUntilDate(), r.GetReason(), r.GetReasonNote(), tx.Now)
	})
}

// ResumeLandRequest takes a paused request back to where it came from.
func (s *LandRequests) ResumeLandRequest(ctx context.Context, r *landv1.ResumeLandRequestRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		return lr.Resume(tx.Actor, r.GetReasonNote(), tx.Now)
	})
}

// PlanVisit plans a visit of shortlisted assets.
func (s *LandRequests) PlanVisit(ctx context.Context, r *landv1.PlanVisitRequest) (*landv1.LandRequest, error) {
	return s.change(ctx, r.GetLandRequestId(), func(tx *kit.Tx, lr *domain.LandRequest) error {
		return lr.PlanVisit(tx.Actor, r, tx.Now)
	})
}

// change applies a command to the request that the call names. Who may see it is asked before the transaction: the owner
// of the case answers over the network.
func (s *LandRequests) change(ctx context.Context, requestID string, command func(*kit.Tx, *domain.LandRequest) error) (*landv1.LandRequest, error) {
	if _, err := s.visible(s.Store.View(ctx), requestID); err != nil {
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*landv1.LandRequest, error) {
		lr, err := store.LandRequests.Target(tx, requestID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, lr); err != nil {
			return nil, err
		}
		if len(lr.Facts()) > 0 {
			if err := store.LandRequests.Put(tx, lr); err != nil {
				return nil, err
			}
		}
		return s.answer(ctx, &tx.View, lr)
	})
}
