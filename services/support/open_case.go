package support

import (
	"maps"
	"strings"
	"time"

	"google.golang.org/grpc"

	authv1 "hup.example/proto/gen/go/hup/auth/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/module"
	"hup.example/services/kit/present"
	"hup.example/services/kit/run"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
	"hup.example/services/support/internal/domain"
	"hup.example/services/support/internal/events"
	"hup.example/services/support/internal/members"
	"hup.example/services/support/internal/rpc"
	"hup.example/services/support/internal/store"
)

// flushEvery is how often the readings that were counted are written.
const flushEvery = 10 * time.Second

// openCases builds what concerns cases, referrals and messages, and answers how to register it.
func openCases(h module.Host, words *present.Presenter, s *module.Service, directory app.Records,
	readings *store.Readings, files *fileParts) (func(grpc.ServiceRegistrar), error) {
	file := app.File{Cases: store.Cases, Referrals: store.Referrals}
	thread := app.PostMessage{File: file, Messages: store.Messages, Files: files.attachments.Keep}
	propose := app.Propose{Directory: directory, Referrals: store.Referrals, Load: store.Load}
	end := app.EndCase{File: file, Directory: directory, Propose: propose, Attempts: store.AttemptsOf}
	open := app.OpenCase{File: file, Directory: directory, Questions: directory, Register: register{}, DefaultBody: defaultBody(h)}
	cases := &rpc.Cases{
		Store: h.Store, Signer: h.Signer, Present: words, Directory: directory, Questions: directory, Prepare: directory.Prepare, Readings: readings,
		Open: open, Counter: app.OpenAtCounter{Open: open, End: end},
		Update: app.UpdateCase{File: file, Directory: directory, Questions: directory}, Link: app.LinkDuplicate{File: file},
		Work: app.WorkOnCase{File: file, Directory: directory, Questions: directory, Thread: thread, Opinions: app.AskOpinion{File: file}},
		End:  end, Propose: propose,
	}
	referrals := &rpc.Referrals{
		Store: h.Store, Signer: h.Signer, Present: words,
		Send:   app.SendReferral{File: file, Directory: directory, Propose: propose},
		Answer: app.AnswerReferral{File: file, Directory: directory, Propose: propose},
	}
	messages := &rpc.Messages{Store: h.Store, Signer: h.Signer, Present: words, Members: members.New(h.Peer("identity")), Post: thread, Uploads: files.attachments.Uploads}
	maps.Copy(s.Timers, app.Timers{File: file, End: end, Propose: propose, Delete: files.erase}.Handlers())
	maps.Copy(s.Consumes, events.Requests{Link: app.LinkNeed{File: file}}.Consumed())
	loop := run.NewLoop(h.Log, "readings of cases", flushEvery, readings.Flush)
	s.Work = append(s.Work, loop.Part())
	intake, err := openIntake(h, words, s, cases, referrals.Send)
	if err != nil {
		return nil, err
	}
	return func(r grpc.ServiceRegistrar) {
		supportv1.RegisterCaseServiceServer(r, cases)
		supportv1.RegisterReferralServiceServer(r, referrals)
		supportv1.RegisterMessageServiceServer(r, messages)
		supportv1.RegisterDeadlineServiceServer(r, &rpc.Deadlines{Store: h.Store, Present: words})
		intake(r)
		authv1.RegisterAccessServiceServer(r, &rpc.Access{Store: h.Store})
	}, nil
}

// register is the register of cases in the service's database.
type register struct{}

func (register) NextNumber(tx *kit.Tx) (string, error) { return store.NextNumber(tx) }

func (register) Alike(tx *kit.Tx, c *domain.Case) ([]*domain.Case, error) { return store.Alike(tx, c) }

func (register) LastOf(tx *kit.Tx, companyID string) ([]*domain.Case, error) {
	return store.LastOf(tx, companyID)
}

// demoBodies are the bodies in charge in the demo.
const demoBodies = "ales=myriapolis,nimes=voisin"

// defaultBody reads the setting default-body, "ales=myriapolis,nimes=voisin": the body in charge of what companies and
// partner clients send, by territory.
func defaultBody(h module.Host) func(territory string) string {
	setting := h.Setting("default-body")
	if setting == "" && h.Demo {
		setting = demoBodies
	}
	bodies := map[string]string{}
	for pair := range strings.SplitSeq(setting, ",") {
		territory, body, _ := strings.Cut(strings.TrimSpace(pair), "=")
		bodies[territory] = body
	}
	return func(territory string) string { return bodies[territory] }
}
