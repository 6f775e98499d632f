package console

import (
	"context"
	"time"

	"huiying/responders/briefing/pagedata"
)

// A briefing as it stands on its page.
type (
	Briefing        = pagedata.Briefing
	BriefingRefs    = pagedata.BriefingRefs
	BriefingNumber  = pagedata.BriefingNumber
	BriefingSection = pagedata.BriefingSection
	BriefingLine    = pagedata.BriefingLine
	BriefingPlot    = pagedata.BriefingPlot
	BriefingBar     = pagedata.BriefingBar
	BriefingPlace   = pagedata.BriefingPlace
	BriefingTable   = pagedata.BriefingTable
	BriefingRow     = pagedata.BriefingRow
	BriefingCell    = pagedata.BriefingCell
)

// Briefer writes the briefing of the period ("day", "week", "month") in which a day (its 00:00 in
// +08:00) lies, of a division and what is below it; "" is the whole region.
type Briefer interface {
	Briefing(ctx context.Context, day time.Time, period, division string) (Briefing, error)
}
