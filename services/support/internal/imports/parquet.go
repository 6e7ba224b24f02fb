package imports

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"
)

// parquetFile are the rows of a Parquet file, whose values are read as CSV would write them.
type parquetFile struct {
	reader *parquet.Reader
	names  []string
	texts  []func(parquet.Value) string
	batch  []parquet.Row
	at, n  int
	line   int
	ended  bool
	cells  []string
}

func parquetRows(c *content) (rows, error) {
	file, err := parquet.OpenFile(c, c.size)
	if err != nil {
		return nil, fmt.Errorf("le fichier Parquet ne se lit pas : %w", err)
	}
	p := &parquetFile{reader: parquet.NewReader(file), batch: make([]parquet.Row, 512), line: 1}
	for _, field := range file.Schema().Fields() {
		if !field.Leaf() {
			return nil, fmt.Errorf("la colonne %s du fichier Parquet n'est pas une valeur simple", field.Name())
		}
		p.names = append(p.names, field.Name())
		p.texts = append(p.texts, textOf(field.Type()))
	}
	p.cells = make([]string, len(p.names))
	return p, nil
}

func (p *parquetFile) header() []string { return p.names }

func (p *parquetFile) next() ([]string, int, error) {
	if p.at == p.n {
		if p.ended {
			return nil, 0, io.EOF
		}
		n, err := p.reader.ReadRows(p.batch)
		if p.ended = errors.Is(err, io.EOF); err != nil && !p.ended {
			return nil, 0, fmt.Errorf("le fichier Parquet ne se lit plus à la ligne %d : %w", p.line, err)
		}
		if p.at, p.n = 0, n; n == 0 {
			return nil, 0, io.EOF
		}
	}
	clear(p.cells)
	for _, value := range p.batch[p.at] {
		if i := value.Column(); !value.IsNull() && i < len(p.cells) {
			p.cells[i] = p.texts[i](value)
		}
	}
	p.at++
	p.line++
	return p.cells, p.line, nil
}

func (p *parquetFile) skip(n int64) error {
	p.line += int(n)
	return p.reader.SeekToRow(n)
}

// textOf says how the values of a column are written.
func textOf(t parquet.Type) func(parquet.Value) string {
	if logical := t.LogicalType(); logical != nil {
		switch kind := logical.Value.(type) {
		case *format.DateType:
			return func(v parquet.Value) string { return time.Unix(int64(v.Int32())*86_400, 0).UTC().Format(time.DateOnly) }
		case *format.TimestampType:
			unit := kind.Unit.Value.Duration()
			return func(v parquet.Value) string { return time.Unix(0, v.Int64()*int64(unit)).UTC().Format(instant) }
		}
	}
	switch t.Kind() {
	case parquet.Double, parquet.Float:
		return func(v parquet.Value) string { return strconv.FormatFloat(number(v), 'f', -1, 64) }
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return func(v parquet.Value) string { return string(v.ByteArray()) }
	default:
		return func(v parquet.Value) string { return v.String() }
	}
}

func number(v parquet.Value) float64 {
	if v.Kind() == parquet.Float {
		return float64(v.Float())
	}
	return v.Double()
}
