// Package stream serves the changes of a case as server-sent events. A stream resumes by Last-Event-ID, and ends with the
// token that opened it.
package stream

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	hupv1 "hup.example/proto/gen/go/hup/v1"

	"hup.example/gateway/internal/encode"
	"hup.example/gateway/internal/facade"
	"hup.example/gateway/internal/problem"
	"hup.example/gateway/internal/rest"
	"hup.example/services/kit/errs"
)

// Path is where the changes of a case are.
const Path = "/v1/cases/{case_id}/dossier:watch"

// Config is what the streams need.
type Config struct {
	// Conn reaches the facade, with the chain of the world outside.
	Conn grpc.ClientConnInterface
	// Problems answers errors.
	Problems *problem.Answerer
	// Heartbeat is how often a silent stream says that it lives, so that no proxy takes it for dead; 15 s when zero.
	Heartbeat time.Duration
	// Most is how many streams may be open at once; 2,000 when zero.
	Most int
}

// Server serves the streams.
type Server struct {
	Config
	free chan struct{}
}

// New makes the server.
func New(c Config) *Server {
	if c.Heartbeat == 0 {
		c.Heartbeat = 15 * time.Second
	}
	if c.Most == 0 {
		c.Most = 2000
	}
	return &Server{Config: c, free: make(chan struct{}, c.Most)}
}

// Watch answers a case's changes until the caller goes, or may no longer see them.
func (s *Server) Watch(w http.ResponseWriter, r *http.Request, params map[string]string) {
	select {
	case s.free <- struct{}{}:
		defer func() { <-s.free }()
	default:
		s.Problems.Answer(w, r, errs.Limited("STREAMS_EXHAUSTED", 10))
		return
	}
	ctx, err := rest.Outgoing(r)
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watch, header, err := s.open(ctx, &hupv1.WatchDossierRequest{CaseId: params["case_id"], ResumeToken: lastEventID(r)})
	if err != nil {
		s.Problems.Answer(w, r, err)
		return
	}
	o := &out{w: w, flush: http.NewResponseController(w).Flush}
	o.begin(header)
	if err := s.copy(ctx, o, watch); err != nil && r.Context().Err() == nil {
		o.event("end", "", s.Problems.Of(r, err).JSON())
	}
}

// lastEventID is the header that browsers send, or the parameter for those that can't set headers.
func lastEventID(r *http.Request) string {
	if id := r.Header.Get("Last-Event-ID"); id != "" {
		return id
	}
	return r.URL.Query().Get("lastEventId")
}

// open waits until the watch has begun, or was refused.
func (s *Server) open(ctx context.Context, r *hupv1.WatchDossierRequest) (hupv1.OneStopService_WatchDossierClient, metadata.MD, error) {
	watch, err := hupv1.NewOneStopServiceClient(s.Conn).WatchDossier(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	header, err := watch.Header()
	if err == nil && len(header.Get(facade.ResumeToken)) == 0 {
		_, err = watch.Recv() // refused: the reason comes in place of the first change
	}
	return watch, header, err
}

// copy writes the changes as they come, and a sign of life between them.
func (s *Server) copy(ctx context.Context, o *out, watch hupv1.OneStopService_WatchDossierClient) error {
	changes := make(chan *hupv1.DossierChange)
	ended := make(chan error, 1)
	go func() {
		for {
			change, err := watch.Recv()
			if err != nil {
				ended <- err
				return
			}
			select {
			case changes <- change:
			case <-ctx.Done():
				return
			}
		}
	}()
	beat := time.NewTicker(s.Heartbeat)
	defer beat.Stop()
	for o.err == nil {
		select {
		case change := <-changes:
			text, err := encode.JSON(change)
			if err != nil {
				return errs.Internal(err)
			}
			o.event("change", change.GetResumeToken(), text)
		case <-beat.C:
			o.write(": \n\n")
		case err := <-ended:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return o.err
}

// out is the answer, written event by event.
type out struct {
	w     http.ResponseWriter
	flush func() error
	err   error
}

// begin answers that the stream is open, where it begins, and how long to wait before it is opened again.
func (o *out) begin(header metadata.MD) {
	control := http.NewResponseController(o.w)
	_ = control.SetReadDeadline(time.Time{}) // a stream has no end in time; where deadlines are not known there are none
	_ = control.SetWriteDeadline(time.Time{})
	h := o.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	h.Set("No-Gzip-Compression", "1") // the compressor keeps it to itself
	o.w.WriteHeader(http.StatusOK)
	o.write("retry: 2000\n")
	if id := header.Get(facade.ResumeToken); len(id) > 0 {
		o.write("id: " + id[0] + "\n")
	}
	o.write("\n")
}

func (o *out) event(name, id string, data []byte) {
	if id != "" {
		id = "id: " + id + "\n"
	}
	o.write(fmt.Sprintf("event: %s\n%sdata: %s\n\n", name, id, data))
}

func (o *out) write(text string) {
	if o.err != nil {
		return
	}
	if _, o.err = io.WriteString(o.w, text); o.err == nil {
		o.err = o.flush()
	}
}
