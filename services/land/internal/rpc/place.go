package rpc

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/page"
	"hup.example/services/kit/reference"
	kit "hup.example/services/kit/store"
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
	circle *domain.Circle
}

func (p place) holds(at reference.Point) bool { return p.circle == nil || p.circle.Holds(at) }

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
	return &place{box: domain.Around(centre, km), circle: &domain.Circle{Centre: centre, KM: km}}, nil
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

// placed reads square by square until the page is full. Each look is bounded by the index, so that a page costs the same among a million.
func (s records[A, M]) placed(ctx context.Context, r placeRequest, where place, fields *fieldmaskpb.FieldMask) (seen []M, next string, err error) {
	view := s.Store.View(ctx)
	from, token, err := openToken(r)
	if err != nil {
		return nil, "", err
	}
	var scope []page.Cond
	if s.scope != nil {
		scope = s.scope(view.Actor)
	}
	if where.circle != nil {
		scope = append(scope, store.InCircle(*where.circle))
	}
	size, walk := page.Size(r), domain.NewWalk(where.box, where.circle, from)
	for {
		tiles, more, err := s.nextSquare(view, walk)
		if err != nil || !more {
			return seen, "", errors.Join(err, page.Trim(seen, fields))
		}
		conds := append(store.InSpan(s.Table.Name, view.Actor.Territory, tiles, where.box), scope...)
		for rest := true; rest; {
			if len(seen) == size {
				return seen, sealToken(r, tiles.From, token), page.Trim(seen, fields)
			}
			found, behind, err := page.Of(view, s.Table, s.byPlace, s.Signer, look{r, int32(size - len(seen)), token}, conds...) //nolint:gosec // a page
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
			// Later squares are behind the last token, too.
			if rest = behind != ""; rest {
				token = behind
			}
		}
	}
}

// nextSquare is the tiles of the next square; one that reaches beyond the place and has much in it is taken apart.
func (s records[A, M]) nextSquare(v *kit.View, walk *domain.Walk) (tiles domain.Span, more bool, err error) {
	for {
		tiles, whole, more := walk.Next()
		if !more || whole {
			return tiles, more, nil
		}
		crowded, err := store.Crowded(v, s.Table.Name, tiles)
		if err != nil || !crowded {
			return tiles, true, err
		}
		walk.Split()
	}
}

// A token is a tile that the list goes on from or behind, a digest of the place, and the token of the list, which is signed: a number that
// somebody changes leads to other rows of the same box.
func sealToken(r placeRequest, tile int64, token string) string {
	return fmt.Sprintf("%d.%x.%s", tile, placeDigest(r), token)
}

func openToken(r placeRequest) (tile int64, token string, err error) {
	if r.GetPageToken() == "" {
		return 0, "", nil
	}
	parts := strings.SplitN(r.GetPageToken(), ".", 3)
	if len(parts) == 3 && parts[1] == fmt.Sprintf("%x", placeDigest(r)) {
		if tile, err = strconv.ParseInt(parts[0], 10, 64); err == nil && tile >= 0 {
			return tile, parts[2], nil
		}
	}
	return 0, "", errs.Invalid("INVALID_FIELDS", errs.Field{Path: "pageToken", Reason: "PAGE_TOKEN"})
}

func placeDigest(r placeRequest) uint32 {
	h := fnv.New32a()
	_, _ = fmt.Fprintf(h, "tile|%s|%s|%d", r.GetBbox(), r.GetNear(), r.GetRadiusKm())
	return h.Sum32()
}
