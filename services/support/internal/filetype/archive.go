package filetype

import (
	"archive/zip"
	"bytes"
	"path"
	"slices"
	"strings"
)

// What an archive may say of itself. An office file of 20 MiB has some hundred entries and rarely ten times its size.
const (
	mostEntries  = 5_000
	mostUnpacked = 500 << 20
	// mostRatio is how many times its size an archive may unpack to, once that is more than small.
	mostRatio = 100
	small     = 10 << 20
)

// open reads the table of contents of an archive; it reads no entry.
func open(content []byte) (bool, []*zip.File) {
	r, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return false, nil
	}
	return true, r.File
}

// officeOf is the type of an office file that begins like any archive.
func officeOf(entries []*zip.File, otherwise string) string {
	if !slices.ContainsFunc(entries, func(f *zip.File) bool { return f.Name == "[Content_Types].xml" }) {
		return otherwise
	}
	for _, k := range kinds() {
		if k.marker != "" && slices.ContainsFunc(entries, func(f *zip.File) bool { return strings.HasPrefix(f.Name, k.marker) }) {
			return k.mediaType
		}
	}
	return otherwise
}

// runs are endings of what runs when it is opened.
var runs = strings.Fields(".exe .com .scr .pif .bat .cmd .ps1 .vbs .vbe .js .jse .wsf .hta .msi .msp .lnk .jar .dll .cpl .reg .sh .apk .iso .img .vhd")

// inspect says what is wrong with an archive by its table of contents; empty when nothing is.
func inspect(entries []*zip.File, size int64) string {
	var unpacked uint64
	for _, f := range entries {
		switch {
		case f.UncompressedSize64 > mostUnpacked:
			return "huge"
		case slices.Contains(runs, strings.ToLower(path.Ext(f.Name))):
			return "program"
		case strings.EqualFold(path.Base(f.Name), "vbaProject.bin"):
			return "macros"
		}
		unpacked += f.UncompressedSize64
	}
	if len(entries) > mostEntries || unpacked > mostUnpacked || unpacked > small && unpacked/mostRatio > uint64(size) {
		return "huge"
	}
	return ""
}
