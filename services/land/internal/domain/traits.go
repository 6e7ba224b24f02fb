package domain

import (
	"encoding/binary"
	"math"
	"strings"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// Traits packs what the matching looks at of an asset, beside what its index has in columns: a search then reads no record.
func (s Asset) Traits() []byte {
	at, placed := s.Position()
	flags := uint64(0)
	for i, set := range []bool{s.ToBuy, s.ToRent, s.LorryAccess, s.Rail, s.Fibre, s.Visibility, s.Measured, placed, s.Offered} {
		if set {
			flags |= 1 << i
		}
	}
	uses := uint64(0)
	for _, use := range s.AllowedUses {
		uses |= 1 << use
	}
	packed := binary.AppendUvarint(nil, flags)
	packed = binary.AppendUvarint(packed, uses)
	for _, n := range []int64{
		s.PriceCents, s.RentCents, int64(s.PluZone), int64(s.FloodRisk), int64(s.MaxIcpe), int64(s.Pollution), int64(s.PowerKVA), int64(s.HeightCM),
		int64(s.PriceConfidentiality),
	} {
		packed = binary.AppendVarint(packed, n)
	}
	packed = binary.BigEndian.AppendUint64(packed, math.Float64bits(at.Latitude))
	packed = binary.BigEndian.AppendUint64(packed, math.Float64bits(at.Longitude))
	return append(packed, s.AvailableFrom+" "+s.ZoneID...)
}

// WithTraits is the asset with what was packed. They are of this program: they are whole.
func (s Asset) WithTraits(packed []byte) Asset {
	next := func() uint64 {
		n, size := binary.Uvarint(packed)
		packed = packed[size:]
		return n
	}
	flags, uses := next(), next()
	numbers := [9]int64{}
	for i := range numbers {
		n, size := binary.Varint(packed)
		numbers[i], packed = n, packed[size:]
	}
	set := func(i int) bool { return flags>>i&1 == 1 }
	s.ToBuy, s.ToRent, s.LorryAccess, s.Rail, s.Fibre, s.Visibility, s.Measured, s.Offered = set(0), set(1), set(2), set(3), set(4), set(5), set(6), set(8)
	for use := landv1.LandUse(0); uses>>use != 0; use++ {
		if uses>>use&1 == 1 {
			s.AllowedUses = append(s.AllowedUses, use)
		}
	}
	s.PriceCents, s.RentCents = numbers[0], numbers[1]
	s.PluZone, s.FloodRisk, s.MaxIcpe, s.Pollution = landv1.PluZone(numbers[2]), landv1.FloodRisk(numbers[3]), landv1.IcpeRegime(numbers[4]), landv1.SoilPollution(numbers[5])
	s.PowerKVA, s.HeightCM, s.PriceConfidentiality = int32(numbers[6]), int32(numbers[7]), landv1.AssetConfidentiality(numbers[8])
	if set(7) {
		s.Point = &commonv1.Point{
			Latitude:  math.Float64frombits(binary.BigEndian.Uint64(packed)),
			Longitude: math.Float64frombits(binary.BigEndian.Uint64(packed[8:])),
		}
	}
	s.AvailableFrom, s.ZoneID, _ = strings.Cut(string(packed[16:]), " ")
	return s
}
