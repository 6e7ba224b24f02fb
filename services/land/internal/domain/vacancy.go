package domain

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
	"hup.example/services/kit/calendar"
)

// VacancyCounted: the vacancy rate of a zone is another one; Old is nil for a first one.
type VacancyCounted struct {
	Zone *landv1.Zone
	Old  *landv1.ZoneVacancy
}

// VacantYears is how long a land unit must have been vacant on 1 January to count. Source: code de l'urbanisme, L318-8-2, 3° (loi
// 2021-1104, art. 220): « le taux de vacance de la zone d'activité économique, calculé en rapportant le nombre total d'unités foncières
// de la zone d'activité au nombre d'unités foncières qui ne sont plus affectées à une activité assujettie à la cotisation foncière des
// entreprises prévue à l'article 1447 du code général des impôts depuis au moins deux ans au 1er janvier de l'année d'imposition et qui
// sont restées inoccupées au cours de la même période ». Both conditions must hold, and what was never in use is not « plus affecté »:
// vacantSinceDate says so. The rate is the vacant ones of all, as site_taux_vacance of the CNIG; the text has the two the other way round.
const VacantYears = 2

// VacancyDays are 1 January of the year of a day, and the last day since which a unit must be vacant to count on it.
func VacancyDays(now time.Time) (counted, since string) {
	year := calendar.DayOf(now).Year
	return fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-01-01", year-VacantYears)
}

// CountVacancy gives the zone the rate of so many vacant ones of all its land units. A zone without units has none.
func (z *Zone) CountVacancy(all, vacant int32, now time.Time) {
	counted, _ := VacancyDays(now)
	old := z.State.GetVacancyRate()
	var rate *landv1.ZoneVacancy
	if all > 0 {
		rate = &landv1.ZoneVacancy{
			BasisPoints: int32((int64(vacant)*10_000 + int64(all)/2) / int64(all)), LandUnitCount: all, VacantLandUnitCount: vacant, CountedDate: counted,
			ComputedDate: calendar.DayOf(now).String(),
		}
	}
	if sameRate(old, rate) {
		return
	}
	to := proto.Clone(z.State).(*landv1.Zone)
	to.VacancyRate, to.UpdatedTime = rate, timestamppb.New(now)
	z.State = to
	z.Record(VacancyCounted{to, old})
}

// TellVacancy says how the rate of a zone is counted.
func TellVacancy(w Words, zone *landv1.Zone) {
	rate := zone.GetVacancyRate()
	counted, err := calendar.ParseDay(rate.GetCountedDate())
	if err != nil {
		return // it has none
	}
	counted.Year -= VacantYears
	rate.Formula = w.Say("vacancy.formula", facts{
		"vacant": w.Number(int64(rate.GetVacantLandUnitCount())), "all": w.Number(int64(rate.GetLandUnitCount())), "since": w.Day(counted.String()),
		"counted": w.Day(rate.GetCountedDate()),
	})
}

// sameRate says whether two rates differ in nothing but the day they were computed.
func sameRate(a, b *landv1.ZoneVacancy) bool {
	return (a == nil) == (b == nil) && a.GetLandUnitCount() == b.GetLandUnitCount() && a.GetVacantLandUnitCount() == b.GetVacantLandUnitCount() &&
		a.GetCountedDate() == b.GetCountedDate()
}
