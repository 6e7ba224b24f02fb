package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
)

// DraftPromisedJobs drafts a need for the jobs that a company promised when it signed for land or premises.
type DraftPromisedJobs struct {
	Link LinkDuplicates
	// Drafted says whether the land request has its draft already.
	Drafted func(tx *store.Tx, landRequestID string) (bool, error)
}

// PromisedJobs are the new jobs of a signed land request.
type PromisedJobs struct {
	LandRequestID string
	Count         int32
	Company       *commonv1.CompanySnapshot
	// CaseLink names the case only: the need of the case was for the land.
	CaseLink *commonv1.CaseLink
	// BodyID is in charge; CommuneCode is where the asset lies, if others may know it.
	BodyID, CommuneCode string
}

// mostPositions is what one need can have.
const mostPositions = 10_000

// Do drafts it once. Nothing is shown to anybody else before somebody completes, submits and publishes it.
func (u DraftPromisedJobs) Do(tx *store.Tx, p PromisedJobs) error {
	drafted, err := u.Drafted(tx, p.LandRequestID)
	if err != nil || drafted {
		return err
	}
	return u.Link.Put(tx, domain.DraftOfLand(tx.Actor.Territory, &recruitmentv1.RecruitmentNeed{
		Company: p.Company, CaseLink: p.CaseLink, BodyId: p.BodyID, LandRequestId: p.LandRequestID,
		Need: &commonv1.HiringNeed{PositionCount: min(p.Count, mostPositions), CommuneCode: p.CommuneCode},
	}, tx.Now))
}
