package rpc

import (
	"context"

	recruitmentv1 "hup.example/proto/gen/go/hup/recruitment/v1"
	"hup.example/services/kit/access"
	"hup.example/services/kit/actor"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/present"
	kit "hup.example/services/kit/store"
	"hup.example/services/recruitment/internal/domain"
	"hup.example/services/recruitment/internal/store"
)

// change applies a command to the need that the call names. Whose business it is is asked before the transaction: the
// owner of the case answers over the network.
func (s *RecruitmentNeeds) change(ctx context.Context, needID string, command func(*kit.Tx, *domain.RecruitmentNeed) error) (*recruitmentv1.RecruitmentNeed, error) {
	view := s.Store.View(ctx)
	n, err := store.RecruitmentNeeds.Get(view, needID)
	if err != nil {
		return nil, err
	}
	party, err := s.party(ctx, view.Actor, n)
	if err != nil {
		return nil, err
	}
	if !party {
		return nil, errs.Denied("NOT_ALLOWED")
	}
	return kit.Write(ctx, s.Store, func(tx *kit.Tx) (*recruitmentv1.RecruitmentNeed, error) {
		n, err := store.RecruitmentNeeds.Target(tx, needID)
		if err != nil {
			return nil, err
		}
		if err := command(tx, n); err != nil {
			return nil, err
		}
		if len(n.Facts()) > 0 { // an update that changes nothing
			if err := store.RecruitmentNeeds.Put(tx, n); err != nil {
				return nil, err
			}
		}
		return s.answer(ctx, tx.Actor, n, true), nil
	})
}

// party says whether the need is the actor's business; NOT_FOUND when it may not even see the advertisement.
func (s *RecruitmentNeeds) party(ctx context.Context, a actor.Actor, n *domain.RecruitmentNeed) (bool, error) {
	if owns(a, n) {
		return true, nil
	}
	if !follows(a) {
		if n.AdvertisedTo(a) {
			return false, nil
		}
		return false, errs.NotFound("recruitment_need")
	}
	err := s.Access.Require(ctx, a, "recruitment_need", n.State.GetCaseLink().GetCaseId())
	if err == nil {
		return true, nil
	}
	if n.AdvertisedTo(a) {
		return false, nil // whatever the owner of the case says, or when it does not answer
	}
	return false, err
}

// follows says whether the actor is one who may see cases: a jobseeker belongs to a body, too, and does not.
func follows(a actor.Actor) bool {
	return a.Works() || a.Has(actor.CompanyUser) || a.Kind == actor.System || a.Kind == actor.Service
}

// owns says, without asking anybody, that the need is the actor's business.
func owns(a actor.Actor, n *domain.RecruitmentNeed) bool {
	mine := access.Reader(a)
	return a.Has(actor.HupCoordinator) || a.Works() && n.Unassigned() ||
		mine != "" && (a.Works() && mine == n.State.GetBodyId() || a.Has(actor.CompanyUser) && mine == n.State.GetCompany().GetCompanyId())
}

func casesOf(found []*domain.RecruitmentNeed) (caseIDs []string) {
	for _, n := range found {
		if id := n.State.GetCaseLink().GetCaseId(); id != "" {
			caseIDs = append(caseIDs, id)
		}
	}
	return caseIDs
}

// answer is the need as this caller sees it.
func (s *RecruitmentNeeds) answer(ctx context.Context, a actor.Actor, n *domain.RecruitmentNeed, party bool) *recruitmentv1.RecruitmentNeed {
	if !party {
		return present.Resource(ctx, s.Present, n.Advert(a), n.Version)
	}
	seen := present.Resource(ctx, s.Present, n.State, n.Version)
	seen.AllowedActions = domain.NeedMachine.Allowed(seen.GetStatus(), a)
	return seen
}
