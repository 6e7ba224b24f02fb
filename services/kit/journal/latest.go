package journal

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"hup.example/services/kit/clock"
	"hup.example/services/kit/db"
)

// Of names the lines of some contexts and some aggregates.
type Of struct {
	// Contexts are ids of contexts; Aggregates are ids by kind of aggregate.
	Contexts   []string
	Aggregates map[string][]string
	// From is the first instant that is wanted; zero for all.
	From time.Time
}

// Place is a place among lines that are sorted by their instant, then their id.
type Place struct {
	Time time.Time
	ID   string
}

// PlaceOf is where a line is.
func PlaceOf(l *Line) Place { return Place{l.Created, l.ID} }

// Before says whether the place is earlier than the other.
func (p Place) Before(other Place) bool {
	return p.Time.Before(other.Time) || p.Time.Equal(other.Time) && p.ID < other.ID
}

// Latest answers the newest of the lines before a place, newest first, each once.
func Latest(ctx context.Context, q db.Querier, territory string, of Of, before Place, limit int) ([]*Line, error) {
	found, err := latest(ctx, q, territory, "context_id", "", of.Contexts, of.From, before, limit)
	if err != nil {
		return nil, err
	}
	for kind, ids := range of.Aggregates {
		more, err := latest(ctx, q, territory, "aggregate_id", kind, ids, of.From, before, limit)
		if err != nil {
			return nil, err
		}
		found = append(found, more...)
	}
	slices.SortFunc(found, func(a, b *Line) int {
		if PlaceOf(b).Before(PlaceOf(a)) {
			return -1
		}
		return 1
	})
	found = slices.CompactFunc(found, func(a, b *Line) bool { return a.ID == b.ID })
	return found[:min(len(found), limit)], nil
}

func latest(ctx context.Context, q db.Querier, territory, column, kind string, ids []string, from time.Time, before Place, limit int) ([]*Line, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := []any{territory, clock.Micros(from), clock.Micros(before.Time), before.ID, limit}
	places := make([]string, len(ids))
	for i, id := range ids {
		args = append(args, id)
		places[i] = "$" + strconv.Itoa(len(args))
	}
	where := column + " IN (" + strings.Join(places, ", ") + ")"
	if kind != "" {
		args = append(args, kind)
		where += " AND aggregate = $" + strconv.Itoa(len(args))
	}
	return list(ctx, q, "SELECT "+columns+" FROM journal WHERE territory = $1 AND "+where+
		" AND created_us >= $2 AND (created_us, id) < ($3, $4) ORDER BY created_us DESC, id DESC LIMIT CAST($5 AS bigint)", args...)
}
