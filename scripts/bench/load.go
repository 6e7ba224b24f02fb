package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// target is one thing that is measured.
type target struct {
	name string
	// pid is the process whose CPU is charged.
	pid int
	// more is the CPU of others that work for it; may be nil.
	more func() time.Duration
	// call does one request.
	call func(context.Context) error
	// lingers says that requests leave work behind, which is waited for and charged to them.
	lingers bool

	cpu, rate, p50, p99 []float64 // one value a round
	n                   int       // requests of the last slice
}

// slice calls the target with so many clients for a while, and keeps what it cost.
func (t *target) slice(ctx context.Context, clients int, length time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, length)
	defer cancel()
	return t.measure(ctx, clients, func() bool { return ctx.Err() == nil })
}

// burst calls the target so many times: what a slice of a busy machine may not give.
func (t *target) burst(ctx context.Context, clients, calls int) error {
	var n atomic.Int64
	return t.measure(ctx, clients, func() bool { return n.Add(1) <= int64(calls) })
}

func (t *target) measure(ctx context.Context, clients int, goOn func() bool) error {
	before, start := t.used(), time.Now()
	var failed atomic.Value
	var mu sync.Mutex
	var all []float64
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			var mine []float64
			for goOn() {
				began := time.Now()
				if err := t.call(context.WithoutCancel(ctx)); err != nil {
					failed.Store(err)
					return
				}
				mine = append(mine, float64(time.Since(began).Microseconds()))
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, mine...)
		})
	}
	wg.Wait()
	took := time.Since(start)
	if t.lingers {
		quiet(t.pid)
	}
	if err, ok := failed.Load().(error); ok {
		return fmt.Errorf("%s: %w", t.name, err)
	}
	slices.Sort(all)
	t.n = len(all)
	n := float64(t.n)
	t.cpu = append(t.cpu, float64((t.used()-before).Microseconds())/n)
	t.rate = append(t.rate, n/took.Seconds())
	t.p50 = append(t.p50, all[len(all)/2]/1000)
	t.p99 = append(t.p99, all[len(all)*99/100]/1000)
	return nil
}

// used is the CPU time that the target has used so far.
func (t *target) used() time.Duration {
	used := cpuOf(t.pid)
	if t.more != nil {
		used += t.more()
	}
	return used
}

// ticks is the kernel's unit of CPU time in /proc, 1/100 s on all Linux machines that matter.
const ticks = 100

// cpuOf is the CPU time that a process has used so far.
func cpuOf(pid int) time.Duration {
	fields := fieldsOf("/proc/" + strconv.Itoa(pid) + "/stat")
	if len(fields) < 13 {
		return 0
	}
	return timeOf(fields[11:13])
}

// quiet waits until the process does next to nothing: a fiftieth of a core.
func quiet(pid int) {
	const look = 250 * time.Millisecond
	for range 120 {
		before := cpuOf(pid)
		time.Sleep(look)
		if cpuOf(pid)-before <= look/25 {
			return
		}
	}
}

// memoryOf is what the process keeps in memory, in MiB.
func memoryOf(pid int) float64 {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		var kib float64
		if n, _ := fmt.Sscanf(line, "VmRSS: %f kB", &kib); n == 1 {
			return kib / 1024
		}
	}
	return 0
}

var client = &http.Client{Transport: &http.Transport{MaxIdleConns: 256, MaxIdleConnsPerHost: 256}}

// request makes a call over HTTP out of a function that makes the request.
func request(method, url, token string, body func() []byte) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := send(ctx, method, url, token, body)
		return err
	}
}

func send(ctx context.Context, method, url, token string, body func() []byte) ([]byte, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body())
	}
	r, err := http.NewRequestWithContext(ctx, method, url, reader)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }()
	raw, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode >= 300 {
		err = fmt.Errorf("%s %s: %s %s", method, url, answer.Status, raw)
	}
	return raw, err
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	if len(sorted) == 0 {
		return 0
	}
	return sorted[len(sorted)/2]
}
