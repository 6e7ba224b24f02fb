// Package ical writes appointments for calendar programs (RFC 5545), and serves them at their secret addresses.
package ical

import (
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"

	supportv1 "hup.example/proto/gen/go/hup/support/v1"
	"hup.example/services/kit/calendar"
	"hup.example/services/support/internal/domain"
)

// Event is an appointment as a calendar shows it.
type Event struct {
	Appointment          *supportv1.Appointment
	Summary, Description string
}

// The zone of all appointments, by the name that calendar programs know, and its clock.
const (
	zone     = "Europe/Paris"
	wall     = "20060102T150405"
	refresh  = "PT1H"
	crlf     = "\r\n"
	producer = "-//Hup//Rendez-vous//FR"
)

// Write makes the calendar. The same appointments are the same bytes: an event's stamp is when it was last changed.
func Write(territory, name string, events []Event) string {
	c := ics.NewCalendar()
	c.SetProductId(producer)
	c.SetCalscale("GREGORIAN")
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(clean(name))
	c.SetXWRTimezone(zone)
	c.SetRefreshInterval(refresh)
	c.SetXPublishedTTL(refresh)
	c.AddVTimezone(paris())
	for _, e := range events {
		c.AddVEvent(event(territory, e))
	}
	return c.Serialize(ics.WithNewLine(crlf))
}

func event(territory string, e Event) *ics.VEvent {
	a := e.Appointment
	v := ics.NewEvent(a.GetAppointmentId() + "@" + territory + ".hup")
	v.SetDtStampTime(a.GetUpdatedTime().AsTime())
	v.SetCreatedTime(a.GetCreatedTime().AsTime())
	v.SetLastModifiedAt(a.GetUpdatedTime().AsTime())
	v.SetSequence(int(a.GetSequence()))
	v.SetProperty(ics.ComponentPropertyDtStart, onTheWall(a.GetStartTime().AsTime()), ics.WithTZID(zone))
	v.SetProperty(ics.ComponentPropertyDtEnd, onTheWall(a.GetEndTime().AsTime()), ics.WithTZID(zone))
	v.SetSummary(clean(e.Summary))
	v.SetLocation(clean(a.GetPlace() + ", " + a.GetRoom()))
	if e.Description != "" {
		v.SetDescription(clean(e.Description))
	}
	v.SetClass(ics.ClassificationPrivate)
	v.SetStatus(ics.ObjectStatusConfirmed)
	if !(&domain.Appointment{State: a}).HoldsSeat() {
		v.SetStatus(ics.ObjectStatusCancelled)
	}
	return v
}

func onTheWall(t time.Time) string { return t.In(calendar.Paris).Format(wall) }

// clean leaves out what RFC 5545 has no place for in a text: all controls but line ends and tabs.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// paris is the zone with its rules since 1996: summer time begins on the last Sunday of March, and ends on that of October.
func paris() *ics.VTimezone {
	z := ics.NewTimezone(zone)
	part := func(c *ics.ComponentBase, name, start, from, to, rule string) {
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
		c.SetProperty(ics.ComponentPropertyDtStart, start)
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), from)
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), to)
		c.SetProperty(ics.ComponentPropertyRrule, rule)
	}
	summer, winter := &ics.Daylight{}, &ics.Standard{}
	part(&summer.ComponentBase, "CEST", "19960331T020000", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	part(&winter.ComponentBase, "CET", "19961027T030000", "+0200", "+0100", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	z.Components = append(z.Components, summer, winter)
	return z
}
