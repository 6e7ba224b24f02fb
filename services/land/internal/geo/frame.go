package geo

import (
	"math"
	"slices"

	"github.com/peterstace/simplefeatures/geom"
)

// box is degrees of WGS 84.
type box struct{ west, south, east, north float64 }

func (b box) holds(x, y float64) bool {
	return x >= b.west && x <= b.east && y >= b.south && y <= b.north
}

// france are the boxes around metropolitan France and what is overseas, with a margin.
var france = []box{
	{-5.8, 41.0, 10.0, 51.6},                               // metropolitan France and Corsica
	{-62.0, 14.2, -60.6, 18.3},                             // Antilles
	{-54.9, 1.9, -51.3, 6.2},                               // Guyane
	{55.0, -21.6, 56.1, -20.7}, {44.8, -13.2, 45.5, -12.4}, // La Réunion, Mayotte
	{-56.6, 46.6, -55.9, 47.3},                                // Saint-Pierre-et-Miquelon
	{158.0, -23.5, 172.0, -17.5}, {-155.5, -28.5, -133.5, -7}, // New Caledonia, Polynesia
}

// InFrance says whether a place is in or near France.
func InFrance(longitude, latitude float64) bool {
	for _, b := range france {
		if b.holds(longitude, latitude) {
			return true
		}
	}
	return false
}

// NearFrance says whether a box touches France.
func NearFrance(west, south, east, north float64) bool {
	for _, b := range france {
		if west <= b.east && east >= b.west && south <= b.north && north >= b.south {
			return true
		}
	}
	return false
}

// Swapped says whether a place is outside France, and inside when its numbers change places.
func Swapped(longitude, latitude float64) bool {
	return !InFrance(longitude, latitude) && InFrance(latitude, longitude)
}

const (
	readAsLambert = "Les coordonnées sont en Lambert 93 : elles ont été converties en degrés (WGS 84)."
	// PutRight tells what was made of swapped coordinates.
	PutRight = "Longitude et latitude étaient inversées : elles ont été remises dans l'ordre."
)

// frame brings the corners to degrees, longitude first.
func frame(parts [][]ring, repair bool) (notes []string, err error) {
	all := func(holds func(x, y float64) bool) bool {
		for _, rings := range parts {
			for _, r := range rings {
				if slices.ContainsFunc(r, func(at geom.XY) bool { return !holds(at.X, at.Y) }) {
					return false
				}
			}
		}
		return true
	}
	change := func(to func(x, y float64) (float64, float64)) {
		for _, rings := range parts {
			for _, r := range rings {
				for i, at := range r {
					r[i].X, r[i].Y = to(at.X, at.Y)
				}
			}
		}
	}
	swap := func(x, y float64) (float64, float64) { return y, x }
	switch {
	case all(InFrance):
		return nil, nil
	case all(func(x, y float64) bool { return InFrance(y, x) }) && !repair:
		return nil, &Problem{"GEOMETRY_SWAPPED", "Longitude et latitude sont inversées : donnez la longitude d'abord, par exemple 4.08, 44.12 pour Alès."}
	case all(func(x, y float64) bool { return InFrance(y, x) }):
		change(swap)
		return []string{PutRight}, nil
	case all(isLambert):
		change(fromLambert)
		return []string{readAsLambert}, nil
	}
	return nil, &Problem{"GEOMETRY_OUTSIDE", "La géométrie est hors de France : donnez des degrés (WGS 84), la longitude d'abord, ou des mètres en Lambert 93."}
}

func isLambert(x, y float64) bool { return x > 0 && x < 1_300_000 && y > 6_000_000 && y < 7_200_000 }

// The Lambert 93 projection. Source: IGN, NTG 71 and 80; ellipsoid GRS 80.
const (
	lambertN  = 0.7256077650532670
	lambertC  = 11754255.4260960
	lambertXs = 700000.0
	lambertYs = 12655612.0498760
	lambertL0 = 3 * math.Pi / 180
)

// fromLambert is the place of Lambert 93 in degrees. Its own error is below a millimetre; RGF 93 is taken for WGS 84, which
// moves a place by less than a metre.
func fromLambert(x, y float64) (longitude, latitude float64) {
	dx, dy := x-lambertXs, lambertYs-y
	longitude = lambertL0 + math.Atan2(dx, dy)/lambertN
	iso := -math.Log(math.Hypot(dx, dy)/lambertC) / lambertN
	latitude = 2*math.Atan(math.Exp(iso)) - math.Pi/2
	for range 10 {
		sin := eccentricity * math.Sin(latitude)
		latitude = 2*math.Atan(math.Pow((1+sin)/(1-sin), eccentricity/2)*math.Exp(iso)) - math.Pi/2
	}
	return longitude * 180 / math.Pi, latitude * 180 / math.Pi
}
