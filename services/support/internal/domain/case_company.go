package domain

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	commonv1 "hup.example/proto/gen/go/hup/common/v1"
)

// BelongTo makes the case one of the company that the project became: its people see it from now on.
func (c *Case) BelongTo(company *commonv1.CompanySnapshot, now time.Time) {
	c.State.Company, c.State.UpdatedTime = company, timestamppb.New(now)
	c.Record(AccessChanged{c})
}
