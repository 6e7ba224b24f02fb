package domain

import (
	"strconv"

	landv1 "hup.example/proto/gen/go/hup/land/v1"
)

// Amount is a number and an area.
type Amount struct{ Count, AreaM2 int64 }

// Message is the amount as it is answered.
func (a Amount) Message() *landv1.LandAmount {
	return &landv1.LandAmount{Count: a.Count, AreaM2: a.AreaM2, Hectares: float64(a.AreaM2) / 10_000}
}

// BalanceTable is supply against demand by zone and use.
type BalanceTable map[place]*landv1.LandBalanceLine

// place is where an amount is counted.
type place struct {
	zoneID string
	use    landv1.LandUse
}

// Line is the line of a zone and a use.
func (t BalanceTable) Line(zoneID string, use landv1.LandUse) *landv1.LandBalanceLine {
	at := place{zoneID, use}
	if t[at] == nil {
		t[at] = &landv1.LandBalanceLine{
			ZoneId: zoneID, Use: use, Asked: Amount{}.Message(), Offered: Amount{}.Message(), Met: Amount{}.Message(), Failed: Amount{}.Message(),
		}
	}
	return t[at]
}

// AddAsked adds what was asked for.
func AddAsked(line *landv1.LandBalanceLine, a Amount, _ landv1.LandObstacle) {
	line.Asked = sum(line.GetAsked(), a)
}

// AddOffered adds what was offered.
func AddOffered(line *landv1.LandBalanceLine, a Amount, _ landv1.LandObstacle) {
	line.Offered = sum(line.GetOffered(), a)
}

// AddMet adds what was met.
func AddMet(line *landv1.LandBalanceLine, a Amount, _ landv1.LandObstacle) {
	line.Met = sum(line.GetMet(), a)
}

// AddFailed adds what failed, for an obstacle.
func AddFailed(line *landv1.LandBalanceLine, a Amount, reason landv1.LandObstacle) {
	line.Failed = sum(line.GetFailed(), a)
	for _, known := range line.GetFailedByReason() {
		if known.GetReason() == reason {
			known.Amount = sum(known.GetAmount(), a)
			return
		}
	}
	line.FailedByReason = append(line.FailedByReason, &landv1.FailedAmount{Reason: reason, Amount: a.Message()})
}

// AddLine adds a line to the total.
func AddLine(total, line *landv1.LandBalanceLine) {
	AddAsked(total, amountOf(line.GetAsked()), 0)
	AddOffered(total, amountOf(line.GetOffered()), 0)
	AddMet(total, amountOf(line.GetMet()), 0)
	for _, f := range line.GetFailedByReason() {
		AddFailed(total, amountOf(f.GetAmount()), f.GetReason())
	}
	if total.GetFailed() == nil {
		total.Failed = Amount{}.Message()
	}
}

func amountOf(m *landv1.LandAmount) Amount { return Amount{m.GetCount(), m.GetAreaM2()} }

func sum(m *landv1.LandAmount, a Amount) *landv1.LandAmount {
	return Amount{m.GetCount() + a.Count, m.GetAreaM2() + a.AreaM2}.Message()
}

// BalanceSentence says the year in one sentence, to the nearest are (100 m²); the figures beside it are exact.
func BalanceSentence(w Words, b *landv1.LandBalance) string {
	offered, asked := b.GetTotal().GetOffered().GetAreaM2(), b.GetTotal().GetAsked().GetAreaM2()
	return w.Say("balance.year", facts{"offered": hectares(w, toAre(offered)), "asked": hectares(w, toAre(asked)), "year": strconv.Itoa(int(b.GetYear()))})
}

func toAre(m2 int64) int64 { return (m2 + 50) / 100 * 100 }
