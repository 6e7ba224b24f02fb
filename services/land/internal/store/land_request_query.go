package store

import (
	"time"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

const (
	selectOpened = `SELECT count(*) FROM land_request WHERE territory = $1 AND need_id = $2`

	selectOfCase = `SELECT id, version, head, record FROM land_request WHERE territory = $1 AND case_id = $2 ORDER BY id`

	selectRecentOfCompany = `SELECT id, version, head, record FROM land_request
 WHERE territory = $1 AND company_id = $2 AND created_us >= $3 ORDER BY created_us, id LIMIT 20`

	selectRecentOfSiret = `SELECT id, version, head, record FROM land_request
 WHERE territory = $1 AND siret = $2 AND created_us >= $3 ORDER BY created_us, id LIMIT 20`
)

// OpenedFor says whether a need of a case has its land request.
func OpenedFor(tx *kit.Tx, needID string) (bool, error) {
	var n int
	err := tx.QueryRow(tx.Ctx, selectOpened, tx.Actor.Territory, needID).Scan(&n)
	return n > 0, err
}

// RequestsOfCase are the land requests of a case.
func RequestsOfCase(tx *kit.Tx, caseID string) ([]*domain.LandRequest, error) {
	if caseID == "" {
		return nil, nil
	}
	return requests(tx, selectOfCase, tx.Actor.Territory, caseID)
}

// RecentRequests are the newest requests of the same company, by its id or else by its SIRET.
func RecentRequests(tx *kit.Tx, of *landv1.LandRequest, since time.Time) ([]*domain.LandRequest, error) {
	switch c := of.GetCompany(); {
	case c.GetCompanyId() != "":
		return requests(tx, selectRecentOfCompany, tx.Actor.Territory, c.GetCompanyId(), clock.Micros(since))
	case c.GetSiret() != "":
		return requests(tx, selectRecentOfSiret, tx.Actor.Territory, c.GetSiret(), clock.Micros(since))
	}
	return nil, nil
}

func requests(tx *kit.Tx, query string, args ...any) ([]*domain.LandRequest, error) {
	return all(&tx.View, LandRequests, query, args...)
}
