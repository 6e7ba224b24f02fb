package rpc

import (
	"context"
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/calendar"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/seal"
	"hup.example/services/support/internal/store"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// Satisfactions answers SatisfactionService.
type Satisfactions struct {
	supportv1.UnimplementedSatisfactionServiceServer
	Store   *kit.Store
	Present *present.Presenter
	Rate    app.RateCase
	// Codes seals the codes of the mails.
	Codes seal.Sealer
	// PublicURL is where people reach the gateway.
	PublicURL string
}

// codeLife is how long a code of a mail lasts.
const codeLife = 60 * 24 * time.Hour

// least is how many answers a result needs to be told.
const least = 5

// RecordSatisfaction keeps what the company says.
func (s *Satisfactions) RecordSatisfaction(ctx context.Context, r *supportv1.RecordSatisfactionRequest) (*supportv1.Satisfaction, error) {
	return s.rate(ctx, r.GetCaseId(), r.GetMarks(), r.GetComment())
}

// RecordPublicSatisfaction is the same by the code of a mail.
func (s *Satisfactions) RecordPublicSatisfaction(ctx context.Context, r *supportv1.RecordPublicSatisfactionRequest) (*supportv1.Satisfaction, error) {
	said, ok := s.Codes.Open(r.GetCode(), s.Store.Clock().Now())
	if !ok {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "code", Reason: "LINK_INVALID", Params: map[string]string{"kind": "satisfaction"}})
	}
	return s.rate(actor.With(ctx, actor.Of(said.Territory, "support")), said.ID, r.GetMarks(), r.GetComment())
}

func (s *Satisfactions) rate(ctx context.Context, caseID string, marks []int32, comment string) (*supportv1.Satisfaction, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Satisfaction, error) {
		c, err := s.Rate.Do(tx, caseID, marks, comment)
		if err != nil {
			return nil, err
		}
		return c.State.GetSatisfaction(), nil
	})
}

// IssueSatisfactionCode answers the code for the mail.
func (s *Satisfactions) IssueSatisfactionCode(ctx context.Context, r *supportv1.IssueSatisfactionCodeRequest) (*supportv1.IssueSatisfactionCodeResponse, error) {
	view := s.Store.View(in(ctx, r.GetTerritory()))
	c, err := store.Cases.Get(view, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !c.Closed() {
		return nil, errs.State("SATISFACTION_CLOSED")
	}
	until := view.Now.Add(codeLife)
	code := s.Codes.Seal(seal.Said{Territory: r.GetTerritory(), ID: c.ID, Until: until})
	return &supportv1.IssueSatisfactionCodeResponse{Code: code, Url: s.PublicURL + "/satisfaction#" + code, ExpiresTime: timestamppb.New(until)}, nil
}

// ListSatisfactionResults answers the means by body and outcome, where enough have answered.
func (s *Satisfactions) ListSatisfactionResults(ctx context.Context, r *supportv1.ListSatisfactionResultsRequest) (*supportv1.ListSatisfactionResultsResponse, error) {
	from, err := calendar.ParseDay(r.GetFromDate())
	if err != nil {
		return nil, err
	}
	to, err := calendar.ParseDay(r.GetToDate())
	if err != nil {
		return nil, err
	}
	if to.Start().Before(from.Start()) {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "toDate", Reason: "DATES_REVERSED"})
	}
	view := s.Store.View(ctx)
	found, err := store.Satisfactions(view, from.Start(), to.End(), domain.ResultsOf(view.Actor))
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListSatisfactionResultsResponse{Formula: s.Present.Word(ctx, "satisfaction.formula")}
	for _, m := range found {
		result := &supportv1.SatisfactionResult{BodyId: m.BodyID, Outcome: m.Outcome, Withheld: m.Count < least}
		if !result.GetWithheld() {
			result.AnswerCount = int32(m.Count)
			for _, sum := range m.Sums {
				result.Means = append(result.Means, float64(sum)/float64(m.Count))
			}
		}
		answer.Results = append(answer.Results, result)
	}
	return answer, nil
}
