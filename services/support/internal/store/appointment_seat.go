package store

import (
	"time"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/clock"
	kit "hup.example/services/kit/store"
	"hup.example/services/support/internal/domain"
)

const (
	selectSeats = `SELECT seat, requester, id FROM appointment WHERE territory = $1 AND permanence_id = $2 AND planned_us = $3 AND holds_seat ORDER BY seat`
	countSeats  = `SELECT planned_us, count(*) FROM appointment WHERE territory = $1 AND permanence_id = $2 AND start_us >= $3 AND start_us <= $4 AND holds_seat
 GROUP BY planned_us ORDER BY planned_us`
	selectComing   = `SELECT id FROM appointment WHERE territory = $1 AND permanence_id = $2 AND start_us > $3 AND status = $4 ORDER BY start_us, id`
	selectComingOf = `SELECT id FROM appointment WHERE territory = $1 AND case_id = $2 AND start_us > $3 AND status = $4 ORDER BY start_us, id`
	countByEnding  = `SELECT status, count(*) FROM appointment WHERE territory = $1 AND permanence_id = $2 GROUP BY status ORDER BY status`
)

// Seat is one that is taken.
type Seat struct {
	Number int32
	// Requester is who has it, by Appointment.
	Requester, AppointmentID string
}

// SeatsOf are the seats of a slot that are taken.
func SeatsOf(v *kit.View, permanenceID string, planned time.Time) ([]Seat, error) {
	rows, err := v.Query(v.Ctx, selectSeats, v.Actor.Territory, permanenceID, clock.Micros(planned))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var seats []Seat
	for rows.Next() {
		var s Seat
		if err := rows.Scan(&s.Number, &s.Requester, &s.AppointmentID); err != nil {
			return nil, err
		}
		seats = append(seats, s)
	}
	return seats, rows.Err()
}

// SeatsTaken counts the seats that are taken in the slots of a time, by announced start in microseconds.
func SeatsTaken(v *kit.View, permanenceID string, from, to time.Time) (map[int64]int32, error) {
	rows, err := v.Query(v.Ctx, countSeats, v.Actor.Territory, permanenceID, clock.Micros(from), clock.Micros(to))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	taken := map[int64]int32{}
	for rows.Next() {
		var planned int64
		var n int32
		if err := rows.Scan(&planned, &n); err != nil {
			return nil, err
		}
		taken[planned] = n
	}
	return taken, rows.Err()
}

// ComingTo are the appointments of a permanence that somebody is expected for.
func ComingTo(tx *kit.Tx, permanenceID string) ([]*domain.Appointment, error) {
	return coming(tx, selectComing, permanenceID)
}

// ComingOf are those of a case.
func ComingOf(tx *kit.Tx, caseID string) ([]*domain.Appointment, error) {
	return coming(tx, selectComingOf, caseID)
}

func coming(tx *kit.Tx, query, of string) ([]*domain.Appointment, error) {
	booked := supportv1.AppointmentStatus_APPOINTMENT_STATUS_BOOKED.String()
	ids, err := texts(&tx.View, query, tx.Actor.Territory, of, clock.Micros(tx.Now), booked)
	if err != nil {
		return nil, err
	}
	found := make([]*domain.Appointment, len(ids))
	for i, id := range ids {
		if found[i], err = Appointments.Get(tx, id); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// AttendanceOf counts how the appointments of a permanence ended.
func AttendanceOf(v *kit.View, permanenceID string) (*supportv1.Attendance, error) {
	rows, err := v.Query(v.Ctx, countByEnding, v.Actor.Territory, permanenceID)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	a := &supportv1.Attendance{}
	into := map[string]*int32{
		"APPOINTMENT_STATUS_BOOKED": &a.Booked, "APPOINTMENT_STATUS_DONE": &a.Done, "APPOINTMENT_STATUS_NO_SHOW": &a.NoShow,
		"APPOINTMENT_STATUS_EXCUSED": &a.Excused, "APPOINTMENT_STATUS_REVOKED": &a.Revoked,
	}
	for rows.Next() {
		var status string
		var n int32
		if err := rows.Scan(&status, &n); err != nil {
			return nil, err
		}
		if to, known := into[status]; known {
			*to = n
		}
	}
	return a, rows.Err()
}

const countNoShows = `SELECT body_id, sum(CASE WHEN status = $4 THEN 1 ELSE 0 END), count(*) FROM appointment
 WHERE territory = $1 AND start_us >= $2 AND start_us <= $3 AND status IN ($4, $5) GROUP BY body_id ORDER BY body_id`

// NoShows counts the appointments of a window that nobody came to, among those whose end was said, by the body that receives.
func NoShows(v *kit.View, w Window) ([]Count, error) {
	missed, done := supportv1.AppointmentStatus_APPOINTMENT_STATUS_NO_SHOW.String(), supportv1.AppointmentStatus_APPOINTMENT_STATUS_DONE.String()
	rows, err := v.Query(v.Ctx, countNoShows, v.Actor.Territory, clock.Micros(w.From), clock.Micros(w.To), missed, done)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var found []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Code, &c.Of, &c.Among); err != nil {
			return nil, err
		}
		found = append(found, c)
	}
	return found, rows.Err()
}
