package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hup.example/services/kit/errs"
)

// bucket keeps contents as objects of a bucket, all under a prefix: others may share it.
type bucket struct {
	core         minio.Core
	name, prefix string
}

// tries is how often a call is made that did not go through; the caller waits meanwhile.
const tries = 2

func openS3(u *url.URL) (Store, error) {
	secret, _ := u.User.Password()
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if u.Host == "" || name == "" || u.User.Username() == "" || secret == "" {
		return nil, errors.New("write s3://KEY:SECRET@host/bucket, with the region as ?region=… where the store asks for it")
	}
	core, err := minio.NewCore(u.Host, &minio.Options{
		Creds: credentials.NewStaticV4(u.User.Username(), secret, ""), Secure: u.Scheme == "s3",
		Region: u.Query().Get("region"), MaxRetries: tries,
	})
	if err != nil {
		return nil, err
	}
	return bucket{*core, name, prefix}, nil
}

func (b bucket) key(name string) string { return path.Join(b.prefix, name) }

// Put implements Store: an object is there when all of it has arrived.
func (b bucket) Put(ctx context.Context, name string, content io.Reader, size int64) error {
	if err := checked(name); err != nil {
		return err
	}
	_, err := b.core.Client.PutObject(ctx, b.name, b.key(name), content, size, minio.PutObjectOptions{DisableMultipart: true})
	return told(err)
}

// Get implements Store.
func (b bucket) Get(ctx context.Context, name string, offset int64) (io.ReadCloser, error) {
	if err := checked(name); err != nil {
		return nil, err
	}
	options := minio.GetObjectOptions{}
	if offset > 0 {
		if err := options.SetRange(offset, 0); err != nil {
			return nil, err
		}
	}
	content, _, _, err := b.core.GetObject(ctx, b.name, b.key(name), options)
	if err != nil {
		return nil, told(err)
	}
	return content, nil
}

// Remove implements Store.
func (b bucket) Remove(ctx context.Context, folder string) error {
	if err := checked(folder); err != nil {
		return err
	}
	return b.each(ctx, b.key(folder)+"/", func(o minio.ObjectInfo) error {
		return b.core.RemoveObject(ctx, b.name, o.Key, minio.RemoveObjectOptions{})
	})
}

// List implements Store.
func (b bucket) List(ctx context.Context, since time.Time, each func(string) error) error {
	under := b.prefix
	if under != "" {
		under += "/"
	}
	return b.each(ctx, under, func(o minio.ObjectInfo) error {
		if !o.LastModified.Before(since) {
			return nil
		}
		return each(strings.TrimPrefix(o.Key, under))
	})
}

func (b bucket) each(ctx context.Context, under string, do func(minio.ObjectInfo) error) error {
	ctx, cancel := context.WithCancel(ctx) // ends the listing when do fails
	defer cancel()
	for o := range b.core.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: under, Recursive: true}) {
		if o.Err != nil {
			return told(o.Err)
		}
		if err := do(o); err != nil {
			return told(err)
		}
	}
	return nil
}

// Check implements Store.
func (b bucket) Check(ctx context.Context) error {
	there, err := b.core.BucketExists(ctx, b.name)
	if err == nil && !there {
		err = fmt.Errorf("there is no bucket %s", b.name)
	}
	return err
}

// String implements Store.
func (b bucket) String() string {
	return "the bucket " + path.Join(b.name, b.prefix) + " at " + b.core.EndpointURL().Host
}

// told is what the error of the store is for our callers.
func told(err error) error {
	answer := minio.ToErrorResponse(err)
	switch {
	case err == nil:
		return nil
	case answer.Code == minio.NoSuchKey:
		return ErrNone
	case answer.StatusCode == http.StatusInsufficientStorage:
		return errs.Unavailable("STORAGE_FULL").Because(err)
	}
	if _, ours := errs.As(err); ours {
		return err
	}
	return unavailable(err)
}
