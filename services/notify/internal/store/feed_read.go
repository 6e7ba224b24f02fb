package store

import (
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/notify/internal/domain"
)

const eventColumns = `e.seq, e.id, e.type, e.source, e.pub_seq, e.subject, e.context_id, e.farewell, e.actor_body, e.trace, e.time_us, e.data`

// mayStill is the condition that the body of an entry n still may see its event e. What tells of an end is always told.
const mayStill = `(e.context_id = '' OR e.farewell OR EXISTS (SELECT 1 FROM context_reader r
 WHERE r.territory = n.territory AND r.reader = n.body_id AND r.context_id = e.context_id))`

const (
	selectOfBody = `SELECT n.seq, ` + eventColumns + ` FROM feed_entry n JOIN feed_event e ON e.territory = n.territory AND e.seq = n.event_seq
 WHERE n.territory = $1 AND n.body_id = $2 AND n.seq > $3 AND n.seq <= $4 AND ` + mayStill

	selectOfAll = `SELECT e.seq, ` + eventColumns + ` FROM feed_event e WHERE e.territory = $1 AND e.seq > $2 AND e.seq <= $3`

	selectEvent = `SELECT n.seq, ` + eventColumns + ` FROM feed_entry n JOIN feed_event e ON e.territory = n.territory AND e.seq = n.event_seq
 WHERE n.territory = $1 AND n.body_id = $2 AND n.event_seq = $3 AND ` + mayStill

	selectContextSince = `SELECT e.seq, ` + eventColumns + ` FROM feed_event e WHERE e.territory = $1 AND e.context_id = $2 AND e.time_us >= $3 ORDER BY e.seq`
)

// Query asks the feed for a page.
type Query struct {
	// Body is the reader; All reads what all bodies read.
	Body string
	All  bool
	// After is the place before the first event, Until the last place.
	After, Until int64
	// Types are those wanted; all when empty.
	Types []string
	Limit int
}

// Read answers the events that the body may see now, in the order in which it came to know them.
func Read(v *kit.View, q Query) ([]Event, error) {
	query, place, args := selectOfBody, "n.seq", []any{v.Actor.Territory, q.Body, q.After, q.Until}
	if q.All {
		query, place, args = selectOfAll, "e.seq", []any{v.Actor.Territory, q.After, q.Until}
	}
	where, args := typesIn(q.Types, args)
	return events(v, query+where+" ORDER BY "+place+" LIMIT "+strconv.Itoa(q.Limit), args...)
}

// typesIn is the condition of the wanted types, a service's wildcard by its source.
func typesIn(wanted []string, args []any) (string, []any) {
	var sources, types []string
	for _, w := range wanted {
		if w == domain.Everything {
			return "", args
		}
		value := w
		source, all := domain.WildcardOf(w)
		if all {
			value = source
		}
		args = append(args, value)
		place := "$" + strconv.Itoa(len(args))
		if all {
			sources = append(sources, place)
		} else {
			types = append(types, place)
		}
	}
	var parts []string
	if len(sources) > 0 {
		parts = append(parts, "e.source IN ("+strings.Join(sources, ", ")+")")
	}
	if len(types) > 0 {
		parts = append(parts, "e.type IN ("+strings.Join(types, ", ")+")")
	}
	if len(parts) == 0 {
		return "", args
	}
	return " AND (" + strings.Join(parts, " OR ") + ")", args
}

// ToldOf answers an event that a body was told of, and false when it may not see it any more, or it is gone.
func ToldOf(v *kit.View, bodyID string, eventSeq int64) (Event, bool, error) {
	e, err := scanEvent(v.QueryRow(v.Ctx, selectEvent, v.Actor.Territory, bodyID, eventSeq))
	if errors.Is(err, sql.ErrNoRows) {
		return Event{}, false, nil
	}
	return e, err == nil, err
}

// Since answers the events of a context from an instant on.
func Since(tx *kit.Tx, contextID string, us int64) ([]Event, error) {
	return events(&tx.View, selectContextSince, tx.Actor.Territory, contextID, us)
}

func events(v *kit.View, query string, args ...any) ([]Event, error) {
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Event
	for rows.Next() {
		e, err := scanEvent(rows)
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, rows.Err()
}

func scanEvent(row interface{ Scan(...any) error }) (Event, error) {
	var e Event
	var us int64
	err := row.Scan(&e.At, &e.Seq, &e.ID, &e.Type, &e.Source, &e.PubSeq, &e.Subject, &e.Context, &e.Farewell, &e.ActorBody, &e.Trace, &us, &e.Data)
	e.Time = clock.FromMicros(us)
	return e, err
}
