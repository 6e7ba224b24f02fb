package support

import (
	"fmt"
	"strconv"

	"google.golang.org/grpc"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/mail"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/seal"
)

// openIntake builds what surrounds the cases: the public form, what companies say of the help, and answers how to register it.
func openIntake(h module.Host, words *present.Presenter, s *module.Service, cases *rpc.Cases) (func(grpc.ServiceRegistrar), error) {
	public, err := publicRequests(h, cases.Open)
	if err != nil {
		return nil, err
	}
	s.Timers[app.PublicErase] = public.Erase
	satisfactions := &rpc.Satisfactions{
		Store: h.Store, Rate: app.RateCase{File: cases.Open.File}, Codes: seal.Sealer{Key: h.Secret("satisfaction codes")}, PublicURL: h.PublicURL,
	}
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterPublicRequestServiceServer(r, &rpc.PublicRequests{Store: h.Store, Present: words, Public: public, Cases: cases})
		supportv1.RegisterSatisfactionServiceServer(r, satisfactions)
	}, nil
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
