package db

import (
	"context"
	"hash/fnv"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
)

// Lead runs work while this process is the leader for the name, and waits to become it otherwise, until ctx ends.
// On SQLite the process that holds the data folder's lock is the leader of everything.
func (d *DB) Lead(ctx context.Context, name string, work func(context.Context)) {
	for ctx.Err() == nil {
		if d.Engine == SQLite {
			work(ctx)
			return
		}
		if err := d.leadOnce(ctx, name, work); err != nil && ctx.Err() == nil {
			slog.Warn("no leader's lock, trying again", "service", d.Name, "lock", name, "error", err.Error())
		}
		sleep(ctx, leadEvery)
	}
}

// leadEvery is how often a process that does not lead asks again.
const leadEvery = 2 * time.Second

func (d *DB) leadOnce(ctx context.Context, name string, work func(context.Context)) error {
	id := lockID(d.Name + "/" + name)
	lost, err := d.locks.take(ctx, d.url, id)
	if err != nil || lost == nil {
		return err
	}
	defer d.locks.release(lost, id)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(lost, stop)()
	work(ctx)
	return nil
}

// locks are the leader locks that this process holds in one database, all on one connection of their own: the pool is for
// work. When the connection is lost they all are.
type locks struct {
	mu   sync.Mutex
	conn *pgx.Conn
	held map[int64]bool
	// lost ends with the connection.
	lost context.Context
	end  context.CancelFunc
}

// lockWait bounds one word with the server about locks.
const lockWait = 5 * time.Second

// take takes a lock and answers a context that ends when it is lost; nil when another has it.
func (l *locks) take(ctx context.Context, url string, id int64) (lost context.Context, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		if err := l.connect(ctx, url); err != nil {
			return nil, err
		}
	}
	if l.held[id] {
		return nil, nil // this session would get it twice
	}
	leader := false
	err = l.ask(func(ctx context.Context) error {
		return l.conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", id).Scan(&leader)
	})
	if err != nil || !leader {
		return nil, err
	}
	l.held[id] = true
	return l.lost, nil
}

// release frees a lock of the connection that it was taken on.
func (l *locks) release(lost context.Context, id int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if lost.Err() != nil || l.lost != lost {
		return
	}
	delete(l.held, id)
	_ = l.ask(func(ctx context.Context) error { // when it fails the connection is gone, and the lock with it
		_, err := l.conn.Exec(ctx, "SELECT pg_advisory_unlock($1)", id)
		return err
	})
	if len(l.held) == 0 {
		l.drop()
	}
}

func (l *locks) connect(ctx context.Context, url string) (err error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	if l.conn, err = pgx.Connect(ctx, url); err != nil {
		return err
	}
	l.held = map[int64]bool{}
	l.lost, l.end = context.WithCancel(context.Background())
	go l.watch(l.lost)
	return nil
}

// watch notices that the connection, and with it every lock, is gone.
func (l *locks) watch(lost context.Context) {
	for lost.Err() == nil {
		sleep(lost, time.Second)
		l.mu.Lock()
		if lost.Err() == nil {
			_ = l.ask(func(ctx context.Context) error { return l.conn.Ping(ctx) }) // drops the connection when it fails
		}
		l.mu.Unlock()
	}
}

// ask talks to the server, and gives the connection up when that fails: nobody knows then what it holds.
func (l *locks) ask(what func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	err := what(ctx)
	if err != nil {
		l.drop()
	}
	return err
}

// drop closes the connection, which frees its locks whatever state they are in.
func (l *locks) drop() {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	_ = l.conn.Close(ctx)
	l.conn = nil
	l.end()
}

func lockID(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return int64(h.Sum64() >> 1)
}

// close lets go all locks.
func (l *locks) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.drop()
}
