package exchange

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	"hup.example/services/land/internal/geo"
)

// degrees is one coordinate of a position.
func degrees[M any](name, path string, of func(M) **commonv1.Point, coordinate func(*commonv1.Point) *float64) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) (err error) {
			if text == "" {
				*of(record) = nil
				return nil
			}
			n, err := strconv.ParseFloat(text, 64)
			if err != nil {
				return errNumber
			}
			*coordinate(part(of(record))) = n
			return nil
		},
		Write: func(record M) string {
			if *of(record) == nil {
				return ""
			}
			return strconv.FormatFloat(*coordinate(*of(record)), 'f', -1, 64)
		},
	}
}

// wktPoints are positions written as WKT. Longitude and latitude that are swapped, as in the example of the standard itself, are
// put right and told.
func wktPoints[M any](name, path string, of func(M) **commonv1.Point) Column[M] {
	return placed(name, path, of, func(p *commonv1.Point) string {
		return "POINT(" + degree(p.GetLongitude()) + " " + degree(p.GetLatitude()) + ")"
	}, func(text string) string { return text })
}

// geopoints are positions written as "longitude, latitude".
func geopoints[M any](name, path string, of func(M) **commonv1.Point) Column[M] {
	return placed(name, path, of, func(p *commonv1.Point) string {
		return degree(p.GetLongitude()) + ", " + degree(p.GetLatitude())
	}, func(text string) string { return "POINT(" + strings.Replace(text, ",", " ", 1) + ")" })
}

func placed[M any](name, path string, of func(M) **commonv1.Point, write func(*commonv1.Point) string, wkt func(string) string) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			*of(record) = nil
			if strings.TrimSpace(text) == "" {
				return nil
			}
			shape, notes, err := geo.Read(wkt(text), true)
			if err != nil {
				return note(err.Error() + " Le texte est gardé, la position non.")
			}
			lon, lat := shape.Centre()
			*of(record) = &commonv1.Point{Longitude: lon, Latitude: lat}
			return told(notes)
		},
		Write: func(record M) string {
			if *of(record) == nil {
				return ""
			}
			return write(*of(record))
		},
	}
}

func degree(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// boundaries are geometries with an area, in GeoJSON or WKT, kept as GeoJSON in WGS 84. One that is wrong is told and left out;
// the row goes in.
func boundaries[M any](name, path string, write func(geo.Shape) string, of func(M) *string) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			*of(record) = ""
			if strings.TrimSpace(text) == "" {
				return nil
			}
			shape, notes, err := geo.Area(text, true)
			if err != nil {
				return note(err.Error() + " Le texte est gardé, le contour non.")
			}
			*of(record) = shape.GeoJSON()
			return told(notes)
		},
		Write: func(record M) string {
			if *of(record) == "" {
				return ""
			}
			shape, _, err := geo.Area(*of(record), false)
			if err != nil {
				return ""
			}
			return write(shape)
		},
	}
}

func told(notes []string) error {
	if len(notes) == 0 {
		return nil
	}
	return note(strings.Join(notes, " "))
}

// parcel is what a parcel looks like: 14 characters.
var parcel = regexp.MustCompile(`^[0-9][0-9AB][0-9]{6}[0-9A-Z]{2}[0-9]{4}$`)

// parcels are numbers of the land register parted by |. One that has not its 14 characters is told and left out.
func parcels[M any](name, path string, of func(M) *[]string) Column[M] {
	column := lists(name, path, of)
	column.Read = func(record M, text string) error {
		*of(record) = nil
		var wrong []string
		for _, one := range split(text) {
			if parcel.MatchString(one) {
				*of(record) = append(*of(record), one)
			} else {
				wrong = append(wrong, fmt.Sprintf("« %s » (%d caractères)", one, len([]rune(one))))
			}
		}
		if len(wrong) > 0 {
			return note("Pas une parcelle de 14 caractères : " + strings.Join(wrong, ", ") + ". Le texte est gardé.")
		}
		return nil
	}
	return column
}

// distances are the three distances of the standard, in whole kilometres: road, rail, waterway.
func distances(name, path string) Column[site] {
	of := func(b site) []**int32 { return []**int32{&b.RoadDistanceM, &b.RailDistanceM, &b.WaterwayDistanceM} }
	return Column[site]{
		Name: name, Path: path,
		Read: func(b site, text string) error {
			parts := strings.Split(text, "|")
			for i, field := range of(b) {
				*field = nil
				if i < len(parts) && strings.TrimSpace(parts[i]) != "" {
					km, err := scaled(parts[i], 1000)
					if err != nil {
						return err
					}
					*field = &km
				}
			}
			return nil
		},
		Write: func(b site) string {
			var parts []string
			for _, field := range of(b) {
				if *field == nil {
					return "" // the standard knows all three or none
				}
				parts = append(parts, strconv.Itoa(int(math.Round(float64(**field)/1000))))
			}
			return strings.Join(parts, "|")
		},
	}
}

// scaled reads a number of the source's unit as whole ones of ours: hectares as square metres.
func scaled(text string, factor float64) (int32, error) {
	n, err := decimal(strings.TrimSpace(text))
	if err != nil {
		return 0, err
	}
	if n = math.Round(n * factor); math.Abs(n) > math.MaxInt32 {
		return 0, errors.New("Ce nombre est trop grand.")
	}
	return int32(n), nil
}
