package store

import (
	kit "hup.example/services/kit/store"
)

const (
	insertDiscarded = `INSERT INTO file_discarded (territory, folder) VALUES ($1, $2) ON CONFLICT (territory, folder) DO NOTHING`
	selectDiscarded = `SELECT territory, folder FROM file_discarded ORDER BY territory, folder LIMIT 100`
	deleteDiscarded = `DELETE FROM file_discarded WHERE territory = $1 AND folder = $2`
	// selectNamed finds who needs a folder.
	selectNamed = `SELECT count(*) FROM (SELECT id FROM upload WHERE territory = $1 AND id = $2
 UNION ALL SELECT id FROM attachment WHERE territory = $1 AND upload_id = $2 AND NOT deleted AND scan_status <> $3) AS named`
)

// Folder is a folder of the store of files, in a territory.
type Folder struct{ Territory, Name string }

// Path is its name in the store of files.
func (f Folder) Path() string { return f.Territory + "/" + f.Name }

// Discard has a folder removed from the store of files once this is committed: "upl_…", or "upl_…/pieces".
func Discard(tx *kit.Tx, folder string) error {
	_, err := tx.Exec(tx.Ctx, insertDiscarded, tx.Actor.Territory, folder)
	return err
}

// Discarded are some folders of all territories that are to be removed.
func Discarded(v *kit.View) ([]Folder, error) {
	rows, err := v.Query(v.Ctx, selectDiscarded)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Folder
	for rows.Next() {
		var f Folder
		if err := rows.Scan(&f.Territory, &f.Name); err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	return found, rows.Err()
}

// Removed keeps that a folder is gone.
func Removed(tx *kit.Tx, f Folder) error {
	_, err := tx.Exec(tx.Ctx, deleteDiscarded, f.Territory, f.Name)
	return err
}

// Needed says whether an upload, or an attachment that has its content, is in the folder.
func Needed(v *kit.View, f Folder) (bool, error) {
	var n int
	err := v.QueryRow(v.Ctx, selectNamed, f.Territory, f.Name, scanInfected).Scan(&n)
	return n > 0, err
}
