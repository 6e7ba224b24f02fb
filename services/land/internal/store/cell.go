package store

import "math"

// A cell is half a degree of latitude and longitude, some 55 by 40 kilometres in France: what a search within reach looks into.
const cellE6 = 500_000

// cellOf is the cell of a position in millionths of a degree. The migration that filled the column says the same in SQL.
func cellOf(latE6, lonE6 int64) int64 {
	return (latE6+90_000_000)/cellE6*1000 + (lonE6+180_000_000)/cellE6
}

// box is a part of the globe in millionths of a degree.
type box struct{ south, north, west, east int64 }

// cells are those that the box touches; nil when they are more than most.
func (b box) cells(most int) (found []int64) {
	south, north := max(b.south, -90_000_000), min(b.north, 90_000_000)
	west, east := max(b.west, -180_000_000), min(b.east, 180_000_000)
	for lat := floorTo(south); lat <= north; lat += cellE6 {
		for lon := floorTo(west); lon <= east; lon += cellE6 {
			if found = append(found, cellOf(lat, lon)); len(found) > most {
				return nil
			}
		}
	}
	return found
}

func floorTo(e6 int64) int64 { return int64(math.Floor(float64(e6)/cellE6)) * cellE6 }
