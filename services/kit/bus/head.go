package bus

import (
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
)

// HeadEvery is how often a relay tells its head.
const HeadEvery = 5 * time.Second

// Head tells whoever listens the highest pub_seq that the source has published, so that one who missed the last events
// learns of it. It is not stored; when the broker is away it is not sent.
func (b *Bus) Head(source string, pubSeq int64) error {
	if err := b.Ready(); err != nil {
		return err
	}
	return away(b.nc.Publish(headSubject(source), strconv.AppendInt(nil, pubSeq, 10)))
}

// Heads calls the function with each head that the source tells, one at a time, until stop is called. It lasts through
// reconnects.
func (b *Bus) Heads(source string, told func(pubSeq int64)) (stop func(), err error) {
	sub, err := b.nc.Subscribe(headSubject(source), func(m *nats.Msg) {
		if seq, err := strconv.ParseInt(string(m.Data), 10, 64); err == nil {
			told(seq)
		}
	})
	if err != nil {
		return nil, away(err)
	}
	return func() { _ = sub.Unsubscribe() }, nil // it fails only when the connection is closed already
}

func headSubject(source string) string { return "hup.head." + source }
