package store

import (
	kit "hup.example/services/kit/store"
)

// orNull keeps empty values out of a unique index.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// viewOf gives the view of a source, to run a query of our own on.
func viewOf(from kit.Source) *kit.View {
	switch s := from.(type) {
	case *kit.Tx:
		return &s.View
	case *kit.View:
		return s
	}
	return nil
}
