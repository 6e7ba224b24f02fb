package support

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/messages"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/seal"
)

// openIntake builds what surrounds the cases: the public form, what companies say of the help, and answers how to register it.
func openIntake(h module.Host, words *present.Presenter, s *module.Service, cases *rpc.Cases, send app.SendReferral) (func(grpc.ServiceRegistrar), error) {
	public, err := publicRequests(h, cases.Open)
	if err != nil {
		return nil, err
	}
	s.Timers[app.PublicErase] = public.Erase
	satisfactions := &rpc.Satisfactions{
		Store: h.Store, Present: words, Rate: app.RateCase{File: cases.Open.File}, Codes: seal.Sealer{Key: h.Secret("satisfaction codes")}, PublicURL: h.PublicURL,
	}
	bulk := bulkOperations(h, s, cases, send)
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterBulkOperationServiceServer(r, &rpc.BulkOperations{Store: h.Store, Signer: h.Signer, Present: words, Bulk: bulk})
		supportv1.RegisterPublicRequestServiceServer(r, &rpc.PublicRequests{Store: h.Store, Present: words, Public: public, Cases: cases})
		supportv1.RegisterSatisfactionServiceServer(r, satisfactions)
	}, nil
}

// bulkEvery is how often somebody looks for operations that another process began.
const bulkEvery = 5 * time.Second

// bulkOperations are worked on by one process at a time.
func bulkOperations(h module.Host, s *module.Service, cases *rpc.Cases, send app.SendReferral) app.BulkOperations {
	bulk := app.BulkOperations{Store: h.Store, Work: cases.Work, End: cases.End, Send: send, Words: refusals(h.Messages)}
	loop := run.NewLoop(h.Log, "bulk operations", bulkEvery, bulk.Step)
	bulk.Wake = loop.Wake
	s.Work = append(s.Work, run.Part{Name: "bulk operations", Work: func(ctx context.Context) error {
		h.Store.DB().Lead(ctx, "bulk operations", func(ctx context.Context) { _ = loop.Work(ctx) }) // a loop never fails
		return nil
	}})
	return bulk
}

// refusals says a refusal as the command alone would say it, in French.
func refusals(texts *messages.Catalogue) func(*errs.Error) string {
	return func(e *errs.Error) string {
		text, _ := texts.Text("hup.support", messages.French, e.Reason, e.Params)
		for _, f := range e.Fields {
			if f.Message != "" {
				text += " " + f.Message
			}
		}
		return text
	}
}

// publicRequests reads how the public form is protected. In a demo nobody waits.
func publicRequests(h module.Host, open app.OpenCase) (app.PublicRequests, error) {
	u := app.PublicRequests{
		Store: h.Store, Open: open, Forms: seal.Sealer{Key: h.Secret("public forms")}, Codes: seal.Sealer{Key: h.Secret("public requests")},
		Key: h.Secret("public senders"), Territory: h.Setting("territory"), PublicURL: h.PublicURL,
		Protection: app.Protection{MinSeconds: 5, PerMail: 3, PerAddress: 10},
	}
	if h.Demo {
		u.Protection = app.Protection{PerMail: 100, PerAddress: 1000}
	}
	for name, to := range map[string]*int{
		"public-form-min-seconds": &u.MinSeconds, "public-form-work-bits": &u.WorkBits,
		"public-form-per-mail": &u.PerMail, "public-form-per-address": &u.PerAddress,
	} {
		if err := number(h, name, to); err != nil {
			return u, err
		}
	}
	var err error
	u.Mailer, err = mail.Of(h.Setting, h.Demo, h.Console)
	return u, err
}

// number reads a setting that is a number; one that is not set stays as it is.
func number(h module.Host, name string, to *int) error {
	text := h.Setting(name)
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return fmt.Errorf("%s: %q is not a number from 0 on", name, text)
	}
	*to = n
	return nil
}
