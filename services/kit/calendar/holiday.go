package calendar

import "time"

// fixedHolidays fall on the same date every year.
var fixedHolidays = map[[2]int]string{
	{1, 1}:   "1er janvier",
	{5, 1}:   "1er mai",
	{5, 8}:   "8 mai",
	{7, 14}:  "14 juillet",
	{8, 15}:  "Assomption",
	{11, 1}:  "Toussaint",
	{11, 11}: "11 novembre",
	{12, 25}: "Jour de Noël",
}

// movableHolidays follow Easter Sunday by so many days.
var movableHolidays = map[int]string{
	1:  "Lundi de Pâques",
	39: "Ascension",
	50: "Lundi de Pentecôte",
}

// Holiday names the public holiday of metropolitan France that falls on a day. It applies today's law (since 1982) to
// every year. Alsace-Moselle has two more, which do not count here.
func Holiday(day Day) (label string, ok bool) {
	// Ascension can fall on 1 or 8 May: the fixed one names the day.
	if label, ok = fixedHolidays[[2]int{int(day.Month), day.Day}]; ok {
		return label, true
	}
	if day.Month < time.March || day.Month > time.June {
		return "", false
	}
	label, ok = movableHolidays[easter(day.Year).DaysUntil(day)]
	return label, ok
}

// easter is Easter Sunday of the Gregorian calendar (the anonymous computus, after Meeus).
func easter(year int) Day {
	century, yearOfCentury := year/100, year%100
	moon := year % 19
	leapless := century - century/4 - (century-(century+8)/25+1)/3
	epact := (19*moon + leapless + 15) % 30
	toSunday := (32 + 2*(century%4) + 2*(yearOfCentury/4) - epact - yearOfCentury%4) % 7
	late := (moon + 11*epact + 22*toSunday) / 451
	n := epact + toSunday - 7*late + 114
	return Day{year, time.Month(n / 31), n%31 + 1}
}

// IsBusinessDay tells whether offices work on a day.
func IsBusinessDay(day Day) bool {
	_, off := dayOff(day)
	return !off
}

// dayOff says why a day is off. A holiday on a Sunday is told as a holiday.
func dayOff(day Day) (Skip, bool) {
	if label, ok := Holiday(day); ok {
		return Skip{day, SkipHoliday, label}, true
	}
	switch day.Weekday() {
	case time.Saturday:
		return Skip{day, SkipWeekend, "Samedi"}, true
	case time.Sunday:
		return Skip{day, SkipWeekend, "Dimanche"}, true
	default:
		return Skip{}, false
	}
}
