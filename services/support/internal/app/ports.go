// Package app holds the use cases of support, one a file.
package app

import (
	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

// Directory is what the cases ask of the directory.
type Directory interface {
	// Requester finds who asks, by SIRET, RNA, or name and commune, or writes it down: an unverified company, or a project
	// leader with the contact of the form. A company that has ceased or was merged is refused (COMPANY_CEASED,
	// COMPANY_MERGED with the id of the one that goes on).
	Requester(tx *store.Tx, form *supportv1.RequestForm) (Requester, error)
	// Subject answers a subject of the territory that may still be asked; UNKNOWN_SUBJECT otherwise.
	Subject(from store.Source, code string) (*supportv1.Subject, error)
	// Body answers a body that has not left; UNKNOWN_BODY otherwise.
	Body(from store.Source, bodyID string) (*supportv1.PartnerBody, error)
	// Company answers a company of the territory; NOT_FOUND otherwise.
	Company(from store.Source, companyID string) (*supportv1.Company, error)
	// Catalogue answers who offers what where, and the routing rules in force.
	Catalogue(from store.Source) (*domain.Catalogue, error)
}

// Questions are the subjects as they were: a need means the version that it was asked with.
type Questions interface {
	// SubjectAt answers a subject in a version; NOT_FOUND for one that never was.
	SubjectAt(from store.Source, code string, version int32) (*supportv1.Subject, error)
}

// asked are the subjects of the needs of a case, by need, as they were when it was asked.
func asked(from store.Source, q Questions, c *domain.Case) (map[string]*supportv1.Subject, error) {
	subjects := map[string]*supportv1.Subject{}
	for _, n := range c.State.GetNeeds() {
		subject, err := q.SubjectAt(from, n.GetSubjectCode(), n.GetSubjectVersion())
		if err != nil {
			return nil, err
		}
		subjects[n.GetNeedId()] = subject
	}
	return subjects, nil
}

// Requester is who asks, as the case keeps it.
type Requester struct {
	// Company is the snapshot; for a project leader it holds the name and the commune of the project, and no id.
	Company *commonv1.CompanySnapshot
	// ProjectLeaderID is empty for a company.
	ProjectLeaderID string
	// QpvCode is the priority quarter of the address, empty when outside or not known.
	QpvCode string
}
