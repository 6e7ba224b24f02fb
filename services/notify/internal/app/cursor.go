package app

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"

	"hup.example/services/kit/errs"
	"hup.example/services/kit/store"
	feed "hup.example/services/notify/internal/store"
)

// Cursors writes places of the feed as opaque words, and reads them. A cursor of another territory is none.
type Cursors struct{ Key []byte }

const macSize = 8

// Of is the cursor of a place.
func (c Cursors) Of(territory string, seq int64) string {
	place := binary.BigEndian.AppendUint64(nil, uint64(seq))
	return base64.RawURLEncoding.EncodeToString(append(place, c.mac(territory, place)...))
}

// Read is the place of a cursor, which the feed still has to keep; an empty cursor is the oldest place kept.
func (c Cursors) Read(v *store.View, cursor string) (after, head int64, err error) {
	head, pruned, err := feed.Head(v)
	if err != nil || cursor == "" {
		return pruned, head, err
	}
	after, err = c.place(v.Actor.Territory, cursor)
	switch {
	case err != nil || after > head:
		return 0, 0, errs.Invalid("CURSOR_INVALID", errs.Field{Path: "after", Reason: "CURSOR_INVALID"})
	case after < pruned:
		return 0, 0, errs.Invalid("CURSOR_EXPIRED", errs.Field{Path: "after", Reason: "CURSOR_EXPIRED"})
	}
	return after, head, nil
}

func (c Cursors) place(territory, cursor string) (int64, error) {
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || len(raw) != 8+macSize || !hmac.Equal(raw[8:], c.mac(territory, raw[:8])) {
		return 0, errors.New("not a cursor of this feed")
	}
	return int64(binary.BigEndian.Uint64(raw)), nil
}

func (c Cursors) mac(territory string, place []byte) []byte {
	m := hmac.New(sha256.New, c.Key)
	m.Write([]byte(territory))
	m.Write(place)
	return m.Sum(nil)[:macSize]
}
