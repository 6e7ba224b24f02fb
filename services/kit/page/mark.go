package page

import (
	"hup.example/services/kit/actor"
)

// Size is the size of the page asked for, within its bounds: for lists that are not read from a table of aggregates.
func Size(r interface{ GetPageSize() int32 }) int {
	n := int(r.GetPageSize())
	if n <= 0 {
		return DefaultSize
	}
	return min(n, MaxSize)
}

// Asked tells the tokens of a list, asked by an actor about something, apart from all others.
func Asked(a actor.Actor, list string, about ...string) uint64 {
	return digest(append([]string{list, a.Territory, a.Ref()}, about...)...)
}

// Mark signs a place that is one number, in a list that is not read from a table of aggregates.
func (s *Signer) Mark(number int64, asked uint64) string {
	return s.seal(place{Asked: asked, Number: number})
}

// Number reads the place of a token; the first place without one.
func (s *Signer) Number(token string, asked uint64, first int64) (int64, error) {
	if token == "" {
		return first, nil
	}
	p, err := s.open(token, asked)
	return p.Number, err
}
