// Package filetype says what a file holds, by its content, and refuses what the platform does not take: types that are not in
// types.csv, contents that are not what their name says, archives made to burst. Nothing is ever unpacked here.
package filetype

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"path"
	"strings"
	"sync"

	"github.com/gabriel-vasile/mimetype"

	"hup.example/services/kit/errs"
)

//go:embed types.csv
var table []byte

// kind is one type that is taken.
type kind struct {
	mediaType string
	// extensions are those that the name may end in.
	extensions []string
	// marker begins the name of an entry that only this kind of office file has.
	marker string
}

var kinds = sync.OnceValue(func() map[string]kind {
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		panic(err) // the file is embedded
	}
	all := map[string]kind{}
	for _, row := range rows[1:] {
		all[row[0]] = kind{row[0], strings.Fields(row[1]), row[2]}
	}
	return all
})

// Check answers the media type of a content. Name is only compared with it: a program that is called devis.pdf is a program.
func Check(name string, content []byte) (mediaType string, err error) {
	found := mimetype.Detect(content)
	plain, _, _ := strings.Cut(found.String(), ";")
	archive, entries := open(content)
	if plain == "application/zip" && archive {
		plain = officeOf(entries, plain)
	}
	k, known := kinds()[plain]
	switch zipped := under(found, "application/zip"); {
	case !known:
		return "", refuse("type", "")
	case zipped && !archive:
		return "", refuse("damaged", "")
	case zipped:
		if why := inspect(entries, int64(len(content))); why != "" {
			return "", refuse(why, "")
		}
	case archive:
		return "", refuse("hidden", "")
	}
	if end := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, " .")), ".")); end != "" && !k.named(end) {
		return "", refuse("named", k.extensions[0])
	}
	return plain, nil
}

func (k kind) named(end string) bool {
	for _, e := range k.extensions {
		if e == end {
			return true
		}
	}
	return false
}

// under says whether the type is a special case of another.
func under(m *mimetype.MIME, parent string) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(parent) {
			return true
		}
	}
	return false
}

// refuse says to people what is wrong with the file, and how its name should end. The name it has is not repeated: refusals are counted
// and logged by reason.
func refuse(why, extension string) error {
	return errs.Invalid("FILE_TYPE_REFUSED", errs.Field{
		Path: "file", Reason: "FILE_TYPE_REFUSED", Params: map[string]string{"kind": why, "extension": extension},
	})
}
