package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/present"
	krpc "hup.example/services/kit/rpc"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/store"
)

// Opinions answers OpinionService.
type Opinions struct {
	supportv1.UnimplementedOpinionServiceServer
	Store    *kit.Store
	Signer   *page.Signer
	Present  *present.Presenter
	Members  *members.Client
	Ask      app.AskOpinion
	Readings *store.Readings
	// Tries bounds how often links are tried: each one that is known, and all that are not.
	Tries *krpc.Limiter
}

// CreateOpinion asks for an opinion. The link of an outside expert is in this answer, and is kept nowhere: not with the
// idempotency key either.
func (s *Opinions) CreateOpinion(ctx context.Context, r *supportv1.CreateOpinionRequest) (*supportv1.Opinion, error) {
	people, err := s.Members.Of(ctx, actor.From(ctx).Territory, r.GetOpinion().GetPersonId())
	if err != nil {
		return nil, err
	}
	asked, err := s.do(ctx, func(tx *kit.Tx) (*domain.Opinion, error) { return s.Ask.Do(tx, r, people) })
	if err == nil && asked.GetPersonId() == "" {
		asked.Link = s.Ask.Links.Of(actor.From(ctx).Territory, asked.GetOpinionId())
	}
	return asked, err
}

// AnswerOpinion gives the opinion.
func (s *Opinions) AnswerOpinion(ctx context.Context, r *supportv1.AnswerOpinionRequest) (*supportv1.Opinion, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Opinion, error) { return s.Ask.Answer(tx, r) })
}

// RevokeOpinion takes the question back.
func (s *Opinions) RevokeOpinion(ctx context.Context, r *supportv1.RevokeOpinionRequest) (*supportv1.Opinion, error) {
	return s.do(ctx, func(tx *kit.Tx) (*domain.Opinion, error) { return s.Ask.Revoke(tx, r.GetOpinionId()) })
}

func (s *Opinions) do(ctx context.Context, use func(*kit.Tx) (*domain.Opinion, error)) (*supportv1.Opinion, error) {
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Opinion, error) {
		o, err := use(tx)
		if err != nil {
			return nil, err
		}
		c, err := store.Cases.Get(tx, o.State.GetCaseId())
		if err != nil {
			return nil, err
		}
		return s.answer(ctx, &tx.View, c, o)
	})
}

// GetOpinion answers an opinion to those who may see it.
func (s *Opinions) GetOpinion(ctx context.Context, r *supportv1.GetOpinionRequest) (*supportv1.Opinion, error) {
	view := s.Store.View(ctx)
	o, err := store.Opinions.Get(view, r.GetOpinionId())
	if err != nil {
		return nil, err
	}
	c, err := store.Cases.Get(view, o.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	if !o.Visible(view.Actor, c) {
		return nil, errs.NotFound("opinion")
	}
	return s.answer(ctx, view, c, o)
}

// ListOpinions lists the opinions that the caller may see, of all cases or of one.
func (s *Opinions) ListOpinions(ctx context.Context, r *supportv1.ListOpinionsRequest) (*supportv1.ListOpinionsResponse, error) {
	view := s.Store.View(ctx)
	if r.GetCaseId() != "" {
		if _, err := seen(view, r.GetCaseId()); err != nil {
			return nil, err
		}
	}
	found, next, err := store.ListOpinions(view, s.Signer, r, r.GetCaseId())
	if err != nil {
		return nil, err
	}
	answer := &supportv1.ListOpinionsResponse{NextPageToken: next}
	for _, o := range found {
		c, err := store.Cases.Get(view, o.State.GetCaseId())
		if err != nil {
			return nil, err
		}
		one, err := s.answer(ctx, view, c, o)
		if err != nil {
			return nil, err
		}
		answer.Opinions = append(answer.Opinions, one)
	}
	return answer, page.Trim(answer.GetOpinions(), r.GetFields())
}

// answer is the opinion as this caller sees it. Whom it is asked of learns what is shared while the answer is waited for,
// and not of which case it is; who the outside expert is, the body that asks knows.
func (s *Opinions) answer(ctx context.Context, v *kit.View, c *domain.Case, o *domain.Opinion) (seen *supportv1.Opinion, err error) {
	seen = present.Resource(ctx, s.Present, o.State, o.Version)
	seen.AllowedActions = o.Actions(v.Actor, v.Now)
	inCase := o.InCase(v.Actor, c)
	if inCase || o.Waits(v.Now) {
		seen.Shared = s.shared(ctx, v, c, o)
	}
	if !inCase {
		seen.CaseId, seen.AnswerMessageId = "", ""
	}
	if o.Outside() && v.Actor.Works() && v.Actor.BodyID == o.State.GetAuthorBodyId() {
		seen.Expert, err = store.Expert(v, o.ID)
	}
	return seen, err
}

// shared are the parts that were chosen, with their names.
func (s *Opinions) shared(ctx context.Context, v *kit.View, c *domain.Case, o *domain.Opinion) []*supportv1.SharedText {
	shared := o.Shared(c, func(code string) string {
		subject, err := store.Subjects.Get(v, code)
		if err != nil {
			return code
		}
		return subject.State.GetLabel()
	})
	for _, part := range shared {
		part.PartLabel = s.Present.Word(ctx, part.GetPart().String())
	}
	return shared
}
