package store

import (
	"context"

	"google.golang.org/protobuf/proto"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/db"
	kit "hup.example/services/kit/store"
)

const (
	selectToIndex = `SELECT territory, siret, number, record FROM establishment
 WHERE (territory, siret) > ($1, $2) AND (number = 0 OR CAST($3 AS boolean)) ORDER BY territory, siret LIMIT 1000`
	updateNumber   = `UPDATE establishment SET number = $3 WHERE territory = $1 AND siret = $2`
	deleteSpelling = `DELETE FROM spelling`
)

// RebuildRegister computes again what the establishments are found by.
func RebuildRegister(ctx context.Context, s *kit.Store) error {
	err := s.Update(ctx, func(tx *kit.Tx) error {
		if _, err := tx.Exec(tx.Ctx, deleteSpelling); err != nil {
			return err
		}
		return tx.DB().ForgetRows(tx.Ctx, tx)
	})
	if err != nil {
		return err
	}
	return indexRegister(ctx, s, true)
}

// IndexRegister makes found the establishments that were loaded before there was a search.
func IndexRegister(ctx context.Context, s *kit.Store) error { return indexRegister(ctx, s, false) }

// toIndex is a row whose terms are written.
type toIndex struct {
	territory, siret string
	number           int64
	company          *supportv1.Company
}

func indexRegister(ctx context.Context, s *kit.Store, all bool) error {
	territory, siret, spelling := "", "", NewSpelling()
	for {
		var rows []toIndex
		err := s.Update(ctx, func(tx *kit.Tx) (err error) {
			if rows, err = rowsToIndex(tx, territory, siret, all); err != nil {
				return err
			}
			return indexAgain(tx, rows, spelling)
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		territory, siret = rows[len(rows)-1].territory, rows[len(rows)-1].siret
	}
}

func indexAgain(tx *kit.Tx, rows []toIndex, spelling *Spelling) error {
	words := make([]db.RowWords, len(rows))
	for i, r := range rows {
		if r.number == 0 {
			number, err := takeNumbers(tx, 1)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(tx.Ctx, updateNumber, r.territory, r.siret, number); err != nil {
				return err
			}
			r.number = number
		}
		words[i] = db.RowWords{Number: r.number, Terms: establishmentTerms(r.territory, r.company), Known: true}
		if err := spelling.learn(tx, r.territory, r.company); err != nil {
			return err
		}
	}
	return tx.DB().IndexRows(tx.Ctx, tx, words)
}

func rowsToIndex(tx *kit.Tx, territory, siret string, all bool) (found []toIndex, err error) {
	rows, err := tx.Query(tx.Ctx, selectToIndex, territory, siret, all)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		r := toIndex{company: &supportv1.Company{}}
		var record []byte
		if err := rows.Scan(&r.territory, &r.siret, &r.number, &record); err != nil {
			return nil, err
		}
		if err := proto.Unmarshal(record, r.company); err != nil {
			return nil, err
		}
		found = append(found, r)
	}
	return found, rows.Err()
}
