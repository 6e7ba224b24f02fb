// Package etag turns versions into entity tags and carries a call's If-Match to the transaction.
package etag

import (
	"context"
	"strconv"
	"strings"
)

// Of is the tag of a version.
func Of(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// Matches says whether an If-Match value names the version. "*" matches any that exists.
func Matches(ifMatch string, version int64) bool {
	if strings.TrimSpace(ifMatch) == "*" {
		return version > 0
	}
	for tag := range strings.SplitSeq(ifMatch, ",") {
		if strings.TrimPrefix(strings.TrimSpace(tag), "W/") == Of(version) {
			return true
		}
	}
	return false
}

// Version is the version that a tag names, 0 when it is none of ours.
func Version(ifMatch string) int64 {
	tag := strings.Trim(strings.TrimPrefix(strings.TrimSpace(ifMatch), "W/"), `"`)
	version, err := strconv.ParseInt(tag, 10, 64)
	if err != nil {
		return 0
	}
	return version
}

type key struct{}

// With puts the If-Match of a call in its context.
func With(ctx context.Context, ifMatch string) context.Context {
	return context.WithValue(ctx, key{}, ifMatch)
}

// From gives the If-Match of the call, empty when none was sent.
func From(ctx context.Context) string {
	v, _ := ctx.Value(key{}).(string)
	return v
}
