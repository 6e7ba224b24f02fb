package events

import (
	supporteventv1 "hup.example/proto/gen/go/hup/support/event/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

func caseCompanyChanged(f domain.CaseCompanyChanged) store.Entry {
	m := &supporteventv1.CaseCompanyChanged{CaseId: f.CaseID, CompanyId: f.CompanyID}
	for _, kind := range f.Kinds {
		m.Kinds = append(m.Kinds, kind.String())
	}
	return of(f.CaseID, m)
}
