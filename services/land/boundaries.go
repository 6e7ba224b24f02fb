package land

import (
	"errors"

	"hup.example/services/kit/errs"
	"hup.example/services/land/internal/geo"
)

// boundaryIsRight refuses a boundary that is wrong and says why; one that is open is closed, one in Lambert 93 is put in degrees.
func boundaryIsRight(boundary *string) error {
	if *boundary == "" {
		return nil
	}
	shape, _, err := geo.Area(*boundary, false)
	var p *geo.Problem
	if errors.As(err, &p) {
		return errs.InvalidField("boundaryGeojson", p.Reason, p.Text)
	}
	if err == nil {
		*boundary = shape.GeoJSON()
	}
	return err
}
