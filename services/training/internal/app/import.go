package app

import (
	"context"
	"errors"
	"io"
	"strconv"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/kit/module"
	"hup.example/services/kit/sheet"
	"hup.example/services/kit/store"
)

// chunk is how many rows go into one transaction.
const chunk = 200

// outcome is what became of a row.
type outcome int

const (
	same outcome = iota
	changed
	added
)

// importRows reads a file row by row and applies the rows that read well, some hundreds a transaction: a file of any size
// goes through a small memory.
func importRows[T any](ctx context.Context, s *store.Store, file *sheet.Reader, read func(sheet.Row) (T, bool), apply func(*store.Tx, T) (outcome, error)) (module.Counts, error) {
	var total module.Counts
	for done := false; !done; {
		var rows []T
		for len(rows) < chunk && !done {
			row, err := file.Next()
			if errors.Is(err, io.EOF) {
				done = true
				break
			}
			if err != nil {
				return total, err
			}
			if read, ok := read(row); ok {
				rows = append(rows, read)
			}
		}
		some, err := applyRows(ctx, s, rows, apply)
		if err != nil {
			return total, err
		}
		total.Added, total.Changed, total.Same = total.Added+some.Added, total.Changed+some.Changed, total.Same+some.Same
	}
	total.Refused = file.Refused
	return total, nil
}

// applyRows is one transaction, which may run again: the counts are of its last run.
func applyRows[T any](ctx context.Context, s *store.Store, rows []T, apply func(*store.Tx, T) (outcome, error)) (counts module.Counts, err error) {
	err = s.Update(ctx, func(tx *store.Tx) error {
		counts = module.Counts{}
		for _, row := range rows {
			became, err := apply(tx, row)
			if err != nil {
				return err
			}
			switch became {
			case added:
				counts.Added++
			case changed:
				counts.Changed++
			default:
				counts.Same++
			}
		}
		return nil
	})
	return counts, err
}

// refuse tells a refused row; columns says which column each field of the record was read from.
func refuse(file *sheet.Reader, row sheet.Row, err error, columns map[string]string) {
	if e, ok := errs.As(err); ok && len(e.Fields) > 0 {
		f := e.Fields[0]
		if f.Message == "" {
			f.Message = "Cette valeur manque."
		}
		file.Refuse(row, columns[f.Path], f.Message)
		return
	}
	file.Refuse(row, "", err.Error())
}

// point is a position in two columns, nil when they hold none.
func point(latitude, longitude string) *commonv1.Point {
	lat, errLat := strconv.ParseFloat(latitude, 64)
	lon, errLon := strconv.ParseFloat(longitude, 64)
	if errLat != nil || errLon != nil || lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		return nil
	}
	return &commonv1.Point{Latitude: lat, Longitude: lon}
}
