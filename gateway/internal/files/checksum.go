package files

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // the protocol asks for it; it is against broken connections, not against people
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"hash"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"

	"hup.example/services/kit/errs"
)

// checksums are the algorithms of the checksum extension; algorithms is how OPTIONS tells of them.
var checksums = map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New}

const algorithms = "sha1,sha256"

// whole is the body of a call of tus. With Upload-Checksum it has all been received and is what was promised before its first
// byte can be read: of a piece that came broken, or not to its end, nothing is kept. Without, it is read as it comes.
func whole(r *http.Request) (body io.Reader, done func(), err error) {
	said := r.Header.Get("Upload-Checksum")
	if said == "" {
		return r.Body, func() {}, nil
	}
	name, sum, _ := strings.Cut(said, " ")
	begin, known := checksums[name]
	want, err := base64.StdEncoding.DecodeString(sum)
	if !known || err != nil || len(want) != begin().Size() {
		return nil, nil, errs.Invalid("INVALID_FIELDS", errs.Field{Path: "Upload-Checksum", Reason: "TUS_CHECKSUM_HEADER", Params: map[string]string{"algorithms": algorithms}})
	}
	aside, err := os.CreateTemp("", "hup-piece-")
	if err != nil {
		return nil, nil, full(err)
	}
	done = func() {
		_ = aside.Close()
		_ = os.Remove(aside.Name())
	}
	sent := begin()
	n, err := io.Copy(io.MultiWriter(aside, sent), io.LimitReader(r.Body, mostBytes+1))
	if err == nil {
		_, err = aside.Seek(0, io.SeekStart)
	}
	switch {
	case n > mostBytes:
		err = errs.Invalid("FILE_TOO_LARGE")
	case err != nil:
		err = full(err)
	case !bytes.Equal(sent.Sum(nil), want):
		err = errs.Invalid("TUS_CHECKSUM")
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return aside, done, nil
}

// full is why a file can't be put aside: no space, or the sender is gone, who reads no answer.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return errs.Unavailable("STORAGE_FULL").Because(err)
	}
	return errs.Invalid("TUS_CHECKSUM").Because(err)
}
