package rpc

import (
	"context"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	krpc "hup.example/services/kit/rpc"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/store"
)

// triesAMinute is how often a link may be used, and how often links that nobody knows may be tried.
const triesAMinute = 60

// NewTries counts them.
func NewTries() *krpc.Limiter { return krpc.NewLimiter(triesAMinute, triesAMinute) }

// ReadPublicOpinion answers what an outside expert sees by the link.
func (s *Opinions) ReadPublicOpinion(ctx context.Context, r *supportv1.ReadPublicOpinionRequest) (*supportv1.PublicOpinion, error) {
	ctx, o, err := s.opened(ctx, r.GetToken())
	if err != nil {
		return nil, err
	}
	reader := actor.Actor{Kind: actor.Person, ID: o.ID, Territory: o.Territory, BodyID: o.State.GetAuthorBodyId()}
	if err := s.Readings.Saw(ctx, reader, o.State.GetCaseId()); err != nil {
		return nil, err
	}
	return s.public(ctx, s.Store.View(ctx), o)
}

// AnswerPublicOpinion takes the opinion of an outside expert.
func (s *Opinions) AnswerPublicOpinion(ctx context.Context, r *supportv1.AnswerPublicOpinionRequest) (*supportv1.PublicOpinion, error) {
	ctx, _, err := s.opened(ctx, r.GetToken())
	if err != nil && !errs.Is(err, "OPINION_LINK_USED") { // sent twice with one key, it is answered as it was
		return nil, err
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.PublicOpinion, error) {
		o, err := s.Ask.AnswerByLink(tx, r.GetToken(), r.GetText())
		if err != nil {
			return nil, err
		}
		return s.public(ctx, &tx.View, o)
	})
}

// opened is the opinion that a link opens, and the context of the platform in its territory: the expert has no account.
func (s *Opinions) opened(ctx context.Context, token string) (context.Context, *domain.Opinion, error) {
	territory := app.TerritoryOf(token)
	if territory == "" {
		return ctx, nil, s.unknown()
	}
	ctx = in(ctx, territory)
	view := s.Store.View(ctx)
	o, err := store.OpinionOfToken(view, app.Hash(token))
	if errs.Is(err, "NOT_FOUND") {
		return ctx, nil, s.unknown()
	}
	if err != nil {
		return ctx, nil, err
	}
	if _, _, ok := s.Tries.Take(o.ID, view.Now); !ok {
		return ctx, nil, errs.Limited("TOO_MANY_LINKS", 60)
	}
	return ctx, o, o.Opens(view.Now)
}

// unknown is the refusal of a link that nobody knows. Those who try many wait: links that are known still open meanwhile.
func (s *Opinions) unknown() error {
	if _, _, ok := s.Tries.Take("", s.Store.Clock().Now()); !ok {
		return errs.Limited("TOO_MANY_LINKS", 60)
	}
	refused := errs.NotFound("opinion")
	refused.Reason = "OPINION_LINK_UNKNOWN"
	return refused
}

// public is all that an outside expert sees: nothing more once the opinion is given.
func (s *Opinions) public(ctx context.Context, v *kit.View, o *domain.Opinion) (*supportv1.PublicOpinion, error) {
	seen := &supportv1.PublicOpinion{
		Status: o.State.GetStatus(), StatusLabel: s.Present.Word(ctx, o.State.GetStatus().String()), ExpireTime: o.State.GetExpireTime(),
	}
	body, err := store.PartnerBodies.Get(v, o.State.GetAuthorBodyId())
	if err != nil && !errs.Is(err, "NOT_FOUND") {
		return nil, err
	}
	if err == nil {
		seen.BodyName = body.State.GetName()
	}
	if !o.Waits(v.Now) {
		return seen, nil
	}
	c, err := store.Cases.Get(v, o.State.GetCaseId())
	if err != nil {
		return nil, err
	}
	seen.Question, seen.Shared = o.State.GetQuestion(), s.shared(ctx, v, c, o)
	return seen, nil
}

// Invitation is what a mail to an outside expert needs.
func (s *Opinions) Invitation(ctx context.Context, territory, id string) (*supportv1.GetOpinionInvitationResponse, error) {
	view := s.Store.View(in(ctx, territory))
	o, err := store.Opinions.Get(view, id)
	if err != nil {
		return nil, err
	}
	expert, err := store.Expert(view, id)
	if err != nil {
		return nil, err
	}
	if expert == nil || !o.Waits(view.Now) {
		return nil, errs.NotFound("opinion")
	}
	answer := &supportv1.GetOpinionInvitationResponse{
		ExpertName: expert.GetName(), ExpertEmail: expert.GetEmail(), Link: s.Ask.Links.Of(territory, id), ExpireTime: o.State.GetExpireTime(),
	}
	if body, err := store.PartnerBodies.Get(view, o.State.GetAuthorBodyId()); err == nil {
		answer.BodyName = body.State.GetName()
	}
	return answer, nil
}
