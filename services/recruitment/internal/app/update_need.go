package app

import (
	"slices"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/patch"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// UpdateNeed changes fields of a need.
type UpdateNeed struct{}

// Do changes the fields of the mask, or those present without one.
func (UpdateNeed) Do(tx *store.Tx, n *domain.RecruitmentNeed, asked *recruitmentv1.UpdateRecruitmentNeedRequest) error {
	if err := n.CheckOpen(); err != nil {
		return err
	}
	said := asked.GetRecruitmentNeed()
	if err := canonical(said.GetNeed()); err != nil {
		return err
	}
	before := n.State.GetExternalReferences()
	changed, err := patch.Apply(n.State, said, asked.GetUpdateMask(), "recruitment_need_id", domain.Changeable(tx.Actor)...)
	if err != nil {
		return err
	}
	if slices.Contains(changed, "externalReferences") {
		n.State.ExternalReferences = domain.References(tx.Actor, before, said.GetExternalReferences())
	}
	return n.Changed(tx.Actor, changed, tx.Now)
}
