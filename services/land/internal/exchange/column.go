package exchange

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// Column is one column of a layout: how its text is read into a record and written back.
type Column[M any] struct {
	// Name as in the header, lower case.
	Name string
	// Path is the field of the contract that a broken rule of it names: communeCode.
	Path  string
	Read  func(record M, text string) error
	Write func(record M) string
}

var (
	errNumber = errors.New("Ce n'est pas un nombre.")
	errWhole  = errors.New("Ce n'est pas un nombre entier.")
	errYesNo  = errors.New("Répondez oui ou non.")
)

// whole reads a number rounded to an integer: areas have decimals in the sources.
func whole(text string) (int32, error) {
	text = strings.ReplaceAll(strings.ReplaceAll(strings.TrimSpace(text), ",", "."), " ", "")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.Abs(n) > math.MaxInt32 {
		return 0, errNumber
	}
	return int32(math.Round(n)), nil
}

// split takes apart what a cell holds several of.
func split(text string) (parts []string) {
	for part := range strings.SplitSeq(text, "|") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

func texts[M any](name, path string, of func(M) *string) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read:  func(record M, text string) error { *of(record) = text; return nil },
		Write: func(record M) string { return *of(record) },
	}
}

func lists[M any](name, path string, of func(M) *[]string) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read:  func(record M, text string) error { *of(record) = split(text); return nil },
		Write: func(record M) string { return strings.Join(*of(record), "|") },
	}
}

// numbers are 0 when the cell is empty.
func numbers[M any](name, path string, of func(M) *int32) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) (err error) {
			*of(record) = 0
			if strings.TrimSpace(text) != "" {
				*of(record), err = whole(text)
			}
			return err
		},
		Write: func(record M) string {
			if *of(record) == 0 {
				return ""
			}
			return strconv.Itoa(int(*of(record)))
		},
	}
}

// units are numbers that the source writes in a larger unit: hectares, kilometres, percents. 0 when the cell is empty.
func units[M any](name, path string, factor float64, of func(M) *int32) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) (err error) {
			*of(record) = 0
			if strings.TrimSpace(text) != "" {
				*of(record), err = scaled(text, factor)
			}
			return err
		},
		Write: func(record M) string {
			if *of(record) == 0 {
				return ""
			}
			return strconv.FormatFloat(float64(*of(record))/factor, 'f', -1, 64)
		},
	}
}

// optionalUnits are absent when the cell is empty.
func optionalUnits[M any](name, path string, factor float64, of func(M) **int32) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			*of(record) = nil
			if strings.TrimSpace(text) == "" {
				return nil
			}
			n, err := scaled(text, factor)
			*of(record) = &n
			return err
		},
		Write: func(record M) string {
			if *of(record) == nil {
				return ""
			}
			return strconv.FormatFloat(float64(**of(record))/factor, 'f', -1, 64)
		},
	}
}

// optionals are absent when the cell is empty: 0 is a number, too.
func optionals[M any](name, path string, of func(M) **int32) Column[M] {
	return Column[M]{
		Name: name, Path: path,
		Read: func(record M, text string) error {
			*of(record) = nil
			if strings.TrimSpace(text) == "" {
				return nil
			}
			n, err := whole(text)
			*of(record) = &n
			return err
		},
		Write: func(record M) string {
			if *of(record) == nil {
				return ""
			}
			return strconv.Itoa(int(**of(record)))
		},
	}
}
