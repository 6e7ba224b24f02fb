// Package app holds the use cases of land, one a file.
package app

import (
	"hup.example/services/kit/store"
	"hup.example/services/land/internal/domain"
)

// LandRequests is where the use cases find and put land requests.
type LandRequests interface {
	Get(from store.Source, id string) (*domain.LandRequest, error)
	Put(tx *store.Tx, r *domain.LandRequest) error
}
