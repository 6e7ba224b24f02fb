// Package blob keeps the content of files: in a folder, or in an object store that speaks S3. What a file is, whose, and who
// may read it is its service's to know; here it has a name that the service made up, never one that somebody sent.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"regexp"
	"time"

	"hup.example/services/kit/errs"
)

// Store keeps contents by name: "ales/upl_01/whole". What it can't do because it is down is errs.Unavailable.
type Store interface {
	// Put keeps a content of the size: whole and on disk when it answers, or not at all. It replaces one of the same name.
	Put(ctx context.Context, name string, content io.Reader, size int64) error
	// Get reads a content from an offset on; ErrNone when there is none.
	Get(ctx context.Context, name string, offset int64) (io.ReadCloser, error)
	// Remove removes a folder with all that is in it: "ales/upl_01". One that is not there is fine.
	Remove(ctx context.Context, folder string) error
	// List tells the names of all contents that did not change since an instant.
	List(ctx context.Context, since time.Time, each func(name string) error) error
	// Check says what is wrong with the store: for the operator.
	Check(ctx context.Context) error
	// String says where it is, without its secrets.
	String() string
}

// ErrNone says that there is no content of the name.
var ErrNone = errors.New("no such content")

// Open opens the store of an address: s3://KEY:SECRET@host/bucket/prefix?region=…, s3+http:// for one without TLS, or the
// folder when the address is empty.
func Open(address, folder string) (Store, error) {
	if address == "" {
		return disk{folder}, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("this is no address (percent-encode what is special in the secret, / as %2F)") // never with the secret
	}
	switch u.Scheme {
	case "s3", "s3+http":
		return openS3(u)
	case "file":
		return disk{u.Path}, nil
	}
	return nil, fmt.Errorf("%q is no kind of store: write s3://KEY:SECRET@host/bucket, s3+http://… or file:///folder", u.Scheme)
}

var shape = regexp.MustCompile(`^[a-z0-9_-]+(/[a-z0-9_-]+)*$`)

// checked refuses a name that we did not make up.
func checked(name string) error {
	if !shape.MatchString(name) || !filepath.IsLocal(name) {
		return fmt.Errorf("%q can't name a content", name)
	}
	return nil
}

// unavailable is a store that did not do its work.
func unavailable(err error) error { return errs.Unavailable("FILES_UNAVAILABLE").Because(err) }
