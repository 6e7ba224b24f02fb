package facade

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	trainingv1 "hup.example/proto/gen/go/hup/training/v1"
	hupv1 "hup.example/proto/gen/go/hup/v1"
)

// lookup is one list that is searched. All lists have the same shape: a filter and a page size go in, the resources come
// out in a field of the list's name. What of a resource is shown is named by paths of its fields.
type lookup struct {
	kind    hupv1.SearchKind
	service string
	method  string
	list    protoreflect.Name
	request func(filter string, most int32) proto.Message
	answer  func() proto.Message
	id      string
	title   string
	about   []string // what tells it from others of the same name
	status  string
	commune string
}

var lookups = []lookup{
	{
		kind: hupv1.SearchKind_SEARCH_KIND_CASE, service: "support", method: supportv1.CaseService_ListCases_FullMethodName, list: "cases",
		request: func(f string, n int32) proto.Message { return &supportv1.ListCasesRequest{Filter: f, PageSize: n} },
		answer:  func() proto.Message { return &supportv1.ListCasesResponse{} },
		id:      "case_id", title: "company.name", about: []string{"number"}, status: "status", commune: "company.commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_COMPANY, service: "support", method: supportv1.CompanyService_ListCompanies_FullMethodName, list: "companies",
		request: func(f string, n int32) proto.Message { return &supportv1.ListCompaniesRequest{Filter: f, PageSize: n} },
		answer:  func() proto.Message { return &supportv1.ListCompaniesResponse{} },
		id:      "company_id", title: "name", about: []string{"siret"}, status: "status", commune: "commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_PROJECT_LEADER, service: "support", list: "project_leaders",
		method: supportv1.ProjectLeaderService_ListProjectLeaders_FullMethodName,
		request: func(f string, n int32) proto.Message {
			return &supportv1.ListProjectLeadersRequest{Filter: f, PageSize: n}
		},
		answer: func() proto.Message { return &supportv1.ListProjectLeadersResponse{} },
		id:     "project_leader_id", title: "contact.name", about: []string{"project"}, status: "status", commune: "commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_PARTNER_BODY, service: "support", list: "partner_bodies",
		method: supportv1.PartnerBodyService_ListPartnerBodies_FullMethodName,
		request: func(f string, n int32) proto.Message {
			return &supportv1.ListPartnerBodiesRequest{Filter: f, PageSize: n}
		},
		answer: func() proto.Message { return &supportv1.ListPartnerBodiesResponse{} },
		id:     "partner_body_id", title: "name", about: []string{"short_name"}, status: "status",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_PLOT, service: "land", method: landv1.PlotService_ListPlots_FullMethodName, list: "plots",
		request: func(f string, n int32) proto.Message { return &landv1.ListPlotsRequest{Filter: f, PageSize: n} },
		answer:  func() proto.Message { return &landv1.ListPlotsResponse{} },
		id:      "plot_id", title: "name", about: []string{"commune"}, status: "availability", commune: "commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_PREMISES, service: "land", method: landv1.PremisesService_ListPremises_FullMethodName, list: "premises",
		request: func(f string, n int32) proto.Message { return &landv1.ListPremisesRequest{Filter: f, PageSize: n} },
		answer:  func() proto.Message { return &landv1.ListPremisesResponse{} },
		id:      "premises_id", title: "name", about: []string{"address", "commune"}, status: "availability", commune: "commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_BROWNFIELD, service: "land", method: landv1.BrownfieldService_ListBrownfields_FullMethodName, list: "brownfields",
		request: func(f string, n int32) proto.Message { return &landv1.ListBrownfieldsRequest{Filter: f, PageSize: n} },
		answer:  func() proto.Message { return &landv1.ListBrownfieldsResponse{} },
		id:      "brownfield_id", title: "name", about: []string{"commune"}, status: "status", commune: "commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_RECRUITMENT_NEED, service: "recruitment", list: "recruitment_needs",
		method: recruitmentv1.RecruitmentNeedService_ListRecruitmentNeeds_FullMethodName,
		request: func(f string, n int32) proto.Message {
			return &recruitmentv1.ListRecruitmentNeedsRequest{Filter: f, PageSize: n}
		},
		answer: func() proto.Message { return &recruitmentv1.ListRecruitmentNeedsResponse{} },
		id:     "recruitment_need_id", title: "need.title", about: []string{"company.name"}, status: "status", commune: "need.commune_code",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_TRAINING_OFFER, service: "training", list: "training_offers",
		method: trainingv1.TrainingOfferService_ListTrainingOffers_FullMethodName,
		request: func(f string, n int32) proto.Message {
			return &trainingv1.ListTrainingOffersRequest{Filter: f, PageSize: n}
		},
		answer: func() proto.Message { return &trainingv1.ListTrainingOffersResponse{} },
		id:     "training_offer_id", title: "title", status: "status",
	},
	{
		kind: hupv1.SearchKind_SEARCH_KIND_TRAINING_SESSION, service: "training", list: "training_sessions",
		method: trainingv1.TrainingSessionService_ListTrainingSessions_FullMethodName,
		request: func(f string, n int32) proto.Message {
			return &trainingv1.ListTrainingSessionsRequest{Filter: f, PageSize: n}
		},
		answer: func() proto.Message { return &trainingv1.ListTrainingSessionsResponse{} },
		id:     "training_session_id", title: "title", about: []string{"start_date"}, status: "status",
	},
}

// name is the list as JSON spells it.
func (l lookup) name() string {
	return string(l.answer().ProtoReflect().Descriptor().Fields().ByName(l.list).JSONName())
}

// results reads what the list answered.
func (l lookup) results(answer proto.Message) (found []*hupv1.SearchResult) {
	m := answer.ProtoReflect()
	list := m.Get(m.Descriptor().Fields().ByName(l.list)).List()
	for i := range list.Len() {
		r := list.Get(i).Message()
		var about []string
		for _, path := range l.about {
			if value := valueOf(r, path); value != "" {
				about = append(about, value)
			}
		}
		found = append(found, &hupv1.SearchResult{
			Kind: l.kind, Id: valueOf(r, l.id), Title: valueOf(r, l.title), Subtitle: strings.Join(about, " · "),
			Status: valueOf(r, l.status), StatusLabel: valueOf(r, l.status+"_label"), CommuneCode: valueOf(r, l.commune),
		})
	}
	return found
}

// valueOf is the text at a path of fields.
func valueOf(m protoreflect.Message, path string) string {
	name, rest, nested := strings.Cut(path, ".")
	f := m.Descriptor().Fields().ByName(protoreflect.Name(name))
	switch {
	case f == nil:
		return ""
	case nested:
		return valueOf(m.Get(f).Message(), rest)
	case f.Enum() != nil:
		return string(f.Enum().Values().ByNumber(m.Get(f).Enum()).Name())
	}
	return m.Get(f).String()
}
