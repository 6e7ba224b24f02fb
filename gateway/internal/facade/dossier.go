package facade

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"slices"

	"google.golang.org/protobuf/proto"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
	"hup.example/services/kit/errs"
)

// GetDossier answers the case with its parts.
func (f *Facade) GetDossier(ctx context.Context, r *hupv1.GetDossierRequest) (*hupv1.Dossier, error) {
	d := &hupv1.Dossier{}
	missing, err := f.gather(ctx, slices.Concat(f.ofCase(d, r.GetCaseId()), f.together(d, r.GetCaseId()), f.ofServices(d, r.GetCaseId()))...)
	if err != nil {
		return nil, err
	}
	later, err := f.gather(ctx, f.ofCompany(d)...)
	if err != nil {
		return nil, err
	}
	d.Missing = append(missing, later...)
	d.Etag, err = tagOf(d)
	return d, err
}

// tagOf is a version over all that is answered.
func tagOf(m proto.Message) (string, error) {
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return "", errs.Internal(err)
	}
	sum := sha256.Sum256(b)
	return `W/"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`, nil
}

// ofCase are the parts that support answers by the id of the case.
func (f *Facade) ofCase(d *hupv1.Dossier, id string) []part {
	conn := f.Peer("support")
	cases := f.cases()
	return []part{
		{name: "case", method: supportv1.CaseService_GetCase_FullMethodName, required: true, load: func(ctx context.Context) (err error) {
			d.Case, err = cases.GetCase(ctx, &supportv1.GetCaseRequest{CaseId: id})
			return err
		}},
		{name: "referrals", method: supportv1.ReferralService_ListCaseReferrals_FullMethodName, load: func(ctx context.Context) error {
			page, err := supportv1.NewReferralServiceClient(conn).ListCaseReferrals(ctx, &supportv1.ListCaseReferralsRequest{CaseId: id})
			d.Referrals, d.ReferralsNextPageToken = page.GetReferrals(), page.GetNextPageToken()
			return err
		}},
		{name: "proposals", method: supportv1.CaseService_ListReferralProposals_FullMethodName, quiet: true, load: func(ctx context.Context) error {
			page, err := cases.ListReferralProposals(ctx, &supportv1.ListReferralProposalsRequest{CaseId: id})
			d.Proposals, d.RoutingNotes = page.GetReferralProposals(), page.GetNotes()
			return err
		}},
		{name: "messages", method: supportv1.MessageService_ListMessages_FullMethodName, load: func(ctx context.Context) error {
			page, err := supportv1.NewMessageServiceClient(conn).ListMessages(ctx, &supportv1.ListMessagesRequest{CaseId: id})
			d.Messages, d.MessagesNextPageToken = page.GetMessages(), page.GetNextPageToken()
			return err
		}},
		{name: "timeline", method: supportv1.CaseService_ListTimeline_FullMethodName, load: func(ctx context.Context) error {
			page, err := cases.ListTimeline(ctx, &supportv1.ListTimelineRequest{CaseId: id})
			d.Timeline, d.TimelineNextPageToken = page.GetTimeline(), page.GetNextPageToken()
			return err
		}},
	}
}

// together are the parts of what bodies do together, which support answers.
func (f *Facade) together(d *hupv1.Dossier, id string) []part {
	conn, filter := f.Peer("support"), `caseId = "`+id+`"`
	return []part{
		{name: "exchanges", method: supportv1.ExchangeService_ListExchanges_FullMethodName, load: func(ctx context.Context) error {
			page, err := supportv1.NewExchangeServiceClient(conn).ListExchanges(ctx, &supportv1.ListExchangesRequest{Filter: filter})
			d.Exchanges, d.ExchangesNextPageToken = page.GetExchanges(), page.GetNextPageToken()
			return err
		}},
		{name: "tasks", method: supportv1.TaskService_ListTasks_FullMethodName, load: func(ctx context.Context) error {
			page, err := supportv1.NewTaskServiceClient(conn).ListTasks(ctx, &supportv1.ListTasksRequest{Filter: filter})
			d.Tasks, d.TasksNextPageToken = page.GetTasks(), page.GetNextPageToken()
			return err
		}},
		{name: "opinions", method: supportv1.OpinionService_ListOpinions_FullMethodName, quiet: true, load: func(ctx context.Context) error {
			page, err := supportv1.NewOpinionServiceClient(conn).ListOpinions(ctx, &supportv1.ListOpinionsRequest{CaseId: id})
			d.Opinions, d.OpinionsNextPageToken = page.GetOpinions(), page.GetNextPageToken()
			return err
		}},
	}
}

// ofServices are the parts that the other services opened for the case.
func (f *Facade) ofServices(d *hupv1.Dossier, id string) []part {
	filter := `caseId = "` + id + `"`
	return []part{
		{name: "landRequests", method: landv1.LandRequestService_ListCaseLandRequests_FullMethodName, load: func(ctx context.Context) error {
			page, err := landv1.NewLandRequestServiceClient(f.Peer("land")).ListCaseLandRequests(ctx, &landv1.ListCaseLandRequestsRequest{CaseId: id})
			d.LandRequests, d.LandRequestsNextPageToken = page.GetLandRequests(), page.GetNextPageToken()
			return err
		}},
		{name: "recruitmentNeeds", method: recruitmentv1.RecruitmentNeedService_ListRecruitmentNeeds_FullMethodName, load: func(ctx context.Context) error {
			page, err := recruitmentv1.NewRecruitmentNeedServiceClient(f.Peer("recruitment")).ListRecruitmentNeeds(ctx,
				&recruitmentv1.ListRecruitmentNeedsRequest{Filter: filter})
			d.RecruitmentNeeds, d.RecruitmentNeedsNextPageToken = page.GetRecruitmentNeeds(), page.GetNextPageToken()
			return err
		}},
		{name: "trainingNeeds", method: trainingv1.TrainingNeedService_ListTrainingNeeds_FullMethodName, load: func(ctx context.Context) error {
			page, err := trainingv1.NewTrainingNeedServiceClient(f.Peer("training")).ListTrainingNeeds(ctx, &trainingv1.ListTrainingNeedsRequest{Filter: filter})
			d.TrainingNeeds, d.TrainingNeedsNextPageToken = page.GetTrainingNeeds(), page.GetNextPageToken()
			return err
		}},
	}
}

// ofCompany is whom the case is for, once the case is known.
func (f *Facade) ofCompany(d *hupv1.Dossier) (parts []part) {
	conn := f.Peer("support")
	if id := d.GetCase().GetCompany().GetCompanyId(); id != "" {
		parts = append(parts, part{name: "company", method: supportv1.CompanyService_GetCompany_FullMethodName, load: func(ctx context.Context) (err error) {
			d.Company, err = supportv1.NewCompanyServiceClient(conn).GetCompany(ctx, &supportv1.GetCompanyRequest{CompanyId: id})
			return err
		}})
	}
	if id := d.GetCase().GetProjectLeaderId(); id != "" {
		parts = append(parts, part{
			name: "projectLeader", method: supportv1.ProjectLeaderService_GetProjectLeader_FullMethodName, quiet: true,
			load: func(ctx context.Context) (err error) {
				d.ProjectLeader, err = supportv1.NewProjectLeaderServiceClient(conn).GetProjectLeader(ctx, &supportv1.GetProjectLeaderRequest{ProjectLeaderId: id})
				return err
			},
		})
	}
	return parts
}
