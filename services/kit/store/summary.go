package store

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// summary says what lists read of a record: the fields that a smaller message has under the same names and numbers. The
// bytes of these fields are the summary, so that it costs no decoding, and a whole record reads as a summary, too.
type summary map[protowire.Number]summary // nil: the field is taken as it is

// summaryOf compares the messages. One that shows what the record has not is a mistake of ours.
func summaryOf(record, listed protoreflect.MessageDescriptor) summary {
	s := summary{}
	for i := range listed.Fields().Len() {
		f := listed.Fields().Get(i)
		of := record.Fields().ByNumber(f.Number())
		if of == nil || of.Name() != f.Name() || of.Kind() != f.Kind() || of.Cardinality() != f.Cardinality() {
			panic(fmt.Sprintf("%s is not a field of %s", f.FullName(), record.FullName()))
		}
		var inner summary
		if f.Message() != nil && f.Message().FullName() != of.Message().FullName() {
			inner = summaryOf(of.Message(), f.Message())
		}
		s[protowire.Number(f.Number())] = inner
	}
	return s
}

// of appends the summary of a record.
func (s summary) of(b, record []byte) ([]byte, error) {
	for len(record) > 0 {
		number, kind, tag := protowire.ConsumeTag(record)
		if tag < 0 {
			return nil, protowire.ParseError(tag)
		}
		value := protowire.ConsumeFieldValue(number, kind, record[tag:])
		if value < 0 {
			return nil, protowire.ParseError(value)
		}
		inner, shown := s[number]
		switch {
		case shown && inner == nil:
			b = append(b, record[:tag+value]...)
		case shown:
			content, _ := protowire.ConsumeBytes(record[tag:])
			part, err := inner.of(nil, content)
			if err != nil {
				return nil, err
			}
			b = protowire.AppendBytes(append(b, record[:tag]...), part)
		}
		record = record[tag+value:]
	}
	return b, nil
}

// SummaryColumn is the SQL of what a list of summaries reads of the table t: the summary or, in rows that were written
// before there was one, the record.
const SummaryColumn = `CASE WHEN length(t.summary) = 0 THEN t.record ELSE t.summary END`
