package store

import (
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"
)

// timeOf is the instant, the zero time when it is not set.
func timeOf(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}

// place is a numbered place: $2.
func place(n int) string { return "$" + strconv.Itoa(n) }
