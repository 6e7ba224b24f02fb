package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	kit "hup.example/services/kit/store"
)

const (
	selectLine = `SELECT cells FROM standard_line WHERE territory = $1 AND kind = $2 AND line_key = $3`
	upsertLine = `INSERT INTO standard_line (territory, kind, line_key, cells) VALUES ($1, $2, $3, $4)
 ON CONFLICT (territory, kind, line_key) DO UPDATE SET cells = excluded.cells`
	selectLines = `SELECT line_key, cells FROM standard_line WHERE territory = $1 AND kind = $2 AND line_key > $3 ORDER BY line_key LIMIT CAST($4 AS bigint)`
)

// PutLine keeps a line of a standard's table as it was written, and says whether it is new and whether it differs.
func PutLine(tx *kit.Tx, kind, key string, cells map[string]string) (isNew, differs bool, err error) {
	text, err := json.Marshal(cells)
	if err != nil {
		return false, false, err
	}
	var kept string
	err = tx.QueryRow(tx.Ctx, selectLine, tx.Actor.Territory, kind, key).Scan(&kept)
	isNew = errors.Is(err, sql.ErrNoRows)
	if err != nil && !isNew || kept == string(text) {
		return false, false, err
	}
	_, err = tx.Exec(tx.Ctx, upsertLine, tx.Actor.Territory, kind, key, string(text))
	return isNew, !isNew, err
}

// EachLine reads the lines of a kind, in the order of their keys.
func EachLine(v *kit.View, kind string, told func(map[string]string) error) error {
	for after := ""; ; {
		lines, last, err := linesAfter(v, kind, after)
		if err != nil || len(lines) == 0 {
			return err
		}
		for _, cells := range lines {
			if err := told(cells); err != nil {
				return err
			}
		}
		after = last
	}
}

func linesAfter(v *kit.View, kind, after string) (lines []map[string]string, last string, err error) {
	rows, err := v.Query(v.Ctx, selectLines, v.Actor.Territory, kind, after, eachBatch)
	if err != nil {
		return nil, "", err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var text string
		if err := rows.Scan(&last, &text); err != nil {
			return nil, "", err
		}
		var cells map[string]string
		if err := json.Unmarshal([]byte(text), &cells); err != nil {
			return nil, "", err
		}
		lines = append(lines, cells)
	}
	return lines, last, rows.Err()
}
