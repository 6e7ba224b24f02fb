package rpc

import (
	"context"
	"strings"

	"google.golang.org/protobuf/types/known/timestamppb"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kitrpc "hup.example/services/kit/rpc"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/store"
)

// PublicRequests answers PublicRequestService.
type PublicRequests struct {
	supportv1.UnimplementedPublicRequestServiceServer
	Store   *kit.Store
	Present *present.Presenter
	Public  app.PublicRequests
	Cases   *Cases
}

// GetPublicForm answers what a form needs.
func (s *PublicRequests) GetPublicForm(ctx context.Context, r *supportv1.GetPublicFormRequest) (*supportv1.PublicForm, error) {
	ctx, err := s.Public.In(ctx, r.GetTerritory())
	if err != nil {
		return nil, err
	}
	view := s.Store.View(ctx)
	asked, err := store.AskedSubjects(view)
	if err != nil {
		return nil, err
	}
	token, until := s.Public.Form(view.Actor.Territory)
	form := &supportv1.PublicForm{
		FormToken: token, ExpiresTime: timestamppb.New(until), MinSeconds: int32(s.Public.MinSeconds), WorkBits: int32(s.Public.WorkBits),
		Territory: view.Actor.Territory,
	}
	for _, subject := range asked {
		form.Subjects = append(form.Subjects, present.Resource(ctx, s.Present, subject.State, subject.Version))
	}
	return form, nil
}

// SubmitPublicRequest keeps a request apart and sends the mail that confirms it.
func (s *PublicRequests) SubmitPublicRequest(ctx context.Context, r *supportv1.SubmitPublicRequestRequest) (*supportv1.SubmitPublicRequestResponse, error) {
	s.Cases.Prepare(ctx, r.GetCompany().GetSiret())
	until, err := s.Public.Submit(ctx, r, kitrpc.Address(ctx))
	if err != nil {
		return nil, err
	}
	return &supportv1.SubmitPublicRequestResponse{
		ConfirmUntilTime: timestamppb.New(until),
		Text: "Un courriel vient de partir à " + veiled(r.GetContact().GetEmail()) +
			". Ouvrez le lien qu'il contient dans les 48 heures : votre demande parviendra alors à un conseiller. Sans confirmation, elle est effacée.",
	}, nil
}

// veiled is a mail address as its owner knows it again and others do not read it.
func veiled(mail string) string {
	name, host, _ := strings.Cut(mail, "@")
	return name[:min(1, len(name))] + "…@" + host
}

// ConfirmPublicRequest opens the case of a request.
func (s *PublicRequests) ConfirmPublicRequest(ctx context.Context, r *supportv1.ConfirmPublicRequestRequest) (*supportv1.Receipt, error) {
	said, ok := s.Public.Codes.Open(r.GetCode(), s.Store.Clock().Now())
	if !ok {
		return nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "code", Reason: "LINK_INVALID", Params: map[string]string{"kind": "request"}})
	}
	ctx = actor.With(ctx, actor.Of(said.Territory, "support"))
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*supportv1.Receipt, error) {
		c, err := s.Public.Confirm(tx, said.ID)
		if err != nil {
			return nil, err
		}
		return s.Cases.receipt(tx, c)
	})
}
