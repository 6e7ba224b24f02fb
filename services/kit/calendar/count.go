package calendar

import "time"

// AddBusinessDays is the n-th business day after a day, before it when n is negative; 0 leaves the day as it is.
func AddBusinessDays(day Day, n int) Day {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		day = day.AddDays(step)
		if IsBusinessDay(day) {
			n--
		}
	}
	return day
}

// BusinessDaysBetween counts the business days after from, up to and with to; it is negative when to comes first.
// It is what AddBusinessDays undoes: n business days after a day, this counts n.
func BusinessDaysBetween(from, to Day) int {
	if to.Before(from) {
		return -BusinessDaysBetween(to.AddDays(-1), from.AddDays(-1))
	}
	return weekdaysUntil(to) - weekdaysUntil(from) - weekdayHolidays(from, to)
}

// weekdaysUntil counts Mondays to Fridays from a fixed Monday to a day, with it.
func weekdaysUntil(day Day) int {
	days := Day{1, time.January, 1}.DaysUntil(day) + 1 // 1 January of year 1 was a Monday
	weeks, rest := days/7, days%7
	if rest < 0 {
		weeks, rest = weeks-1, rest+7
	}
	return weeks*5 + min(rest, 5)
}

// weekdayHolidays counts the holidays that fall on Monday to Friday after from, up to and with to.
func weekdayHolidays(from, to Day) int {
	count := 0
	for year := from.Year; year <= to.Year; year++ {
		for _, day := range holidaysOf(year) {
			weekday := day.Weekday()
			if weekday != time.Saturday && weekday != time.Sunday && day.After(from) && !day.After(to) {
				count++
			}
		}
	}
	return count
}

// holidaysOf lists the days off of a year by law, each once.
func holidaysOf(year int) []Day {
	days := make([]Day, 0, len(fixedHolidays)+len(movableHolidays))
	for date := range fixedHolidays {
		days = append(days, Day{year, time.Month(date[0]), date[1]})
	}
	sunday := easter(year)
	for after := range movableHolidays {
		day := sunday.AddDays(after)
		if _, fixed := fixedHolidays[[2]int{int(day.Month), day.Day}]; !fixed {
			days = append(days, day)
		}
	}
	return days
}
