package journal

import (
	"bytes"
	"context"
	"fmt"

	"hup.example/services/kit/db"
)

// Fault is a place where the journal is not what was written.
type Fault struct {
	// LineID is the line; What says what is wrong with it.
	LineID, What string
}

const selectChain = `SELECT ` + columns + ` FROM journal WHERE territory > $1 OR (territory = $1 AND (aggregate > $2
 OR (aggregate = $2 AND (aggregate_id > $3 OR (aggregate_id = $3 AND (version > $4 OR (version = $4 AND ordinal > $5)))))))
 ORDER BY territory, aggregate, aggregate_id, version, ordinal LIMIT 1000`

// Verify walks every chain of the journal. It answers how many lines it read and tells each fault.
func Verify(ctx context.Context, d *db.DB, fault func(Fault)) (int, error) {
	last := &Line{Version: -1}
	read := 0
	for {
		lines, err := list(ctx, d.Read(), selectChain, last.Territory, last.Aggregate, last.AggregateID, last.Version, last.Ordinal)
		if err != nil || len(lines) == 0 {
			return read, err
		}
		for _, l := range lines {
			check(last, l, fault)
			last = l
			read++
		}
	}
}

func check(last, l *Line, fault func(Fault)) {
	if !l.Intact() {
		fault(Fault{l.ID, "its content does not match its hash"})
	}
	same := last.Territory == l.Territory && last.Aggregate == l.Aggregate && last.AggregateID == l.AggregateID
	switch {
	case !same && (len(l.Prev) != 0 || l.Version != 1 || l.Ordinal != 0):
		fault(Fault{l.ID, "the first lines of its aggregate are missing"})
	case same && !bytes.Equal(l.Prev, last.Hash):
		fault(Fault{l.ID, "it does not follow the line before it"})
	case same && l.Version != last.Version && l.Version != last.Version+1:
		fault(Fault{l.ID, fmt.Sprintf("versions between %d and %d are missing", last.Version, l.Version)})
	}
}
