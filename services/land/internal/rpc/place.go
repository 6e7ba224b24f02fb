package rpc

import (
	"context"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	"hup.example/services/land/internal/domain"
	"hup.example/services/land/internal/geo"
	"hup.example/services/land/internal/store"
)

// placeRequest is what a list by place was asked; the four list requests of the register have these getters.
type placeRequest interface {
	page.Request
	GetBbox() string
	GetNear() string
	GetRadiusKm() int32
}

// place is a part of the map: a box, and the circle in it when there is one.
type place struct {
	box    domain.Box
	centre reference.Point
	km     float64
}

func (p place) holds(at reference.Point) bool {
	return p.km == 0 || reference.Distance(p.centre, at) <= p.km
}

const defaultRadiusKM = 10

// placeOf reads the place of a request; nil when it names none.
func placeOf(r placeRequest) (*place, error) {
	switch {
	case r.GetBbox() == "" && r.GetNear() == "":
		return nil, nil
	case r.GetBbox() != "" && r.GetNear() != "":
		return nil, badPlace("near", "PLACE_UNREADABLE")
	case r.GetOrderBy() != "":
		return nil, badPlace("orderBy", "PLACE_ORDER")
	case r.GetBbox() != "":
		box, err := boxOf(r.GetBbox())
		return &place{box: box}, err
	}
	n, err := degrees(r.GetNear(), 2)
	if err != nil {
		return nil, badPlace("near", "PLACE_UNREADABLE")
	}
	if geo.Swapped(n[0], n[1]) {
		return nil, badPlace("near", "PLACE_SWAPPED")
	}
	km := float64(r.GetRadiusKm())
	if km == 0 {
		km = defaultRadiusKM
	}
	centre := reference.Point{Longitude: n[0], Latitude: n[1]}
	return &place{box: domain.Around(centre, km), centre: centre, km: km}, nil
}

func badPlace(field, reason string) error {
	return errs.Invalid("INVALID_FIELDS", errs.Field{Path: field, Reason: reason})
}

func boxOf(text string) (domain.Box, error) {
	n, err := degrees(text, 4)
	if err != nil || n[0] > n[2] || n[1] > n[3] {
		return domain.Box{}, badPlace("bbox", "PLACE_UNREADABLE")
	}
	if geo.Swapped(n[0], n[1]) && geo.Swapped(n[2], n[3]) {
		return domain.Box{}, badPlace("bbox", "PLACE_SWAPPED")
	}
	return domain.Box{West: n[0], South: n[1], East: n[2], North: n[3]}, nil
}

// degrees reads so many numbers parted by commas: longitude, latitude and so on.
func degrees(text string, count int) ([]float64, error) {
	parts := strings.Split(text, ",")
	if len(parts) != count {
		return nil, fmt.Errorf("%d numbers", len(parts))
	}
	n := make([]float64, count)
	for i, part := range parts {
		var err error
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64); err != nil || !(n[i] >= -180 && n[i] <= 180) || i%2 == 1 && !(n[i] >= -90 && n[i] <= 90) {
			return nil, fmt.Errorf("%q is no degree", part)
		}
	}
	return n, nil
}

// listed answers a list, by place when the request names one.
func (s records[A, M]) listed(ctx context.Context, r placeRequest, fields *fieldmaskpb.FieldMask) ([]M, string, error) {
	where, err := placeOf(r)
	if err != nil {
		return nil, "", err
	}
	if where == nil {
		return s.page(ctx, r, fields)
	}
	return s.placed(ctx, r, *where, fields)
}

// look is one look of a list by place: the same request, on from a token, for what the page still lacks.
type look struct {
	page.Request
	size  int32
	token string
}

func (l look) GetPageSize() int32   { return l.size }
func (l look) GetPageToken() string { return l.token }
func (l look) GetOrderBy() string   { return "" }

// placed reads span by span until the page is full. Each look is bounded by the index, so that a page costs the same among a million.
func (s records[A, M]) placed(ctx context.Context, r placeRequest, where place, fields *fieldmaskpb.FieldMask) (seen []M, next string, err error) {
	view := s.Store.View(ctx)
	var scope []page.Cond
	if s.scope != nil {
		scope = s.scope(view.Actor)
	}
	spans := where.box.Spans()
	if where.km > 0 {
		scope = append(scope, store.InCircle(where.centre, where.km))
	}
	at, token, err := openToken(r, len(spans))
	if err != nil {
		return nil, "", err
	}
	size := page.Size(r)
	for ; at < len(spans); at, token = at+1, "" {
		conds := append(store.InSpan(s.Table.Name, view.Actor.Territory, spans[at], where.box), scope...)
		for {
			if len(seen) == size {
				return seen, sealToken(r, at, token), page.Trim(seen, fields)
			}
			found, more, err := page.Of(view, s.Table, s.byPlace, s.Signer, look{r, int32(size - len(seen)), token}, conds...) //nolint:gosec // a page
			if err != nil {
				return nil, "", err
			}
			for _, one := range found {
				if p, ok := any(one).(interface {
					Position() (reference.Point, bool)
				}).Position(); ok && where.holds(p) {
					seen = append(seen, s.answer(ctx, view, one))
				}
			}
			if token = more; token == "" {
				break
			}
		}
	}
	return seen, "", page.Trim(seen, fields)
}

// A token is the number of the span, a digest of the place, and the token of the list in the span, which is signed: a number that
// somebody changes leads to other rows of the same box.
func sealToken(r placeRequest, at int, token string) string {
	return fmt.Sprintf("%d.%x.%s", at, placeDigest(r), token)
}

func openToken(r placeRequest, spans int) (at int, token string, err error) {
	if r.GetPageToken() == "" {
		return 0, "", nil
	}
	parts := strings.SplitN(r.GetPageToken(), ".", 3)
	if len(parts) == 3 && parts[1] == fmt.Sprintf("%x", placeDigest(r)) {
		if at, err = strconv.Atoi(parts[0]); err == nil && at >= 0 && at < spans {
			return at, parts[2], nil
		}
	}
	return 0, "", errs.Invalid("INVALID_FIELDS", errs.Field{Path: "pageToken", Reason: "PAGE_TOKEN"})
}

func placeDigest(r placeRequest) uint32 {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "%s|%s|%d", r.GetBbox(), r.GetNear(), r.GetRadiusKm())
	return h.Sum32()
}
