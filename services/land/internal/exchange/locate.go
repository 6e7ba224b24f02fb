package exchange

import (
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

// mend puts the boundary of a record right that a cell gave as it is.
func mend(record proto.Message) []Refused {
	_, boundary := placeOf(record)
	if boundary == nil || !record.ProtoReflect().Has(boundary) {
		return nil
	}
	shape, notes, err := geo.Area(record.ProtoReflect().Get(boundary).String(), true)
	if err != nil {
		return []Refused{refuse("boundary_geojson", err.Error())}
	}
	record.ProtoReflect().Set(boundary, protoreflect.ValueOfString(shape.GeoJSON()))
	return warnings("boundary_geojson", notes)
}

func warnings(column string, notes []string) (told []Refused) {
	for _, n := range notes {
		told = append(told, warn(column, n))
	}
	return told
}

// geometryOf is the boundary of a record, or else its position, as GeoJSON; null without either.
func geometryOf(record proto.Message) (geometry string, isPoint bool) {
	point, boundary := placeOf(record)
	m := record.ProtoReflect()
	if boundary != nil && m.Has(boundary) {
		return m.Get(boundary).String(), false
	}
	if !m.Has(point) {
		return "null", false
	}
	fields := point.Message().Fields()
	at := m.Get(point).Message()
	return geo.Point(at.Get(fields.ByName("longitude")).Float(), at.Get(fields.ByName("latitude")).Float()).GeoJSON(), true
}
