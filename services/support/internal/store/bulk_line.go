package store

import (
	"fmt"
	"strings"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	kit "hup.example/services/kit/store"
)

// The statuses of a line, as the table has them.
var (
	pendingLine   = supportv1.BulkLineStatus_BULK_LINE_STATUS_PENDING.String()
	cancelledLine = supportv1.BulkLineStatus_BULK_LINE_STATUS_CANCELLED.String()
)

// linesAtOnce is how many lines one statement writes.
const linesAtOnce = 200

const insertLines = `INSERT INTO bulk_line (territory, operation_id, position, case_id, status, reason, message) VALUES `

// AddLines writes a line for each case, in their order.
func AddLines(tx *kit.Tx, operationID string, cases []string) error {
	for start := 0; start < len(cases); start += linesAtOnce {
		var places []string
		var args []any
		for i, caseID := range cases[start:min(start+linesAtOnce, len(cases))] {
			n := len(args)
			places = append(places, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, '', '')", n+1, n+2, n+3, n+4, n+5))
			args = append(args, tx.Actor.Territory, operationID, start+i+1, caseID, pendingLine)
		}
		if _, err := tx.Exec(tx.Ctx, insertLines+strings.Join(places, ", "), args...); err != nil {
			return err
		}
	}
	return nil
}

const finishLine = `UPDATE bulk_line SET status = $1, reason = $2, message = $3 WHERE territory = $4 AND operation_id = $5 AND position = $6 AND status = $7`

// FinishLine says what became of a line. It is false when somebody said so before: then nothing may be done for it.
func FinishLine(tx *kit.Tx, operationID string, line *supportv1.BulkLine) (bool, error) {
	result, err := tx.Exec(tx.Ctx, finishLine, line.GetStatus().String(), line.GetReason(), line.GetMessage(), tx.Actor.Territory, operationID, line.GetPosition(), pendingLine)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

const cancelLines = `UPDATE bulk_line SET status = $1 WHERE territory = $2 AND operation_id = $3 AND status = $4`

// CancelLines drops the lines that wait.
func CancelLines(tx *kit.Tx, operationID string) error {
	_, err := tx.Exec(tx.Ctx, cancelLines, cancelledLine, tx.Actor.Territory, operationID, pendingLine)
	return err
}

const (
	selectLines   = `SELECT position, case_id, status, reason, message FROM bulk_line WHERE territory = $1 AND operation_id = $2 AND position > $3 ORDER BY position LIMIT CAST($4 AS bigint)`
	selectLinesOf = `SELECT position, case_id, status, reason, message FROM bulk_line
 WHERE territory = $1 AND operation_id = $2 AND status = $3 AND position > $4 ORDER BY position LIMIT CAST($5 AS bigint)`
)

// Lines are those of an operation after a position, of one status or of all.
func Lines(v *kit.View, territory, operationID string, status supportv1.BulkLineStatus, after int64, limit int) ([]*supportv1.BulkLine, error) {
	query, args := selectLines, []any{territory, operationID, after, limit}
	if status != supportv1.BulkLineStatus_BULK_LINE_STATUS_UNSPECIFIED {
		query, args = selectLinesOf, []any{territory, operationID, status.String(), after, limit}
	}
	rows, err := v.Query(v.Ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var lines []*supportv1.BulkLine
	for rows.Next() {
		line, status := &supportv1.BulkLine{}, ""
		if err := rows.Scan(&line.Position, &line.CaseId, &status, &line.Reason, &line.Message); err != nil {
			return nil, err
		}
		line.Status = supportv1.BulkLineStatus(supportv1.BulkLineStatus_value[status])
		lines = append(lines, line)
	}
	return lines, rows.Err()
}

const countLines = `SELECT status, count(*) FROM bulk_line WHERE territory = $1 AND operation_id = $2 GROUP BY status`

// CountLines counts the lines of an operation by status.
func CountLines(v *kit.View, territory, operationID string) (map[supportv1.BulkLineStatus]int32, error) {
	rows, err := v.Query(v.Ctx, countLines, territory, operationID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	counted := map[supportv1.BulkLineStatus]int32{}
	for rows.Next() {
		var status string
		var n int32
		if err := rows.Scan(&status, &n); err != nil {
			return nil, err
		}
		counted[supportv1.BulkLineStatus(supportv1.BulkLineStatus_value[status])] = n
	}
	return counted, rows.Err()
}
