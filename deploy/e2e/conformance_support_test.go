package e2e

import (
	"context"
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/conformance"
	"hup.example/services/kit/module"
	"hup.example/services/land"
	"hup.example/services/support"
)

var coordinator = conformance.Person("hup", actor.HupCoordinator)

func TestSupport_conforms(t *testing.T) {
	conformance.Run(t, conformance.Config{
		Module: support.Module(),
		Beside: []module.Module{land.Module()},
		Resources: []conformance.Resource{subjects(), partnerBodies(), serviceOffers(), cases(), referrals(), exchanges(), routingRules(),
			tasks(), threadMessages(), opinions(), bulkOperations(), permanences(), appointments(), calendarFeeds(), meetings(), attachments()},
		Values: map[string]string{"next_body_id": "agglo", "body_id": "cci", "person_id": "per_1"},
		Requests: []func(*conformance.World) proto.Message{
			func(w *conformance.World) proto.Message {
				return &supportv1.MarkDuplicateRequest{CaseId: w.ID("case_id"), DuplicateOfCaseId: w.Made(conformance.Advisor(), form(1))}
			},
			func(w *conformance.World) proto.Message {
				return &supportv1.LinkDuplicateRequest{CaseId: w.ID("case_id"), OtherCaseId: w.Made(conformance.Advisor(), form(1))}
			},
			func(w *conformance.World) proto.Message {
				return &supportv1.UpdateCaseRequest{Case: &supportv1.Case{CaseId: w.ID("case_id"), Description: "Autrement."}, UpdateMask: mask("description")}
			},
			func(w *conformance.World) proto.Message {
				loaded, err := w.Call(context.Background(), actor.Actor{}, &supportv1.GetPublicFormRequest{Territory: conformance.Territory})
				if err != nil {
					panic(err)
				}
				asked := form(1)
				return &supportv1.SubmitPublicRequestRequest{Company: asked.GetCompany(), Contact: asked.GetContact(), Needs: asked.GetNeeds(),
					FormToken: loaded.(*supportv1.PublicForm).GetFormToken()}
			},
			func(*conformance.World) proto.Message {
				asked := form(1)
				return &supportv1.CounterForm{Company: asked.GetCompany(), Contact: asked.GetContact(), SubjectCode: "finance.investment"}
			},
			func(w *conformance.World) proto.Message {
				return &supportv1.AssignCaseRequest{CaseId: w.ID("case_id"), BodyId: "agglo"}
			},
			func(w *conformance.World) proto.Message {
				return &supportv1.DeclineReferralRequest{ReferralId: w.ID("referral_id"), Reason: supportv1.DeclineReason(1), Nobody: true}
			},
			func(*conformance.World) proto.Message {
				return &supportv1.AddContactRequest{CompanyId: "com_00000000000000000000000000", Contact: form(1).GetContact()}
			},
		},
		Projections: []string{"case_reader", "exchange_body", "meeting_participant"},
		Trigger: func(t *testing.T, w *conformance.World, n int) {
			w.Must(t, conformance.Advisor(), landRequests().Create(w, n))
		},
	})
}

// openCase makes support state that a case was received, for each of the other services.
func openCase(t *testing.T, w *conformance.World, n int) { w.Must(t, conformance.Advisor(), form(n)) }

func subjects() conformance.Resource {
	return conformance.Resource{
		By: coordinator, Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &supportv1.CreateSubjectRequest{Subject: &supportv1.Subject{SubjectCode: fmt.Sprint("essai.", n), Label: "Sujet d'essai"}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateSubjectRequest{Subject: &supportv1.Subject{SubjectCode: id, Label: "Sujet changé"}, UpdateMask: mask("label")}
		},
	}
}

func partnerBodies() conformance.Resource {
	return conformance.Resource{
		By: coordinator, Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &supportv1.CreatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{
				PartnerBodyId: fmt.Sprint("essai-", n), Name: fmt.Sprint("Organisme ", n), Kind: supportv1.PartnerBodyKind(1),
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdatePartnerBodyRequest{PartnerBody: &supportv1.PartnerBody{PartnerBodyId: id, Description: "Changé."}, UpdateMask: mask("description")}
		},
	}
}

func serviceOffers() conformance.Resource {
	return conformance.Resource{
		By: coordinator, Shared: true,
		Create: func(_ *conformance.World, n int) proto.Message {
			return &supportv1.CreateServiceOfferRequest{PartnerBodyId: "cci", ServiceOffer: &supportv1.ServiceOffer{
				Name: fmt.Sprint("Offre ", n), SubjectCodes: []string{"finance.investment"},
			}}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.UpdateServiceOfferRequest{ServiceOffer: &supportv1.ServiceOffer{PartnerBodyId: "cci", ServiceOfferId: id, Name: "Changée"},
				UpdateMask: mask("name")}
		},
	}
}

// form is a company's request with one need of each kind.
func form(n int) *supportv1.RequestForm {
	return &supportv1.RequestForm{
		Company: &supportv1.CompanyForm{Name: fmt.Sprint("Atelier des Cévennes ", n), CommuneCode: "30007"},
		Contact: &supportv1.Contact{Name: "Camille Exemple", Email: "camille@example.org"},
		Origin:  supportv1.CaseOrigin_CASE_ORIGIN_COUNTER, Description: "Nous nous agrandissons.",
		Consents: []*supportv1.Consent{{BodyId: "cci", Channel: supportv1.Channel_CHANNEL_COUNTER, TextVersion: "2026-01"}},
		Needs: []*supportv1.NeedForm{
			{SubjectCode: "land.premises", Land: &commonv1.LandNeed{MinAreaM2: 800, MaxAreaM2: 1200, CommuneCodes: []string{"30007"}, RadiusKm: 20}},
			{SubjectCode: "recruitment.hire", Recruitment: &commonv1.HiringNeed{RomeCode: "H2913", Title: "Soudeur", PositionCount: 2, CommuneCode: "30007"}},
			{SubjectCode: "training.skills", Training: &commonv1.SkillsNeed{RomeCode: "H2913", PersonCount: 4, Topic: "Soudage TIG"}},
			{SubjectCode: "finance.investment", Description: "Une machine de découpe."},
		},
	}
}

// quietForm is a request that no other service takes up: land, which is hosted beside, would else link its request, and so
// change the case, between two calls of a check that compares versions.
func quietForm(n int) *supportv1.RequestForm {
	f := form(n)
	f.Needs = f.GetNeeds()[3:]
	return f
}

func cases() conformance.Resource {
	return conformance.Resource{
		Create: func(_ *conformance.World, n int) proto.Message { return quietForm(n) },
		Change: func(_ *conformance.World, id string) proto.Message { return &supportv1.QualifyCaseRequest{CaseId: id} },
	}
}

// bulkOperations end by themselves: none is changed.
func bulkOperations() conformance.Resource {
	return conformance.Resource{
		Moving: []string{"status"},
		Create: func(_ *conformance.World, n int) proto.Message {
			return &supportv1.CreateBulkOperationRequest{BulkOperation: &supportv1.BulkOperation{
				Action: supportv1.BulkAction_BULK_ACTION_QUALIFY, Ids: []string{fmt.Sprintf("cas_%026d", n)}, DryRun: true,
			}}
		},
	}
}

func referrals() conformance.Resource {
	return conformance.Resource{
		Create: func(w *conformance.World, n int) proto.Message {
			return &supportv1.CreateReferralRequest{CaseId: w.Made(conformance.Advisor(), form(n)), BodyId: "cci", Note: "À voir ensemble."}
		},
		Change: func(_ *conformance.World, id string) proto.Message {
			return &supportv1.CancelReferralRequest{ReferralId: id, Reason: supportv1.CancelReason(1), ReasonNote: "Envoyé par erreur."}
		},
	}
}
