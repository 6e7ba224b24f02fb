package page

import (
	"slices"

	"hup.example/services/kit/store"
)

// Computed is a list that is computed whole each time it is asked: a page of it starts behind the item that the last one
// ended with, wherever that item stands now.
type Computed[T any] struct {
	// Name tells page tokens of different lists apart; Of names what the list is of.
	Name, Of string
	// Place is where an item stands: higher ranks first, then ids in order.
	Place func(T) (rank int64, id string)
}

// ComputedRequest is what such a list was asked.
type ComputedRequest interface {
	GetPageSize() int32
	GetPageToken() string
}

// Slice answers the page asked for of the sorted items, and the token of the next one.
func (c Computed[T]) Slice(v *store.View, signer *Signer, items []T, r ComputedRequest) ([]T, string, error) {
	asked := digest(c.Name, c.Of, v.Actor.Territory, v.Actor.Ref())
	if token := r.GetPageToken(); token != "" {
		p, err := signer.open(token, asked)
		if err != nil {
			return nil, "", err
		}
		items = slices.DeleteFunc(slices.Clone(items), func(item T) bool {
			rank, id := c.Place(item)
			return rank > p.Number || rank == p.Number && id <= p.ID
		})
	}
	n := Size(r)
	if len(items) <= n {
		return items, "", nil
	}
	rank, id := c.Place(items[n-1])
	return items[:n], signer.seal(place{Asked: asked, Number: rank, ID: id}), nil
}
