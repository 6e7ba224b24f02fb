package land

import (
	"errors"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/kit/errs"
	"hup.example/services/land/internal/geo"
)

// placeIsRight refuses a point or a boundary that is wrong; all that is wrong is said at once.
func placeIsRight(point *commonv1.Point, boundary *string) error {
	err := boundaryIsRight(boundary)
	lon, lat := point.GetLongitude(), point.GetLatitude()
	if point == nil || geo.InFrance(lon, lat) {
		return err
	}
	bad := errs.Field{Path: "point.longitude", Reason: "POINT_OUTSIDE"}
	if geo.Swapped(lon, lat) {
		bad.Reason = "PLACE_SWAPPED"
	}
	if e, ok := errs.As(err); ok {
		return errs.Invalid("INVALID_FIELDS", append(e.Fields, bad)...)
	}
	if err != nil {
		return err
	}
	return errs.Invalid("INVALID_FIELDS", bad)
}

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
