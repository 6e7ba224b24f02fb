package store

import (
	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/reference"
)

// epciOf is the intercommunal body that the company lies in; empty when its commune is not known.
func epciOf(c *supportv1.Company) string {
	commune, _ := reference.Communes().Current(c.GetCommuneCode())
	return commune.EPCISIREN
}

// headcountRank is the rank of its band; -1 when it is not known.
func headcountRank(c *supportv1.Company) int64 {
	band, ok := reference.Headcounts().Get(c.GetHeadcount().GetCode())
	if !ok {
		return -1
	}
	return int64(band.Rank)
}
