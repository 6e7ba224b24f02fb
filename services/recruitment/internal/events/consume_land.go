package events

import (
	"context"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	eventv1 "hup.example/proto/gen/go/hup/event/v1"
	landeventv1 "hup.example/proto/gen/go/hup/land/event/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/inbox"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/app"
)

// Land applies what the land service states.
type Land struct {
	// Ask reads the case and the company that the land is for.
	Ask   supportv1.SupportServiceClient
	Draft app.DraftPromisedJobs
}

// Handlers are the events of land that recruitment cares about.
func (l Land) Handlers() map[string]inbox.Handler {
	return map[string]inbox.Handler{"hup.land.land_request_signed.v1": l.requestSigned}
}

// requestSigned drafts a need for the jobs promised. A company that the directory does not know hires elsewhere.
func (l Land) requestSigned(ctx context.Context, e *eventv1.Event) (inbox.Apply, error) {
	var signed landeventv1.LandRequestSigned
	if err := e.GetData().UnmarshalTo(&signed); err != nil {
		return nil, err
	}
	jobs := app.PromisedJobs{
		LandRequestID: signed.GetLandRequestId(), Count: signed.GetCreatedJobCount(), BodyID: signed.GetBodyId(), CommuneCode: signed.GetCommuneCode(),
	}
	for _, complete := range []func(context.Context, string, *landeventv1.LandRequestSigned, *app.PromisedJobs) error{l.ofCase, l.ofCompany} {
		if err := complete(ctx, e.GetTerritory(), &signed, &jobs); err != nil && status.Code(err) != codes.NotFound {
			return nil, err
		}
	}
	if jobs.Count == 0 || jobs.Company.GetCompanyId() == "" || jobs.Company.GetCeased() {
		return nil, nil
	}
	return func(tx *store.Tx) error { return l.Draft.Do(tx, jobs) }, nil
}

// ofCase completes jobs that a case brought. Where nobody told new jobs from kept ones, those that the company wrote count.
func (l Land) ofCase(ctx context.Context, territory string, signed *landeventv1.LandRequestSigned, jobs *app.PromisedJobs) error {
	if signed.GetNeedId() == "" {
		return nil
	}
	need, err := l.Ask.GetNeed(ctx, &supportv1.GetNeedRequest{Territory: territory, NeedId: signed.GetNeedId()})
	if err != nil {
		return err
	}
	link := need.GetCaseLink()
	jobs.CaseLink, jobs.BodyID = &commonv1.CaseLink{CaseId: link.GetCaseId(), CaseNumber: link.GetCaseNumber()}, need.GetLeadBodyId()
	if signed.GetCreatedJobCount() == 0 && signed.GetKeptJobCount() == 0 {
		jobs.Count = need.GetNeed().GetLand().GetJobCount()
	}
	return nil
}

func (l Land) ofCompany(ctx context.Context, territory string, signed *landeventv1.LandRequestSigned, jobs *app.PromisedJobs) (err error) {
	if signed.GetCompanyId() != "" {
		jobs.Company, err = l.Ask.GetCompanySnapshot(ctx, &supportv1.GetCompanySnapshotRequest{Territory: territory, CompanyId: signed.GetCompanyId()})
	}
	return err
}
