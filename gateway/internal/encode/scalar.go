package encode

import (
	"bytes"
	"errors"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/timestamppb"
)

var errNotUTF8 = errors.New("a text of the answer is not UTF-8")

const hex = "0123456789abcdef"

// text writes a string. Only what JSON demands is escaped.
func text(b []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return b, errNotUTF8
	}
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		b = append(b, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\b':
			b = append(b, `\b`...)
		case '\f':
			b = append(b, `\f`...)
		case '\n':
			b = append(b, `\n`...)
		case '\r':
			b = append(b, `\r`...)
		case '\t':
			b = append(b, `\t`...)
		default:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(append(b, s[from:]...), '"'), nil
}

// float writes a number as JavaScript does.
func float(b []byte, n float64, bits int) []byte {
	switch {
	case math.IsNaN(n):
		return append(b, `"NaN"`...)
	case math.IsInf(n, 1):
		return append(b, `"Infinity"`...)
	case math.IsInf(n, -1):
		return append(b, `"-Infinity"`...)
	}
	form := byte('f')
	if abs := math.Abs(n); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		form = 'e'
	}
	start := len(b)
	b = strconv.AppendFloat(b, n, form, -1, bits)
	if written := b[start:]; form == 'e' && len(written) >= 4 && bytes.Equal(written[len(written)-4:len(written)-1], []byte("e-0")) {
		b = append(b[:len(b)-2], b[len(b)-1]) // e-07 is e-7
	}
	return b
}

// timestamp writes an instant: with no, 3, 6 or 9 digits after the second.
func timestamp(b []byte, v protoreflect.Value) ([]byte, error) {
	stamp, ok := v.Message().Interface().(*timestamppb.Timestamp)
	nanos := stamp.GetNanos()
	t := time.Unix(stamp.GetSeconds(), 0).UTC()
	if !ok || t.Year() < 1 || t.Year() > 9999 || nanos < 0 || nanos > 999_999_999 {
		return wellKnown(b, v) // says what is wrong
	}
	b = t.AppendFormat(append(b, '"'), time.RFC3339)
	if nanos == 0 {
		return append(b, '"'), nil
	}
	b = append(b[:len(b)-1], '.') // before the Z
	for digit := int32(100_000_000); digit > 0; digit /= 10 {
		b = append(b, '0'+byte(nanos/digit%10))
	}
	b = bytes.TrimSuffix(b, []byte("000"))
	b = bytes.TrimSuffix(b, []byte("000"))
	return append(b, 'Z', '"'), nil
}
