package recruitment

import (
	"context"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/module"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/app"
	"hup.example/services/recruitment/internal/store"
)

// demo is a need of the demonstration. The companies are real establishments of the public list of training bodies; what
// they look for is made up, and says so.
type demo struct {
	key, siret, company, commune string
	rome, title                  string
	positions                    int32
	contract                     commonv1.ContractKind
	visibility                   recruitmentv1.RecruitmentNeedVisibility
}

var demos = []demo{
	{
		"demo-soudeur", "51472700700049", "BTP CFA OCCITANIE", "30165", "H2913", "Soudeur H/F (démonstration)", 2,
		commonv1.ContractKind_CONTRACT_KIND_CDI, recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PUBLIC,
	},
	{
		"demo-cuisinier", "44839354600024", "INSTI FORMA SUPERIEURE CEVENNES", "30007", "G1602", "Cuisinier H/F (démonstration)", 1,
		commonv1.ContractKind_CONTRACT_KIND_SEASONAL, recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_CONFIDENTIAL_NAME,
	},
	{
		"demo-magasinier", "90948492500013", "CEVENNES FORMATIONS ALES", "30007", "N1103", "Magasinier H/F (démonstration)", 3,
		commonv1.ContractKind_CONTRACT_KIND_CDD, recruitmentv1.RecruitmentNeedVisibility_RECRUITMENT_NEED_VISIBILITY_PARTNERS_ONLY,
	},
}

// seed publishes the needs of the demonstration, each once: its key is the client request id of an advisor.
func seed(ctx context.Context, h module.Host, create app.CreateNeed) error {
	ctx = actor.With(ctx, actor.Actor{
		Kind: actor.Person, ID: "advisor@plie", Territory: "ales", BodyID: "plie", Roles: []actor.Role{actor.HupAdvisor},
	})
	for _, d := range demos {
		if err := h.Store.Update(ctx, func(tx *kit.Tx) error { return d.publish(tx, create) }); err != nil {
			return err
		}
	}
	return nil
}

func (d demo) publish(tx *kit.Tx, create app.CreateNeed) error {
	known, err := tx.Once(d.key)
	if err != nil || known != "" {
		return err
	}
	n, err := create.Do(tx, &recruitmentv1.RecruitmentNeed{
		Company: &commonv1.CompanySnapshot{
			Siret: d.siret, Name: d.company, CommuneCode: d.commune, Verification: commonv1.Verification_VERIFICATION_UNVERIFIED,
		},
		Need: &commonv1.HiringNeed{
			RomeCode: d.rome, Title: d.title, PositionCount: d.positions, ContractKind: d.contract, CommuneCode: d.commune,
		},
		Details:    &recruitmentv1.HiringDetails{Description: "Besoin de démonstration : cette entreprise ne recrute pas par ce site."},
		Visibility: d.visibility, BodyId: tx.Actor.BodyID,
	}, d.key)
	if err != nil {
		return err
	}
	if err := n.Submit(tx.Actor, tx.Now); err != nil {
		return err
	}
	if err := n.Qualify(tx.Actor, tx.Now); err != nil {
		return err
	}
	if err := n.Publish(tx.Actor, "", tx.Now); err != nil {
		return err
	}
	return store.RecruitmentNeeds.Put(tx, n)
}
