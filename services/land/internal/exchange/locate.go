package exchange

import (
	"math"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"hup.example/services/land/internal/geo"
)

// placeOf are the fields of a record that say where it is; those that it has not are nil.
func placeOf(record proto.Message) (point, boundary protoreflect.FieldDescriptor) {
	fields := record.ProtoReflect().Descriptor().Fields()
	return fields.ByName("point"), fields.ByName("boundary_geojson")
}

// locate puts the geometry of a feature into a record: a point, or a boundary. What a geometry has not, stays.
func locate(record proto.Message, geometry string) []Refused {
	if geometry == "" {
		return nil
	}
	shape, notes, err := geo.Read(geometry, true)
	if err != nil {
		return []Refused{refuse("geometry", err.Error())}
	}
	_, boundary := placeOf(record)
	switch {
	case shape.IsPoint():
		setPoint(record, shape)
	case boundary != nil:
		record.ProtoReflect().Set(boundary, protoreflect.ValueOfString(shape.GeoJSON()))
	default:
		setPoint(record, shape)
		notes = append(notes, "Ce bien n'a pas de contour : la position est au milieu de la géométrie.")
	}
	return warnings("geometry", notes)
}

func setPoint(record proto.Message, shape geo.Shape) {
	point, _ := placeOf(record)
	lon, lat := shape.Centre()
	at := record.ProtoReflect().Mutable(point).Message()
	fields := at.Descriptor().Fields()
	at.Set(fields.ByName("longitude"), protoreflect.ValueOfFloat64(lon))
	at.Set(fields.ByName("latitude"), protoreflect.ValueOfFloat64(lat))
}

// mend puts the place of a record right that cells gave as it is.
func mend(record proto.Message) (told []Refused) {
	if note := upright(record); note != "" {
		told = append(told, warn("point_longitude", note))
	}
	_, boundary := placeOf(record)
	if boundary == nil || !record.ProtoReflect().Has(boundary) {
		return told
	}
	shape, notes, err := geo.Area(record.ProtoReflect().Get(boundary).String(), true)
	if err != nil {
		return append(told, refuse("boundary_geojson", err.Error()))
	}
	record.ProtoReflect().Set(boundary, protoreflect.ValueOfString(shape.GeoJSON()))
	return append(told, warnings("boundary_geojson", notes)...)
}

// upright puts the position of a record right whose longitude and latitude came in two cells, swapped, and says so.
func upright(record proto.Message) (note string) {
	lon, lat, ok := positionOf(record)
	if !ok || !geo.Swapped(lon, lat) {
		return ""
	}
	setPoint(record, geo.Point(lat, lon))
	return geo.PutRight
}

// settle does the same with a record that keeps the text of its source: a position outside France is left out, and told. What is
// no place at all stays, for the contract to refuse.
func settle(record proto.Message) (note string) {
	note = upright(record)
	if lon, lat, ok := positionOf(record); ok && !geo.InFrance(lon, lat) && math.Abs(lat) <= 90 && math.Abs(lon) <= 180 {
		point, _ := placeOf(record)
		record.ProtoReflect().Clear(point)
		return "La position est hors de France : donnez des degrés (WGS 84). Le texte est gardé, la position non."
	}
	return note
}

func positionOf(record proto.Message) (longitude, latitude float64, ok bool) {
	point, _ := placeOf(record)
	if point == nil || !record.ProtoReflect().Has(point) {
		return 0, 0, false
	}
	at, fields := record.ProtoReflect().Get(point).Message(), point.Message().Fields()
	return at.Get(fields.ByName("longitude")).Float(), at.Get(fields.ByName("latitude")).Float(), true
}

func warnings(column string, notes []string) (told []Refused) {
	for _, n := range notes {
		told = append(told, warn(column, n))
	}
	return told
}

// geometryOf is the boundary of a record, or else its position, as GeoJSON; null without either.
func geometryOf(record proto.Message) (geometry string, isPoint bool) {
	_, boundary := placeOf(record)
	if m := record.ProtoReflect(); boundary != nil && m.Has(boundary) {
		return m.Get(boundary).String(), false
	}
	lon, lat, ok := positionOf(record)
	if !ok {
		return "null", false
	}
	return geo.Point(lon, lat).GeoJSON(), true
}
