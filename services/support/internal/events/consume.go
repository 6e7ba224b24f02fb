package events

import (
	"context"

	"google.golang.org/protobuf/proto"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	recruitmenteventv1 "hup.example/proto/gen/go/hup/recruitment/event/v1"
	trainingeventv1 "hup.example/proto/gen/go/hup/training/event/v1"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/app"
)

// Requests applies what land, recruitment and training say of the requests they opened for needs of cases.
type Requests struct{ Link app.LinkNeed }

// Consumed are the handlers by source and event type.
func (r Requests) Consumed() map[string]map[string]inbox.Handler {
	return map[string]map[string]inbox.Handler{
		"land": {
			"hup.land.land_request_received.v1":       news(r, landReceived),
			"hup.land.land_request_status_changed.v1": news(r, landMoved),
		},
		"recruitment": {
			"hup.recruitment.recruitment_need_created.v1":        news(r, recruitmentCreated),
			"hup.recruitment.recruitment_need_status_changed.v1": news(r, recruitmentMoved),
		},
		"training": {
			"hup.training.training_need_expressed.v1":      news(r, trainingExpressed),
			"hup.training.training_need_status_changed.v1": news(r, trainingMoved),
		},
	}
}

// news is the handler of one kind of event: what concerns no case changes nothing here.
func news[M proto.Message](r Requests, read func(M) app.News) inbox.Handler {
	return func(_ context.Context, e *eventv1.Event) (inbox.Apply, error) {
		var m M
		m = m.ProtoReflect().New().Interface().(M)
		if err := e.GetData().UnmarshalTo(m); err != nil {
			return nil, err
		}
		told := read(m)
		told.Version = e.GetVersion()
		if told.CaseID == "" || told.NeedID == "" {
			return nil, nil
		}
		return func(tx *store.Tx) error { return r.Link.Do(tx, told) }, nil
	}
}

func landReceived(m *landeventv1.LandRequestReceived) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetLandRequestId(), Status: m.GetStatus()}
}

func landMoved(m *landeventv1.LandRequestStatusChanged) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetLandRequestId(), Status: m.GetNewStatus(), Terminal: m.GetTerminal()}
}

func recruitmentCreated(m *recruitmenteventv1.RecruitmentNeedCreated) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetRecruitmentNeedId(), Status: m.GetStatus()}
}

func recruitmentMoved(m *recruitmenteventv1.RecruitmentNeedStatusChanged) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetRecruitmentNeedId(), Status: m.GetNewStatus(), Terminal: m.GetTerminal()}
}

func trainingExpressed(m *trainingeventv1.TrainingNeedExpressed) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetTrainingNeedId(), Status: m.GetStatus()}
}

func trainingMoved(m *trainingeventv1.TrainingNeedStatusChanged) app.News {
	return app.News{CaseID: m.GetCaseId(), NeedID: m.GetNeedId(), LinkedID: m.GetTrainingNeedId(), Status: m.GetNewStatus(), Terminal: m.GetTerminal()}
}
