package store

import (
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
