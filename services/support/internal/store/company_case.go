package store

import (
	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const selectOpenOfCompany = `SELECT id FROM support_case WHERE territory = $1 AND company_id = $2 AND is_open ORDER BY id`

// OpenOfCompany are the open cases of a company.
func OpenOfCompany(tx *kit.Tx, companyID string) ([]*domain.Case, error) {
	ids, err := texts(&tx.View, selectOpenOfCompany, tx.Actor.Territory, companyID)
	if err != nil {
		return nil, err
	}
	return casesOf(tx, ids)
}

const selectMetSIRETs = `SELECT siret FROM company WHERE territory = $1 AND siret IS NOT NULL`

// MetSIRETs are the establishments whose company was met.
func MetSIRETs(v *kit.View) (map[string]bool, error) {
	all, err := texts(v, selectMetSIRETs, v.Actor.Territory)
	met := make(map[string]bool, len(all))
	for _, siret := range all {
		met[siret] = true
	}
	return met, err
}

const selectSiblings = `SELECT record FROM establishment WHERE territory = $1 AND siret BETWEEN $2 AND $3 ORDER BY siret DESC LIMIT 200`

// AtWork is the youngest other establishment of a SIRET's unit that is at work here; empty when there is none.
func AtWork(v *kit.View, siret string) (string, error) {
	if siret == "" {
		return "", nil
	}
	siren := reference.SIRENOf(siret)
	rows, err := v.Query(v.Ctx, selectSiblings, v.Actor.Territory, siren+"00000", siren+"99999")
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var found supportv1.Company
	for rows.Next() {
		var record []byte
		var c supportv1.Company
		if err := rows.Scan(&record); err != nil {
			return "", err
		}
		if err := proto.Unmarshal(record, &c); err != nil {
			return "", err
		}
		if c.GetStatus() == supportv1.CompanyStatus_COMPANY_STATUS_ACTIVE && c.GetSiret() != siret && (found.GetSiret() == "" || c.GetCreationDate() > found.GetCreationDate()) {
			proto.Reset(&found)
			proto.Merge(&found, &c)
		}
	}
	return found.GetSiret(), rows.Err()
}
