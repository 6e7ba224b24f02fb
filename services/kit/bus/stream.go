package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	eventv1 "hup.example/proto/gen/go/hup/event/v1"
)

// Stream is the published events of one source.
type Stream struct {
	// Source is the service that states the facts.
	Source string
	// MaxBytes bounds what is kept, the oldest goes first; 512 MiB when zero.
	MaxBytes int64
	// MaxAge bounds how long; 14 days when zero. Whoever was away longer reads the source's feed.
	MaxAge time.Duration
}

const (
	defaultStreamBytes = 512 << 20
	defaultStreamAge   = 14 * 24 * time.Hour
	duplicates         = 10 * time.Minute
	clusterReplicas    = 3
)

// Name is the stream's name on the broker: HUP_SUPPORT.
func (s Stream) Name() string { return "HUP_" + strings.ToUpper(s.Source) }

// Subject is the subject of an event: hup.support.case_received.v1 of territory ales is hup.ales.support.case.received.v1.
func Subject(e *eventv1.Event) (string, error) {
	words, ok := strings.CutPrefix(e.GetType(), "hup."+e.GetSource()+".")
	if !ok || e.GetSource() == "" || strings.ContainsAny(words+e.GetTerritory(), " *>") || e.GetTerritory() == "" {
		return "", fmt.Errorf("event %s: type %q of source %q in territory %q makes no subject",
			e.GetId(), e.GetType(), e.GetSource(), e.GetTerritory())
	}
	return "hup." + e.GetTerritory() + "." + e.GetSource() + "." + strings.ReplaceAll(words, "_", "."), nil
}

// Declare makes the streams as soon as the broker is there, and again whenever they are found gone.
func (b *Bus) Declare(streams ...Stream) {
	b.mu.Lock()
	for _, s := range streams {
		b.declared[s.Source] = s
	}
	b.mu.Unlock()
	b.keep.Wake()
}

// stream is the declaration of a source's stream. A consumer may be there before the source: the defaults serve then.
func (b *Bus) stream(source string) Stream {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.declared[source]; ok {
		return s
	}
	return Stream{Source: source}
}

// declareAll is a step of the keeping loop.
func (b *Bus) declareAll(ctx context.Context) (more bool, err error) {
	if b.Ready() != nil {
		return false, nil // the connection wakes the loop when it is there
	}
	b.mu.Lock()
	streams := make([]Stream, 0, len(b.declared))
	for _, s := range b.declared {
		streams = append(streams, s)
	}
	b.mu.Unlock()
	for _, s := range streams {
		_, e := b.create(ctx, s)
		err = errors.Join(err, e)
	}
	return false, err
}

// create makes or updates one stream.
func (b *Bus) create(ctx context.Context, s Stream) (jetstream.Stream, error) {
	cfg := jetstream.StreamConfig{
		Name: s.Name(), Description: "Events of " + s.Source, Subjects: []string{"hup.*." + s.Source + ".>"},
		Retention: jetstream.LimitsPolicy, Storage: jetstream.FileStorage, Discard: jetstream.DiscardOld,
		MaxBytes: s.MaxBytes, MaxAge: s.MaxAge, Duplicates: duplicates, Replicas: 1,
	}
	if cfg.MaxBytes == 0 {
		cfg.MaxBytes = defaultStreamBytes
	}
	if cfg.MaxAge == 0 {
		cfg.MaxAge = defaultStreamAge
	}
	if b.nc.ConnectedClusterName() != "" {
		cfg.Replicas = clusterReplicas
	}
	stream, err := b.js.CreateOrUpdateStream(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("make stream %s: %w", s.Name(), away(err))
	}
	return stream, nil
}

// away turns the client's many ways to say that nobody answers into ErrAway.
func away(err error) error {
	for _, e := range []error{
		nats.ErrNoServers, nats.ErrDisconnected, nats.ErrConnectionClosed, nats.ErrConnectionReconnecting, nats.ErrReconnectBufExceeded,
		nats.ErrNoResponders, nats.ErrTimeout, jetstream.ErrAsyncPublishTimeout, jetstream.ErrNoHeartbeat, jetstream.ErrServerShutdown,
		jetstream.ErrConnectionClosed, context.DeadlineExceeded,
	} {
		if errors.Is(err, e) {
			return fmt.Errorf("%w: %w", ErrAway, err)
		}
	}
	return err
}
